import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import {
  createMemoryStore,
  createOptOutQueue,
  readAccount,
  unsubscribeAll,
  verifyAll,
  type HubSpotClient,
  type ListEntry,
} from "../../src/index.js";
import { allOut, collect, scriptHubSpot } from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { client } = scriptHubSpot(allOut);
const options = { accessToken: "test-token" };

test.for([
  ["the promise of a client", Promise.resolve(client)],
  ["the options of one", options],
  ["an empty object", {}],
  ["null", null],
  ["undefined", undefined],
] as const)("%s is no client", async ([, given]) => {
  // Cast: as a program without types has it.
  const none = given as unknown as HubSpotClient;
  expect(() => unsubscribeAll(none, ["ana@example.com"])).toThrow(
    new TypeError("unsubscribeAll needs a client of createClient"),
  );
  expect(() => verifyAll(none, ["ana@example.com"])).toThrow(/^verifyAll needs a client/);
  expect(() => createOptOutQueue(none)).toThrow(/^createOptOutQueue needs a client/);
  await expect(readAccount(none)).rejects.toThrow(TypeError);
});

test.for([
  ["the promise of a store", Promise.resolve(createMemoryStore())],
  ["a path", "opt-outs.journal"],
  ["null", null],
] as const)("%s is no store, and it is said how to come by one", ([, given]) => {
  // Cast: as a program without types has it.
  const store = given as unknown as ReturnType<typeof createMemoryStore>;
  expect(() => unsubscribeAll(client, ["ana@example.com"], { store })).toThrow(
    new TypeError("store is none: await openJournal()"),
  );
});

describe("a row that is there and is no text, finite number or bigint", () => {
  test.for([
    ["undefined", undefined],
    ["null", null],
    ["a date", new Date(0)],
    ["an object", {}],
    ["a boolean", true],
    ["NaN", Number.NaN],
  ] as const)("is refused, and not taken for another row: %s", async ([, row]) => {
    const hubspot = scriptHubSpot(allOut);
    // Cast: as a row of a database driver has it, whose members may be anything.
    const wrong = { row, address: "ben@example.com" } as unknown as ListEntry;
    const list = [{ row: 7, address: "ana@example.com" }, wrong];
    for (const job of [unsubscribeAll(hubspot.client, list), verifyAll(hubspot.client, list)]) {
      const told: unknown[] = [];
      const running = (async () => {
        for await (const { row: each } of job) told.push(each);
      })();
      running.catch(() => {});
      await vi.advanceTimersByTimeAsync(60_000);
      await expect(running).rejects.toThrow(
        /^the row of entry 2 must be a text, number or bigint$/,
      );
      // Whoever came before it has an outcome.
      expect(told).toEqual([7]);
    }
    expect(hubspot.calls.flatMap(({ inputs }) => inputs)).not.toContain("ben@example.com");
  });
});

test("an entry without an address keeps its row and its data; without a row it has its place", async () => {
  const given = [
    { row: 71, address: null, data: "a" },
    { id: 72, email: "ana@example.com" },
  ] as unknown as ListEntry<string>[]; // as a program without types has it
  expect(await collect(unsubscribeAll(client, given))).toEqual([
    { row: 71, address: "", outcome: "invalid", reason: "not-an-entry", data: "a" },
    { row: 2, address: "", outcome: "invalid", reason: "not-an-entry" },
  ]);
});

test.each([
  ["a row of a database", { id: 72, email: "ana@example.com" }],
  ["a pair", [72, "ana@example.com"]],
])(
  "%s as the first entry shows that the program means another shape: nothing is sent",
  async (_, first) => {
    const hubspot = scriptHubSpot(allOut);
    // Cast: as a program without types has it.
    const given = [first, "ben@example.com"] as unknown as string[];
    await expect(collect(unsubscribeAll(hubspot.client, given))).rejects.toThrow(
      new TypeError("entry 1 is no text and has no `address`"),
    );
    expect(hubspot.calls).toEqual([]);
  },
);

test("an entry may be of a class, with its members on the prototype", async () => {
  class Person {
    get address(): string {
      return "ana@example.com";
    }
  }
  expect(await collect(unsubscribeAll(client, [new Person()]))).toMatchObject([
    { row: 1, address: "ana@example.com", outcome: "unsubscribed" },
  ]);
});

test("a store is in one job at a time, and free for the next once that has finished", async () => {
  const store = createMemoryStore();
  const first = unsubscribeAll(client, ["ana@example.com"], { store });
  const second = unsubscribeAll(client, ["ben@example.com"], { store });
  const running = collect(first);
  await expect(collect(second)).rejects.toThrow(/one at a time on a store/);
  expect(await running).toMatchObject([{ address: "ana@example.com", outcome: "unsubscribed" }]);
  await first.finished;
  expect(await collect(second)).toMatchObject([
    { address: "ben@example.com", outcome: "unsubscribed" },
  ]);
});
