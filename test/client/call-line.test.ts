import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import {
  createClient,
  createOptOutQueue,
  isHubSpotError,
  unsubscribeAll,
  type ClientOptions,
} from "../../src/index.js";
import { internals } from "../../src/client/internals.js";
import { settled } from "../helpers/fake-clock.js";
import { people } from "../helpers/scripted-hubspot.js";
import { simulateHubSpot } from "../helpers/simulated-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function make(calls: number, options: Partial<ClientOptions> = {}) {
  const hubspot = simulateHubSpot({ calls });
  const client = createClient({ accessToken: "test-token", fetch: hubspot.fetch, ...options });
  return { hubspot, client, queue: createOptOutQueue(client, { maxWaiting: 50_000 }) };
}

/** How long a call takes, in milliseconds of the simulated clock. */
async function timeOf(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await settled(call());
  return performance.now() - began;
}

describe("calls of a client beside a queue of the same client", () => {
  test("wait for their place, so that the limit is never passed", async () => {
    const { hubspot, client, queue } = make(20);
    const asked = Promise.all(people(4_000).map((each) => queue.optOut(each)));
    const direct: Promise<unknown>[] = [];
    for (let call = 0; call < 10; call += 1) {
      await vi.advanceTimersByTimeAsync(1_500);
      direct.push(client.batchUnsubscribeAll([`direct${call}@example.com`]));
    }
    await settled(Promise.all([asked, ...direct]));
    expect(hubspot.out.size).toBe(4_010);
    expect(hubspot.taken).toHaveLength(50);
    expect(hubspot.limited).toBe(0);
  });

  test.each([5, 20, 190])("so do many at once, with a limit of %i calls", async (calls) => {
    const { hubspot, client, queue } = make(calls);
    const asked = Promise.all(people(calls * 200).map((each) => queue.optOut(each)));
    const direct = people(calls * 2).map((each) => client.batchUnsubscribeAll([`x${each}`]));
    await settled(Promise.all([asked, ...direct]));
    expect(hubspot.out.size).toBe(calls * 202);
    expect(hubspot.limited).toBe(0);
  });

  test("neither keeps the other waiting: while both have calls to make, each has about half", async () => {
    const { client, queue } = make(50);
    let fromQueue = 0;
    for (const each of people(20_000)) void queue.optOut(each).then(() => (fromQueue += 1));
    let direct = 0;
    for (const each of people(200)) {
      void client.batchUnsubscribeAll([`x${each}`]).then(() => (direct += 1));
    }
    await vi.advanceTimersByTimeAsync(30_000);
    expect(direct).toBeGreaterThan(60);
    expect(fromQueue / 100).toBeGreaterThan(60);
    await queue.close();
  });

  test("go in the order in which they were made, and jobs count as queues do", async () => {
    const { hubspot, client } = make(20);
    const job = unsubscribeAll(client, people(2_000));
    const read = (async () => {
      for await (const each of job) expect(each.outcome).toBe("unsubscribed");
    })();
    await vi.advanceTimersByTimeAsync(1_000);
    const order: number[] = [];
    const direct = Array.from({ length: 8 }, async (_, at) => {
      await client.batchUnsubscribeAll([`direct${at}@example.com`]);
      order.push(at);
    });
    await settled(Promise.all([read, ...direct]));
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(hubspot.limited).toBe(0);
  });
});

describe("a call waits for nothing", () => {
  test("while no job and no queue runs", async () => {
    const { hubspot, client, queue } = make(20);
    await settled(queue.optOut("ana@example.com"));
    await queue.close();
    await vi.advanceTimersByTimeAsync(60_000);
    const before = hubspot.taken.length;
    const calls = people(20).map((each) => client.batchUnsubscribeAll([each]));
    await vi.advanceTimersByTimeAsync(150);
    expect(hubspot.taken.length - before).toBe(20);
    await settled(Promise.all(calls));
  });

  test("beside a queue for which nobody waits", async () => {
    const { client, queue } = make(20);
    await settled(queue.optOut("ana@example.com"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await timeOf(() => client.batchUnsubscribeAll(["ben@example.org"]))).toBeLessThan(300);
  });

  test("where the pause is longer than a client waits when HubSpot asks for it", async () => {
    const { client, queue } = make(20);
    await settled(queue.optOut("ana@example.com"));
    internals(client).pace.pause(performance.now(), 61_000, "migration");
    expect(await timeOf(() => client.batchUnsubscribeAll(["ben@example.org"]))).toBeLessThan(300);
  });
});

describe("a call that waits for its place", () => {
  test("waits for the end of a pause too", async () => {
    const { client, queue } = make(20);
    await settled(queue.optOut("ana@example.com"));
    internals(client).pace.pause(performance.now(), 30_000, "migration");
    const took = await timeOf(() => client.batchUnsubscribeAll(["ben@example.org"]));
    expect(took).toBeGreaterThanOrEqual(30_000);
  });

  test("rejects with the reason of its signal, sends nothing, and leaves its place to the next", async () => {
    const faults: unknown[] = [];
    const { hubspot, client, queue } = make(20, { onFault: (facts) => faults.push(facts) });
    await settled(queue.optOut("ana@example.com"));
    internals(client).pace.pause(performance.now(), 30_000, "migration");
    const { signal, abort } = abortable();
    const first = client.batchUnsubscribeAll(["ben@example.org"], { signal });
    const second = client.batchUnsubscribeAll(["cyd@example.net"]);
    await vi.advanceTimersByTimeAsync(1_000);
    abort(new Error("gone"));
    await expect(first).rejects.toThrow("gone");
    expect(faults).toMatchObject([{ kind: "aborted", begun: false, mayHaveBeenApplied: false }]);
    await settled(second);
    expect([...hubspot.out.keys()]).toEqual(["ana@example.com", "cyd@example.net"]);
  });

  test("ends at its deadline, with nothing sent", async () => {
    const { hubspot, client, queue } = make(20, { deadline: 5_000 });
    await settled(queue.optOut("ana@example.com"));
    internals(client).pace.pause(performance.now(), 30_000, "migration");
    const began = performance.now();
    const error = await settled(
      client.batchUnsubscribeAll(["ben@example.org"]).catch((thrown: unknown) => thrown),
    );
    expect(performance.now() - began).toBeLessThan(5_100);
    expect(error).toMatchObject({ name: "HubSpotTimeoutError", mayHaveBeenApplied: false });
    expect(isHubSpotError(error) && error.message).toBe(
      "batchUnsubscribeAll: no turn within the deadline of 5000 ms. HubSpot has not done the work. " +
        "It waited behind the other calls of this client.",
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect([...hubspot.out.keys()]).toEqual(["ana@example.com"]);
  });

  test("tells the client's hooks of each attempt as ever, and repeats a 429 by itself", async () => {
    const told: (string | number)[] = [];
    const { hubspot, client, queue } = make(5, {
      onRequest: ({ attempt }) => told.push(attempt),
      onResponse: ({ status }) => told.push(status),
      onRetry: ({ reason }) => told.push(reason),
    });
    await settled(queue.optOut("ana@example.com"));
    await vi.advanceTimersByTimeAsync(20_000);
    for (let other = 0; other < 5; other += 1) hubspot.otherCall();
    told.length = 0;
    await settled(client.batchUnsubscribeAll(["ben@example.org"]));
    expect(told).toEqual([1, 429, "rate-limit", 2, 200]);
  });
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason: unknown) => controller.abort(reason) };
}
