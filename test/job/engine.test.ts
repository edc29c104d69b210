import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { RetryFacts } from "../../src/index.js";
import { json } from "../helpers/scripted-hubspot.js";
import { errorOf } from "./errors.js";
import { failing, nothingSaid, scriptEngine } from "./scripted-engine.js";

const down = await errorOf(async () => json(503, {}));
const limited = await errorOf(async () => json(429, { policyName: "TEN_SECONDLY_ROLLING" }));
const asked = await errorOf(async () => json(429, {}, { "retry-after": "7" }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

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
