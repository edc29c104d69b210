import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import {
  createClient,
  createOptOutQueue,
  describeOutcome,
  OptOutQueueFullError,
  unsubscribeAll,
  type QueueOutcome,
} from "../../src/index.js";
import { settled } from "../helpers/fake-clock.js";
import {
  allOut,
  collect,
  json,
  people,
  refuse,
  scriptHubSpot,
  type Script,
} from "../helpers/scripted-hubspot.js";
import { simulateHubSpot } from "../helpers/simulated-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function make(script: Script, options?: Parameters<typeof createOptOutQueue>[1]) {
  const hubspot = scriptHubSpot(script);
  return { hubspot, queue: createOptOutQueue(hubspot.client, options) };
}

/** Refuses every call with one of them. */
function refusing(...bad: string[]): Script {
  return (call) =>
    call.inputs.some((input) => bad.includes(input)) ? refuse("Invalid input.") : allOut(call);
}

const names = (outcomes: readonly QueueOutcome[]) => outcomes.map(({ outcome }) => outcome);
const sizes = (hubspot: { readonly calls: readonly { readonly inputs: readonly string[] }[] }) =>
  hubspot.calls.map(({ inputs }) => inputs.length);

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

describe("one bad address fails alone", () => {
  test("among others of its batch", async () => {
    const list = people(100);
    const { hubspot, queue } = make(refusing("reader42@example.com"));
    const outcomes = await settled(Promise.all(list.map((each) => queue.optOut(each))));
    expect(outcomes.filter(({ outcome }) => outcome === "rejected")).toMatchObject([
      { sent: "reader42@example.com" },
    ]);
    expect(names(outcomes).filter((name) => name === "unsubscribed")).toHaveLength(99);
    expect(hubspot.calls.length).toBeLessThanOrEqual(15);
  });

  test("alone, it is not-sent after five seconds, nobody is sent once more, and nothing stops", async () => {
    const { hubspot, queue } = make(refusing("bad@example.com"));
    await settled(queue.optOut("ana@example.com"));
    let answer: QueueOutcome | undefined;
    void queue.optOut("bad@example.com").then((outcome) => (answer = outcome));
    await vi.advanceTimersByTimeAsync(4_900);
    expect(answer).toBeUndefined();
    await vi.advanceTimersByTimeAsync(200);
    expect(answer).toMatchObject({ outcome: "not-sent", reason: "request-fault" });
    expect(answer).not.toHaveProperty("retryAt");
    expect(hubspot.calls.flatMap(({ inputs }) => inputs)).toEqual([
      "ana@example.com",
      "bad@example.com",
    ]);
    expect(queue.progress.stopped).toBeUndefined();
    expect(await settled(queue.optOut("ben@example.org"))).toMatchObject({
      outcome: "unsubscribed",
    });
  });

  test.each(["as the first of all", "after others"])(
    "alone, %s, it is rejected once a later call succeeds",
    async (when) => {
      const { queue } = make(refusing("bad@example.com"));
      if (when === "after others") await settled(queue.optOut("ana@example.com"));
      const bad = queue.optOut("bad@example.com");
      await vi.advanceTimersByTimeAsync(3_000);
      await settled(queue.optOut("ben@example.org"));
      expect(await settled(bad)).toMatchObject({ outcome: "rejected", reason: "VALIDATION_ERROR" });
    },
  );

  test("the five seconds are over also while another call is open", async () => {
    const { queue } = make(async (call) => {
      if (call.inputs.includes("slow@example.com")) {
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      }
      return refusing("bad@example.com")(call);
    });
    await settled(queue.optOut("ana@example.com"));
    const slow = queue.optOut("slow@example.com");
    await vi.advanceTimersByTimeAsync(1_000);
    const asked = performance.now();
    expect(await settled(queue.optOut("bad@example.com"))).toMatchObject({ outcome: "not-sent" });
    expect(performance.now() - asked).toBeLessThan(5_500);
    expect(await settled(slow)).toMatchObject({ outcome: "unsubscribed" });
  });

  test.each([0, 25, 80])("twenty in a row, from the one at %i on", async (from) => {
    const list = people(100);
    const bad = list.slice(from, from + 20);
    const { queue } = make(refusing(...bad));
    const outcomes = await settled(Promise.all(list.map((each) => queue.optOut(each))));
    for (const each of outcomes) {
      // After the last of the batch there is no call that could show whose fault it was.
      const fault = from === 80 ? /rejected|not-sent/ : /rejected/;
      expect(each.outcome).toMatch(bad.includes(each.address) ? fault : /^unsubscribed/);
    }
    expect(queue.progress.stopped).toBeUndefined();
    expect(await settled(queue.optOut("ana@example.com"))).toMatchObject({
      outcome: "unsubscribed",
    });
  });
});

test("a batch that fails again and again is taken apart, whether or not others are under way", async () => {
  const bad = "reader42@example.com";
  const { queue } = make((call) => {
    if (call.reads) return json(200, { results: [] });
    return call.inputs.includes(bad) ? new Response("", { status: 500 }) : allOut(call);
  });
  const outcomes = Promise.all(people(100).map((each) => queue.optOut(each)));
  let ended = false;
  void outcomes.then(() => (ended = true));
  for (let other = 0; !ended; other += 1) {
    void queue.optOut(`other${other}@example.org`);
    await vi.advanceTimersByTimeAsync(500);
  }
  const told = await outcomes;
  expect(told.filter(({ outcome }) => outcome !== "unsubscribed")).toMatchObject([
    { sent: bad, outcome: "unknown" },
  ]);
});

test("in an outage little is asked of the server, and everybody has an answer in the end", async () => {
  const { hubspot, queue } = make(() => new Response("", { status: 503 }));
  const outcomes = await settled(Promise.all(people(2_000).map((each) => queue.optOut(each))));
  expect(names(outcomes).filter((name) => !/^(not-sent|unknown)$/.test(name))).toEqual([]);
  expect(outcomes.at(-1)).toMatchObject({
    outcome: "not-sent",
    reason: "unavailable",
    retryAt: expect.any(Number) as number,
  });
  // In the five minutes of `maxWait`: about one a second.
  expect(hubspot.calls.length).toBeLessThan(400);
});

describe("aborting", () => {
  test("one caller leaves the others who wait for the address untouched", async () => {
    const { hubspot, queue } = make(allOut);
    const abort = new AbortController();
    const aborted = queue.optOut("ana@example.com", { signal: abort.signal });
    const other = queue.optOut("ana@example.com");
    abort.abort(new Error("gone"));
    await expect(aborted).rejects.toThrow("gone");
    expect(await settled(other)).toMatchObject({ outcome: "unsubscribed" });
    expect(sizes(hubspot)).toEqual([1]);
  });

  test("the only caller before the call takes the address back", async () => {
    const { hubspot, queue } = make(allOut);
    const abort = new AbortController();
    const aborted = queue.optOut("ana@example.com", { signal: abort.signal });
    abort.abort();
    await expect(aborted).rejects.toThrow();
    await settled(queue.drain());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(hubspot.calls).toHaveLength(0);
    await expect(queue.optOut("ana@example.com", { signal: abort.signal })).rejects.toThrow();
  });
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

describe("closing", () => {
  test("finishes open calls only; whatever is unsent is answered at once", async () => {
    const { hubspot, queue } = make(async (call) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return allOut(call);
    });
    const open = queue.optOut("ana@example.com");
    await vi.advanceTimersByTimeAsync(100);
    const unsent = Promise.all([queue.optOut("ben@example.org"), queue.optOut("ana@example.com")]);
    let closed = false;
    const closing = queue.close().then(() => (closed = true));
    expect(await unsent).toMatchObject([
      { outcome: "not-sent", reason: "stopped" },
      { outcome: "not-sent", reason: "stopped" },
    ]);
    expect(await queue.optOut("cyd@example.net")).toMatchObject({
      outcome: "not-sent",
      reason: "stopped",
    });
    expect(closed).toBe(false);
    expect(await settled(open)).toMatchObject({ outcome: "unsubscribed" });
    await settled(closing);
    expect(hubspot.calls).toHaveLength(1);
  });

  test("a call that waits for its repeat is answered at once too", async () => {
    const { queue } = make(() => json(429, {}, { "retry-after": "60" }));
    const limited = queue.optOut("ana@example.com");
    await vi.advanceTimersByTimeAsync(1_000);
    await queue.close();
    expect(await limited).toMatchObject({ outcome: "not-sent", reason: "stopped" });
  });

  test("drain waits for all that was asked for", async () => {
    const { hubspot, queue } = make(allOut);
    const told: string[] = [];
    for (const each of people(150)) void queue.optOut(each).then(() => told.push(each));
    await settled(queue.drain());
    expect(told).toHaveLength(150);
    expect(sizes(hubspot)).toEqual([100, 50]);
  });

  test("is what the end of `await using` does", async () => {
    const { hubspot, queue } = make(allOut);
    const unsent = await (async () => {
      await using used = queue;
      return [used.optOut("ana@example.com")];
    })();
    const after = queue.optOut("ben@example.org");
    expect(names(await Promise.all([...unsent, after]))).toEqual(["not-sent", "not-sent"]);
    expect(hubspot.calls).toEqual([]);
  });
});

describe("after a stop", () => {
  test.each([
    ["the limit of the day", "rate-limit", () => json(429, { policyName: "DAILY" })],
    ["a token that is refused", "credentials", () => json(401, {})],
    ["a migration", "migration", () => json(477, {}, { "retry-after": "3600" })],
  ])(
    "for %s callers of every brand are answered at once, and one trial call opens it again",
    async (_, reason, answer) => {
      let broken = true;
      const { hubspot, queue } = make((call) => (broken ? answer() : allOut(call)));
      const first = await settled(Promise.all(people(150).map((each) => queue.optOut(each))));
      expect(hubspot.calls).toHaveLength(1);
      expect(new Set(names(first))).toEqual(new Set(["not-sent"]));
      expect(first[0]).toMatchObject({ reason });
      const retryAt = Number("retryAt" in first[0]! && first[0].retryAt);
      expect(retryAt).toBeGreaterThan(Date.now());
      expect(await queue.optOut("ana@example.com", { businessUnitId: 3 })).toMatchObject({
        outcome: "not-sent",
        reason,
        retryAt,
      });
      expect(queue.progress.stopped).toBe(reason);

      await vi.advanceTimersByTimeAsync(retryAt - Date.now() + 1);
      const trial = await settled(Promise.all(people(250).map((each) => queue.optOut(each))));
      expect(hubspot.calls).toHaveLength(2);
      const later = Number("retryAt" in trial[0]! && trial[0].retryAt);
      expect(later).toBeGreaterThan(retryAt);

      broken = false;
      await vi.advanceTimersByTimeAsync(later - Date.now() + 1);
      const last = await settled(Promise.all(people(250).map((each) => queue.optOut(each))));
      expect(new Set(names(last))).toEqual(new Set(["unsubscribed"]));
      expect(queue.progress).toMatchObject({ calls: 5, stopped: undefined, settled: 250 });
    },
  );

  test("a brand that is refused closes for itself, after few calls", async () => {
    const { hubspot, queue } = make((call) =>
      call.url.searchParams.get("businessUnitId") === "7" ? refuse("No such brand.") : allOut(call),
    );
    const businessUnitId = 7;
    const outcomes = await settled(
      Promise.all(people(1_000).map((each) => queue.optOut(each, { businessUnitId }))),
    );
    expect(new Set(names(outcomes))).toEqual(new Set(["not-sent"]));
    expect(hubspot.calls.length).toBeLessThan(30);
    expect(await queue.optOut("ana@example.com", { businessUnitId })).toMatchObject({
      reason: "request-fault",
      retryAt: expect.any(Number) as number,
    });
    expect(await settled(queue.optOut("ana@example.com"))).toMatchObject({
      outcome: "unsubscribed",
    });
  });

  test("the daily reserve holds over trials", async () => {
    const headers = {
      "x-hubspot-ratelimit-daily": "1000",
      "x-hubspot-ratelimit-daily-remaining": "90",
    };
    const { hubspot, queue } = make((call) => {
      const { inputs } = call;
      return new Response(allOut(call).body, {
        headers: { "content-type": "application/json", ...headers, "x-count": `${inputs.length}` },
      });
    });
    const outcomes = await settled(Promise.all(people(300).map((each) => queue.optOut(each))));
    expect(names(outcomes).filter((name) => name === "unsubscribed")).toHaveLength(100);
    for (let minute = 0; minute < 14; minute += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await queue.optOut("ana@example.com")).toMatchObject({ reason: "rate-limit" });
    }
    expect(hubspot.calls).toHaveLength(1);
  });
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
