import { expect, test } from "vitest";

import { createMemoryStore, type Entry, type JobBinding, type JobStore } from "../../src/index.js";
import { people } from "../helpers/scripted-hubspot.js";

const binding = { server: "https://api.hubapi.com", businessUnitId: undefined };

async function newEntries(store: JobStore, addresses: readonly string[]): Promise<Entry[]> {
  const taken = await store.take(addresses.map((address, at) => ({ row: `r${at}`, address })));
  return taken.flatMap((each) => (each.kind === "new" ? [each.entry] : []));
}

test("a call that brought nothing is unresolved for the next run, and one that was refused is not", async () => {
  const store = createMemoryStore();
  await store.begin(binding);
  const [ann, ben] = await newEntries(store, ["ann@example.com", "ben@example.com"]);
  if (ann === undefined || ben === undefined) throw new Error("both are new");
  await store.calling({ call: 1, purpose: "first", entries: [ann] });
  await store.begin(binding);
  const pending = [...(store.pending() as Iterable<readonly Entry[]>)].flat();
  expect(pending).toEqual([{ ...ann, unresolved: "interrupted" }, ben]);
  await store.calling({ call: 1, purpose: "first", entries: [ben] });
  await store.end({ reason: "stopped", message: "Stopped." });
  await store.begin(binding);
  expect([...(store.pending() as Iterable<readonly Entry[]>)].flat()[1]).toEqual(ben);
});

test("the same row with the same address is the same entry; in another row it is a duplicate", async () => {
  const store = createMemoryStore();
  await store.begin(binding);
  await newEntries(store, ["ann@example.com", "no-at"]);
  const again = await store.take([
    { row: "r0", address: "ANN@example.com" },
    { row: "r9", address: "ann@example.com" },
    { row: "r1", address: "no-at" },
    { row: "r9", address: "ann@example.com" },
  ]);
  expect(again).toMatchObject([
    { kind: "known", id: 0 },
    { kind: "set-apart", outcome: { outcome: "duplicate", duplicateOf: "r0" } },
    { kind: "settled", id: 1, outcome: { outcome: "invalid", reason: "no-at" } },
    { kind: "settled", id: 2, outcome: { outcome: "duplicate" } },
  ]);
  expect(store.totals.entries).toBe(3);
});

test("another server or brand is refused", async () => {
  const store = createMemoryStore();
  await store.begin(binding);
  await expect(store.begin({ ...binding, businessUnitId: 0 })).rejects.toThrow(/another/);
});

test("a store of one account is refused where the account is not told", async () => {
  const store = createMemoryStore();
  const account = { id: 7 } as NonNullable<JobBinding["account"]>; // what a store looks at
  await store.begin({ ...binding, account });
  await expect(store.begin(binding)).rejects.toThrow(/another/);
});

test("what is to be sent and what became of it come a thousand at a time, no part empty", async () => {
  const store = createMemoryStore();
  await store.begin(binding);
  await newEntries(store, people(2_000));
  await store.begin(binding);
  const pending = [...(store.pending() as Iterable<readonly Entry[]>)];
  const outcomes: (readonly object[])[] = [];
  for await (const part of store.outcomes()) outcomes.push(part);
  for (const parts of [pending, outcomes]) {
    expect(parts.map(({ length }) => length)).toEqual([1_000, 1_000]);
  }
  expect(outcomes[0]?.[0]).not.toHaveProperty("data");
});
