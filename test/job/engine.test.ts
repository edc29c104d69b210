import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { internals } from "../../src/client/internals.js";
import { createClient, readAccount, type RetryFacts } from "../../src/index.js";
import { Attribution } from "../../src/job/attribution.js";
import { createCall } from "../../src/job/pending-call.js";
import { json } from "../helpers/scripted-hubspot.js";
import { errorOf } from "./errors.js";
import { entryOf, failing, nothingSaid, scriptEngine, type Call } from "./scripted-engine.js";

const down = await errorOf(async () => json(503, {}));
const limited = await errorOf(async () => json(429, { policyName: "TEN_SECONDLY_ROLLING" }));
const asked = await errorOf(async () => json(429, {}, { "retry-after": "7" }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const stopped = { reason: "stopped", message: "The job was stopped." } as const;

test("a call of another job with the same client that ends wakes this one", async () => {
  let wake = (): void => {};
  let delay: number | undefined;
  const subscribe = (listener: () => void) => {
    wake = listener;
    return () => {};
  };
  const { engine, sent } = scriptEngine({ pace: { delay: () => delay, subscribe } });
  void engine.run();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual([]);
  delay = 0;
  wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toHaveLength(1);
});

describe("what a call has brought is told to the pace, and to who watches", () => {
  test.each([
    ["a success", undefined, { rateLimit: nothingSaid, succeeded: true, limited: false }, 0],
    ["a server that is down", down, { succeeded: false, limited: false }, 0],
    ["a rate limit", limited, { succeeded: false, limited: true }, 1],
  ])("%s", async (_, error, told, rateLimited) => {
    const { run, ends, progress } = scriptEngine({
      send: failing(error, error === undefined ? 0 : 1),
    });
    await run();
    expect(ends[0]).toMatchObject(told);
    expect(Object.keys(ends[0] ?? {})).toContain("rateLimit");
    expect(progress[0]).toMatchObject({ calls: 1, rateLimited });
    expect(progress.at(-1)).toMatchObject({ rateLimited, settled: 1, underWay: 1 });
  });

  test("a refusal, which is an answer", async () => {
    const refused = await errorOf(async () => json(400, { category: "VALIDATION_ERROR" }));
    const { run, ends, results } = scriptEngine({ send: failing(refused, 1) });
    await run();
    expect(ends).toMatchObject([{ succeeded: true, limited: false }]);
    expect(results).toEqual([{ id: 0, outcome: "refused" }]);
  });
});

describe("what is not on record is not sent", () => {
  test("a job that was left while a call was put on record makes it no more, and gives it back", async () => {
    let onRecord = (): void => {};
    const calling = () => new Promise<void>((resolve) => (onRecord = resolve));
    const { engine, run, sent, ends } = scriptEngine({ store: { calling } });
    const running = run();
    await vi.advanceTimersByTimeAsync(0);
    engine.end(stopped);
    onRecord();
    await running;
    expect(sent).toEqual([]);
    expect(ends).toEqual([{ rateLimit: undefined, succeeded: false, limited: false }]);
    expect(await engine.leave()).toEqual([entryOf(0)]);
    expect(engine.stop).toBe(stopped);
  });

  test("nor after the store has thrown, whose first fault is told", async () => {
    const faults = [new Error("disk"), new Error("disk again")];
    const calling = vi.fn(async () => {
      throw faults[calling.mock.calls.length - 1];
    });
    const { engine, run, sent } = scriptEngine({ people: 2, store: { calling } });
    await run();
    expect(calling).toHaveBeenCalledTimes(2);
    expect(sent).toEqual([]);
    expect(engine.fault?.thrown).toBe(faults[0]);
    expect(await engine.leave()).toHaveLength(2);
  });

  test("an outcome that the store did not take is not told", async () => {
    const faults = [new Error("disk"), new Error("disk again")];
    const settle = vi.fn(async () => {
      throw faults[settle.mock.calls.length - 1];
    });
    const { engine, run, results, progress } = scriptEngine({ people: 2, store: { settle } });
    await run();
    expect(engine.fault?.thrown).toBe(faults[0]);
    expect(results).toEqual([]);
    expect(progress.at(-1)?.settled).toBe(0);
  });
});

test("what waits when the job is left is abandoned, but for a control, which has its outcome", async () => {
  const abandon = vi.fn((_: Call) => []);
  const attribution = new Attribution<unknown>(false);
  const unresolved = { reason: "no-answer", correlationId: "c-1" } as const;
  const rejection = { reason: "INVALID", message: undefined, correlationId: undefined };
  attribution.hold({ entry: entryOf(7), rejection, unresolved, named: true, time: 0 });
  const calls = [createCall("control", [entryOf(8)]), createCall("again", [entryOf(9)])];
  const { engine, run } = scriptEngine({
    send: () => ({ results: [], calls, stop: stopped }),
    policy: { abandon, attribution },
  });
  await run();
  expect((await engine.leave()).map(({ id }) => id)).toEqual([9, 7]);
  const left = abandon.mock.calls.map(([{ purpose, unresolved: open }]) => [purpose, open]);
  expect(left).toContainEqual(["again", undefined]);
  expect(left).toContainEqual(["alone", unresolved]);
  expect(left.map(([purpose]) => purpose)).not.toContain("control");
});

describe("the calls of the day that are left to others", () => {
  const daily = { daily: 100, intervalMs: undefined, max: undefined, remaining: undefined };
  const answer = (dailyRemaining: number) => () => ({ rateLimit: { ...daily, dailyRemaining } });

  test("the call that tells of them is counted in already", async () => {
    const { engine, run } = scriptEngine({ send: answer(11), dailyReserve: 0.1 });
    await run();
    expect(engine.stop).toBeUndefined();
  });

  test("the job goes on after midnight of the account", async () => {
    vi.setSystemTime(Date.UTC(2026, 0, 15, 12));
    const fetch = async (): Promise<Response> =>
      json(200, { portalId: 1, accountType: "STANDARD", timeZone: "Asia/Tokyo" });
    const client = createClient({ accessToken: "test-token", fetch });
    await readAccount(client);
    const { accounts } = internals(client);
    const { engine, run } = scriptEngine({
      send: answer(10),
      dailyReserve: 0.1,
      client: { accounts },
    });
    await run();
    expect(engine.stop).toMatchObject({ resumeAt: Date.UTC(2026, 0, 15, 15) });
  });
});

describe("a call that failed", () => {
  test("is made again after a wait that grows", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.9);
    const { run, sent } = scriptEngine({ send: failing(down, 3) });
    await run();
    const waits = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
    expect(waits).toEqual([900, 1_800, 3_600]);
  });

  test.each([
    ["a limit without a time is the pace's to wait for", limited, 1, ["back-off"]],
    ["a limit with a time is waited for by all calls", asked, 1, [["rate-limit", 7_000]]],
    ["a server that is down twice is a matter of the call", down, 2, []],
    [
      "one that is down three times in a row is waited for by all calls",
      down,
      3,
      [["unavailable", 3_600]],
    ],
  ])("%s", async (_, error, times, expected) => {
    vi.spyOn(Math, "random").mockReturnValue(0.9);
    const { run, waits, results } = scriptEngine({ send: failing(error, times) });
    await run();
    expect(waits).toEqual(expected);
    expect(results).toEqual([{ id: 0, outcome: "done" }]);
  });

  test("is told to the hooks with the wait before its repeat", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.9);
    const retries: RetryFacts[] = [];
    const { run } = scriptEngine({
      send: failing(down, 2),
      client: { hooks: { onRetry: (facts) => void retries.push(facts) } },
    });
    await run();
    expect(retries).toMatchObject([{ waitMs: 900 }, { waitMs: 1_800 }]);
  });

  test("five times is given up where there is no other to judge by", async () => {
    const { run, sent, results } = scriptEngine({ send: failing(down, 9) });
    await run();
    expect(sent).toHaveLength(5);
    expect(results).toEqual([{ id: 0, outcome: "given-up" }]);
  });

  test("goes on while another is under way, whose answer may tell", async () => {
    const fail = failing(down, 9, 0);
    const { run, sent, results } = scriptEngine({
      people: 2,
      send: async (call) => {
        if (call.entries[0]?.id !== 1) return fail(call);
        await new Promise((resolve) => setTimeout(resolve, 120_000));
        return {};
      },
    });
    await run();
    expect(sent.filter(({ id }) => id === 0).length).toBeGreaterThan(5);
    expect(results).toContainEqual({ id: 1, outcome: "done" });
  });

  test("goes on while others wait for their turn", async () => {
    let isFull = false;
    const { engine, run, results } = scriptEngine({
      people: 2,
      send: failing(down, 99),
      maxWait: 60_000,
      isFull: () => {
        const now = isFull;
        isFull = true;
        return now;
      },
    });
    await run();
    expect(engine.stop?.reason).toBe("unavailable");
    expect(results).toEqual([]);
  });
});
