import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { optOut } from "../../src/job/opt-out.js";
import type { JobJournal } from "../../src/job/journal.js";
import { unsubscribeAll } from "../../src/job/unsubscribe-all.js";
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

test("told to stop, the job waits for what is under way and makes no further call", async () => {
  const stop = new AbortController();
  const hubspot = scriptHubSpot((call) => {
    if (call.number === 4) stop.abort();
    return allOut(call);
  });
  const job = unsubscribeAll(hubspot.client, people(5_000), { signal: stop.signal });
  const outcomes = await collect(job);
  expect(job.stop?.reason).toBe("stopped");
  expect(outcomes).toHaveLength(5_000);
  expect(job.totals.outcomes.unsubscribed).toBe(hubspot.calls.length * 100);
  expect(job.totals.outcomes["not-sent"]).toBe(5_000 - hubspot.calls.length * 100);
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

test("no call is made before it is on record, and no outcome told before it is", async () => {
  const log: string[] = [];
  const hubspot = scriptHubSpot((call) => {
    log.push(`call ${call.number}`);
    return allOut(call);
  });
  const journal: JobJournal = {
    sending: async ({ call }) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      log.push(`sending ${call}`);
    },
    settled: async (items) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      log.push(`settled ${items.length}`);
    },
  };
  const items = [{ id: 0, row: 1, sent: "a@example.com" }];
  const run = optOut(hubspot.client, [items], { journal });
  await collect(
    (async function* () {
      for await (const part of run) {
        log.push(`told ${part.length}`);
        yield part;
      }
    })(),
  );
  expect(log).toEqual(["sending 1", "call 1", "settled 1", "told 1"]);
});

test("a journal that can no longer be written ends the sending", async () => {
  const hubspot = scriptHubSpot(allOut);
  const full = new Error("no space left");
  let records = 0;
  const journal: JobJournal = {
    sending: async () => {},
    settled: async () => {
      records += 1;
      if (records > 2) throw full;
    },
  };
  const items = people(5_000).map((sent, id) => ({ id, row: id + 1, sent }));
  const chunks = Array.from({ length: 50 }, (_, n) => items.slice(n * 100, n * 100 + 100));
  const told: number[] = [];
  const run = optOut(hubspot.client, chunks, { journal });
  const reading = collect(
    (async function* () {
      for await (const part of run) {
        told.push(part.length);
        yield part;
      }
    })(),
  );
  await expect(reading).rejects.toBe(full);
  expect(told).toEqual([100, 100]);
  expect(hubspot.calls.length).toBeLessThan(12);
});
