import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import {
  createClient,
  createOptOutQueue,
  describeOutcome,
  OptOutQueueFullError,
  unsubscribeAll,
} from "../../src/index.js";
import { settled } from "../helpers/fake-clock.js";
import { allOut, collect, people, scriptHubSpot } from "../helpers/scripted-hubspot.js";
import { simulateHubSpot } from "../helpers/simulated-hubspot.js";
import { make, names, sizes } from "./scripted-queue.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("what is asked for at about the same time goes out in one call", () => {
  test("50 ms after the first, and each caller has the outcome of its own spelling", async () => {
    const { hubspot, queue } = make(allOut);
    const first = queue.optOut("Ana@Example.com");
    await vi.advanceTimersByTimeAsync(49);
    const second = queue.optOut("ben@example.org");
    expect(hubspot.calls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(sizes(hubspot)).toEqual([2]);
    expect(await settled(Promise.all([first, second]))).toMatchObject([
      { address: "Ana@Example.com", sent: "ana@example.com", outcome: "unsubscribed" },
      { address: "ben@example.org", outcome: "unsubscribed" },
    ]);
  });

  test("a full batch goes at once, and the limit of the account holds for the rest", async () => {
    const simulated = simulateHubSpot({ calls: 5 });
    const client = createClient({ accessToken: "test-token", fetch: simulated.fetch });
    const queue = createOptOutQueue(client, { maxDelay: 60_000 });
    const outcomes = await settled(Promise.all(people(2_000).map((each) => queue.optOut(each))));
    expect(new Set(names(outcomes))).toEqual(new Set(["unsubscribed"]));
    expect(simulated.taken).toHaveLength(20);
    expect(simulated.limited).toBe(0);
  });

  test("by brand", async () => {
    const { hubspot, queue } = make(allOut);
    await settled(
      Promise.all([
        queue.optOut("ana@example.com", { businessUnitId: 0 }),
        queue.optOut("ana@example.com", { businessUnitId: 7 }),
        queue.optOut("ana@example.com"),
      ]),
    );
    const brands = hubspot.calls.map(({ url }) => url.searchParams.get("businessUnitId"));
    expect(brands.sort()).toEqual(["0", "7", null].sort());
  });

  test("an address that is asked for twice while it waits is sent once", async () => {
    const { hubspot, queue } = make(allOut);
    const both = Promise.all([queue.optOut("ana@example.com"), queue.optOut(" ANA@example.com")]);
    expect(names(await settled(both))).toEqual(["unsubscribed", "unsubscribed"]);
    expect(hubspot.calls.map(({ inputs }) => inputs)).toEqual([["ana@example.com"]]);
  });

  test("asked for while its call is open, it is sent again afterwards", async () => {
    let open = 0;
    const { hubspot, queue } = make(async (call) => {
      open += 1;
      expect(open).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 500));
      open -= 1;
      return allOut(call);
    });
    const first = queue.optOut("ana@example.com");
    await vi.advanceTimersByTimeAsync(100);
    expect(hubspot.calls).toHaveLength(1);
    await settled(Promise.all([first, queue.optOut("ana@example.com")]));
    expect(sizes(hubspot)).toEqual([1, 1]);
  });

  test("nothing that is settled is remembered", async () => {
    const { hubspot, queue } = make(allOut);
    for (let time = 0; time < 3; time += 1) await settled(queue.optOut("ana@example.com"));
    expect(sizes(hubspot)).toEqual([1, 1, 1]);
  });
});

test("an outcome can be described", async () => {
  const { queue } = make(allOut);
  expect(describeOutcome(await settled(queue.optOut("ana@example.com")))).toBe(
    "The address is out.",
  );
  expect(describeOutcome(await queue.optOut("ana at example.com"))).toMatch(/^Not an address/);
});

test("an invalid address is told at once, without a call", async () => {
  const { hubspot, queue } = make(allOut);
  expect(await queue.optOut("ana at example.com")).toMatchObject({ outcome: "invalid" });
  expect(hubspot.calls).toHaveLength(0);
});

test("where too many wait, one more is rejected at once", async () => {
  const { queue } = make(allOut, { maxWaiting: 2 });
  const two = Promise.all(people(2).map((each) => queue.optOut(each)));
  const third = queue.optOut("ana@example.com");
  await expect(third).rejects.toBeInstanceOf(OptOutQueueFullError);
  await expect(third).rejects.toMatchObject({ name: "OptOutQueueFullError", maxWaiting: 2 });
  await settled(two);
  expect(queue.waiting).toBe(0);
  await settled(queue.optOut("ana@example.com"));
});

test("queues and jobs that share a client share its pace", async () => {
  const simulated = simulateHubSpot({ calls: 5 });
  const client = createClient({ accessToken: "test-token", fetch: simulated.fetch });
  const queues = [createOptOutQueue(client), createOptOutQueue(client)];
  const asked = people(1_000).map((each, at) => queues[at % 2]!.optOut(each));
  const job = collect(
    unsubscribeAll(
      client,
      people(1_000).map((each) => `x${each}`),
    ),
  );
  const outcomes = await Promise.all([...asked, job]);
  expect(outcomes).toHaveLength(1_001);
  expect(simulated.limited).toBe(0);
  expect(simulated.out.size).toBe(2_000);
});

test("where the answers name no limit, five queues that take a fifth each stay under the smallest", async () => {
  const { fetch, calls } = scriptHubSpot(allOut);
  const queues = Array.from({ length: 5 }, () =>
    createOptOutQueue(createClient({ accessToken: "test-token", fetch }), { share: 0.2 }),
  );
  const asked = queues.map((queue) => Promise.all(people(4_000).map((each) => queue.optOut(each))));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(calls.length).toBeGreaterThan(80);
  expect(calls.length).toBeLessThanOrEqual(100);
  await settled(Promise.all(asked));
});

test("options that mean nothing are refused", async () => {
  const { client } = scriptHubSpot(allOut);
  const wrong = [
    { maxDelay: -1 },
    { maxWaiting: 0 },
    { maxWait: Number.NaN },
    { dailyReserve: 2 },
    { share: 0 },
    { share: 2 },
  ];
  for (const options of wrong) {
    expect(() => createOptOutQueue(client, options)).toThrow(TypeError);
    expect(() => createOptOutQueue(client, options)).toThrow(Object.keys(options)[0]);
  }
  // @ts-expect-error -- a list has a linger, a queue has a maxDelay
  expect(() => createOptOutQueue(client, { linger: 5 })).toThrow("linger");
  const queue = createOptOutQueue(client);
  await expect(queue.optOut("ana@example.com", { businessUnitId: -1 })).rejects.toThrow(
    "businessUnitId",
  );
});

test("progress is told after each call", async () => {
  const told: number[] = [];
  const { queue } = make(allOut, { onProgress: ({ calls }) => told.push(calls) });
  await settled(Promise.all(people(250).map((each) => queue.optOut(each))));
  await vi.advanceTimersByTimeAsync(100);
  expect(told.at(-1)).toBe(3);
  expect(queue.progress).toMatchObject({ calls: 3, settled: 250, underWay: 0 });
});
