import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { unsubscribeAll, verifyAll } from "../../src/index.js";
import { allOut, collect, people, scriptHubSpot } from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("each entry has one outcome: sent once, as a duplicate of its first row, or as invalid", async () => {
  const hubspot = scriptHubSpot(allOut);
  const list = ["Jo@Example.com", " jo@example.COM ", "nobody", "", "ann@example.org"];
  const job = unsubscribeAll(hubspot.client, list);
  const outcomes = await collect(job);
  expect(outcomes.toSorted((one, other) => Number(one.row) - Number(other.row))).toMatchObject([
    { row: 1, address: "Jo@Example.com", sent: "jo@example.com", outcome: "unsubscribed" },
    { row: 2, address: " jo@example.COM ", outcome: "duplicate", duplicateOf: 1 },
    { row: 3, address: "nobody", outcome: "invalid", reason: "no-at" },
    { row: 4, address: "", outcome: "invalid", reason: "empty" },
    { row: 5, address: "ann@example.org", outcome: "unsubscribed" },
  ]);
  expect(hubspot.calls.map(({ inputs }) => inputs)).toEqual([
    ["jo@example.com", "ann@example.org"],
  ]);
  expect(job.totals).toMatchObject({ entries: 5, pending: 0 });
});

test("entries keep the rows that they are given", async () => {
  const hubspot = scriptHubSpot(allOut);
  const list = [
    { row: 7, address: "Ana <ana@example.com>", mailbox: "ana@example.com" },
    { row: 7, address: "ben@example.com" },
  ];
  const outcomes = await collect(unsubscribeAll(hubspot.client, list));
  expect(outcomes).toMatchObject([
    { row: 7, address: "Ana <ana@example.com>", sent: "ana@example.com" },
    { row: 7, address: "ben@example.com" },
  ]);
});

test("a list of nothing makes no call", async () => {
  const hubspot = scriptHubSpot(allOut);
  const job = unsubscribeAll(hubspot.client, ["nobody", ""]);
  expect(await collect(job)).toHaveLength(2);
  expect(await collect(unsubscribeAll(hubspot.client, []))).toEqual([]);
  expect(hubspot.calls).toEqual([]);
  expect(job.stop).toBeUndefined();
});

test("a limit counts distinct valid addresses; what lies behind it is not sent", async () => {
  const hubspot = scriptHubSpot(allOut);
  const list = ["a@example.com", "A@example.com", "nobody", "b@example.com", "c@example.com"];
  const job = unsubscribeAll(hubspot.client, list, { limit: 2 });
  const outcomes = await collect(job);
  expect(outcomes.find(({ address }) => address === "c@example.com")).toMatchObject({
    outcome: "not-sent",
    reason: "limit",
  });
  expect(job.stop?.reason).toBe("limit");
  expect(job.totals.outcomes).toMatchObject({ unsubscribed: 2, duplicate: 1, invalid: 1 });
});

test("a source is read no further ahead than the calls need", async () => {
  const hubspot = scriptHubSpot(allOut);
  let read = 0;
  async function* endless(): AsyncGenerator<string> {
    for (;;) yield `reader${(read += 1)}@example.com`;
  }
  const job = unsubscribeAll(hubspot.client, endless())[Symbol.asyncIterator]();
  void job.next();
  await vi.advanceTimersByTimeAsync(120_000);
  // Nobody fetches any more, so the calls and the reading come to a halt.
  const halted = [hubspot.calls.length, read];
  expect(read).toBeLessThan(20_000);
  await vi.advanceTimersByTimeAsync(120_000);
  expect([hubspot.calls.length, read]).toEqual(halted);
  const left = job.return?.();
  await vi.advanceTimersByTimeAsync(1_000);
  await left;
});

test("leaving the loop ends the job and closes the source", async () => {
  const hubspot = scriptHubSpot(allOut);
  let closed = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (let n = 0; ; n += 1) yield `reader${n}@example.com`;
    } finally {
      closed = true;
    }
  }
  const leaving = (async () => {
    for await (const _ of unsubscribeAll(hubspot.client, endless())) break;
  })();
  await vi.advanceTimersByTimeAsync(5_000);
  await leaving;
  expect(closed).toBe(true);
  const { length } = hubspot.calls;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(hubspot.calls).toHaveLength(length);
});

test("what the source throws is thrown, after the outcome of everything that came before it", async () => {
  const hubspot = scriptHubSpot(allOut);
  function* broken(): Generator<string> {
    yield* people(250);
    throw new Error("line 251 cannot be read");
  }
  const job = unsubscribeAll(hubspot.client, broken());
  await expect(collect(job)).rejects.toThrow("line 251");
  expect(job.totals).toMatchObject({ entries: 250, pending: 0 });
  expect(job.totals.outcomes.unsubscribed).toBe(250);
});

test("told to stop, the loop ends at once, and what was under way is on record when it has finished", async () => {
  const stop = new AbortController();
  const hubspot = scriptHubSpot((call) => {
    if (call.number === 4) stop.abort();
    return allOut(call);
  });
  const job = unsubscribeAll(hubspot.client, people(5_000), { signal: stop.signal });
  await collect(job);
  expect(job.stop?.reason).toBe("stopped");
  await vi.advanceTimersByTimeAsync(1_000);
  await job.finished;
  const { length } = hubspot.calls;
  expect(job.totals.outcomes.unsubscribed).toBe(length * 100);
  expect(job.totals).toMatchObject({ pending: 0 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(hubspot.calls).toHaveLength(length);
});

test("a wrong option is refused at once, by name", () => {
  const { client } = scriptHubSpot(allOut);
  expect(() => unsubscribeAll(client, [], { maxWait: -1 })).toThrow(/maxWait/);
  expect(() => unsubscribeAll(client, [], { dailyReserve: 10 })).toThrow(/dailyReserve/);
  expect(() => unsubscribeAll(client, [], { businessUnitId: -1 })).toThrow(/businessUnitId/);
  expect(() => unsubscribeAll(client, [], { limit: 1.5 })).toThrow(/limit/);
  // @ts-expect-error a brand under a wrong name would opt out in another scope
  expect(() => unsubscribeAll(client, [], { businessUnit: 1 })).toThrow(/businessUnit/);
});

test("neither a list nor a store is refused at once, with what to give", () => {
  const { client } = scriptHubSpot(allOut);
  expect(() => unsubscribeAll(client, undefined)).toThrow(
    new TypeError("give unsubscribeAll a list, or a store with what is left of one"),
  );
  // As a program in JavaScript may call it.
  expect(() => verifyAll(client, undefined as unknown as string[])).toThrow(
    "the list must be an iterable of addresses",
  );
});

test.each([
  ["nothing", null, 101],
  ["a number", 550, 101],
  ["an object without an address", { row: 3 }, 3],
  ["an address that is no text", { address: 7 }, 101],
])("%s among the entries is invalid, and the rest is read", async (_, odd, row) => {
  const hubspot = scriptHubSpot(allOut);
  // Cast: a program without types gives what it has.
  const list = [...people(100), odd, "z@example.com"] as string[];
  const job = unsubscribeAll(hubspot.client, list);
  const outcomes = await collect(job);
  expect(outcomes.find(({ outcome }) => outcome === "invalid")).toMatchObject({
    row,
    reason: "not-an-entry",
  });
  expect(job.totals.outcomes).toMatchObject({ unsubscribed: 101, invalid: 1 });
});

test("a text is no list, at compile time and at run time", () => {
  const { client } = scriptHubSpot(allOut);
  // @ts-expect-error a text is an iterable of its letters
  expect(() => unsubscribeAll(client, "a@example.com")).toThrow(/iterable of addresses/);
  // @ts-expect-error nor is a number
  expect(() => verifyAll(client, 7)).toThrow(/iterable of addresses/);
});
