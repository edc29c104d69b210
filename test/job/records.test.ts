import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createMemoryStore, unsubscribeAll, type JobStore } from "../../src/index.js";
import { allOut, collect, people, scriptHubSpot } from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("no call is made before it is on record, and no outcome told before it is", async () => {
  const log: string[] = [];
  const hubspot = scriptHubSpot((call) => {
    log.push(`call ${call.number}`);
    return allOut(call);
  });
  const kept = createMemoryStore();
  const store: JobStore = {
    ...bound(kept),
    calling: async (record) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      log.push(`calling ${record.call}`);
      await kept.calling(record);
    },
    settle: async (results) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      log.push(`settled ${results.length}`);
      await kept.settle(results);
    },
  };
  const job = unsubscribeAll(hubspot.client, ["a@example.com"], { store });
  await collect(
    (async function* () {
      for await (const outcome of job) {
        log.push(`told ${outcome.outcome}`);
        yield outcome;
      }
    })(),
  );
  expect(log).toEqual(["calling 1", "call 1", "settled 1", "told unsubscribed"]);
});

test("a store that can no longer be written ends the sending, and the loop throws what it threw", async () => {
  const hubspot = scriptHubSpot(allOut);
  const full = new Error("no space left");
  const kept = createMemoryStore();
  let records = 0;
  const store: JobStore = {
    ...bound(kept),
    settle: async (results) => {
      records += 1;
      if (records > 2) throw full;
      await kept.settle(results);
    },
  };
  const job = unsubscribeAll(hubspot.client, people(5_000), { store });
  const told: string[] = [];
  const reading = collect(
    (async function* () {
      for await (const outcome of job) {
        told.push(outcome.outcome);
        yield outcome;
      }
    })(),
  );
  await expect(reading).rejects.toBe(full);
  await expect(job.finished).rejects.toBe(full);
  expect(told.filter((outcome) => outcome === "unsubscribed")).toHaveLength(200);
  expect(hubspot.calls.length).toBeLessThan(12);
});

test("one store serves several runs: what an earlier one left is sent, and what it settled is told again", async () => {
  const store = createMemoryStore<string>();
  const list = people(500).map((address, at) => ({
    row: `key-${at}`,
    address,
    data: `data-${at}`,
  }));
  const down = scriptHubSpot((call) =>
    call.number > 2 ? new Response("", { status: 401 }) : allOut(call),
  );
  await collect(unsubscribeAll(down.client, list, { store }));
  const up = scriptHubSpot(allOut);
  const outcomes = await collect(unsubscribeAll(up.client, list, { store }));
  expect(outcomes).toHaveLength(500);
  expect(new Set(outcomes.map(({ row }) => row)).size).toBe(500);
  expect(outcomes.every(({ row, data }) => data === String(row).replace("key", "data"))).toBe(true);
  expect(up.calls.flatMap(({ inputs }) => inputs)).toHaveLength(300);
  expect(store.totals.outcomes.unsubscribed).toBe(500);
});

/** The store as an object whose methods can be replaced one by one. */
function bound(store: JobStore): JobStore {
  return {
    begin: (binding) => store.begin(binding),
    take: (entries) => store.take(entries),
    pending: () => store.pending(),
    calling: (record) => store.calling(record),
    settle: (results) => store.settle(results),
    end: (stop) => store.end(stop),
    outcomes: () => store.outcomes(),
    get totals() {
      return store.totals;
    },
    get standing() {
      return store.standing;
    },
    get succeededBefore() {
      return store.succeededBefore;
    },
  };
}
