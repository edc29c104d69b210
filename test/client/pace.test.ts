import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { reserveReached } from "../../src/job/daily-reserve.js";
import { RollingPace } from "../../src/client/pace.js";
import type { RateLimit } from "../../src/errors/rate-limit.js";

/** What an answer's headers say of the limits. */
function said(part: Partial<RateLimit>): RateLimit {
  const nothing = { max: undefined, remaining: undefined, intervalMs: undefined };
  return { ...nothing, daily: undefined, dailyRemaining: undefined, ...part };
}

const rateLimit = said({ max: 190, intervalMs: 10_000 });
const good = { rateLimit, succeeded: true, limited: false };
const tooMany = { rateLimit, succeeded: false, limited: true };
const failed = { rateLimit, succeeded: false, limited: false };

beforeEach(() => void vi.spyOn(Math, "random").mockReturnValue(0.5));
afterEach(() => void vi.restoreAllMocks());

/** A pace that knows its limit: one call has succeeded. */
function known(): RollingPace {
  const pace = new RollingPace();
  pace.begin(0).end(0, good);
  return pace;
}

/** How far apart calls are, in milliseconds, with so much of the limit. */
const apart = (calls: number) => (10_000 / calls) * 0.95;

describe("a pace", () => {
  test("begins with one call, whose success names the limit", () => {
    const pace = new RollingPace();
    expect([pace.delay(0), pace.callsPerSecond, pace.wait(0)]).toEqual([0, undefined, undefined]);
    const call = pace.begin(0);
    expect(pace.delay(1)).toBeUndefined();
    call.end(10, good);
    expect(pace.callsPerSecond).toBe(19);
    expect(pace.delay(10)).toBeCloseTo(apart(190) - 10);
    expect(pace.delay(1_000)).toBe(0);
    pace.begin(1_000);
    expect(pace.delay(1_000)).toBeCloseTo(apart(190));
  });

  test("goes on one by one where the first fails", () => {
    const pace = new RollingPace();
    pace.begin(0).end(10, failed);
    pace.begin(1_000);
    expect(pace.delay(2_000)).toBeUndefined();
  });

  test("waits for room in the window, however far apart its calls are", () => {
    const pace = new RollingPace();
    pace.begin(0).end(0, { ...good, rateLimit: said({ max: 2, intervalMs: 10_000 }) });
    pace.begin(9_000).end(9_100, { ...good, rateLimit: undefined });
    expect(pace.delay(9_500)).toBeCloseTo(9_000 + 4_750 - 9_500);
    pace.begin(9_600);
    expect(pace.delay(9_700)).toBe(9_100 + 10_000 - 9_700);
    pace.begin(9_800);
    expect(pace.delay(9_900)).toBeUndefined();
  });
});

describe("after a 429", () => {
  test("some of the limit is given up, once for all calls that were under way", () => {
    const pace = known();
    const calls = [pace.begin(100), pace.begin(200)];
    for (const call of calls) call.end(1_000, tooMany);
    pace.begin(1_000);
    expect(pace.delay(1_000)).toBeCloseTo(apart(Math.floor(190 * 0.88)));
  });

  test("more of it with the next, and never more than half", () => {
    const pace = known();
    for (let n = 0; n < 2; n += 1) pace.begin(1_000).end(1_000, tooMany);
    pace.begin(1_000);
    expect(pace.delay(1_000)).toBeCloseTo(apart(Math.floor(190 * 0.76)));
    for (let n = 0; n < 20; n += 1) pace.begin(1_000).end(1_000, tooMany);
    pace.begin(1_000);
    expect(pace.delay(1_000)).toBeCloseTo(apart(95));
  });

  test("it comes back, a fiftieth in each window", () => {
    const pace = known();
    pace.begin(1_000).end(1_000, tooMany);
    pace.begin(11_000);
    expect(pace.delay(11_000)).toBeCloseTo(apart(Math.floor(190 * 0.9)));
    pace.begin(71_000);
    expect(pace.delay(71_000)).toBeCloseTo(apart(190));
  });
});

describe("a pause", () => {
  test("holds all calls, and then one at a time until one succeeds", () => {
    const pace = known();
    pace.pause(1_000, 5_000, "migration");
    expect(pace.wait(2_000)).toEqual({ reason: "migration", ms: 4_000 });
    expect(pace.delay(2_000)).toBe(4_000);
    expect(pace.wait(6_000)).toBeUndefined();
    expect(pace.delay(6_000)).toBe(0);
    const probe = pace.begin(6_000);
    expect(pace.delay(7_000)).toBeUndefined();
    probe.end(7_000, good);
    pace.begin(7_000);
    expect(pace.delay(7_000)).toBeCloseTo(apart(190));
  });

  test("is not cut short by a shorter one, nor by a success of before", () => {
    const pace = known();
    const before = pace.begin(900);
    pace.pause(1_000, 5_000, "migration");
    pace.pause(1_500, 1_000, "rate-limit");
    pace.pause(2_000, 4_000, "unavailable"); // ends with the first
    before.end(2_000, good);
    expect(pace.wait(2_000)).toEqual({ reason: "migration", ms: 4_000 });
    pace.begin(6_000);
    expect(pace.delay(6_500)).toBeUndefined();
    pace.pause(6_500, 9_000, "rate-limit");
    expect(pace.wait(6_500)).toEqual({ reason: "rate-limit", ms: 9_000 });
  });

  test("of its own choosing grows to a window and a quarter, until a call succeeds", () => {
    const pace = known();
    const waits: (number | undefined)[] = [];
    let now = 1_000;
    for (let n = 0; n < 5; n += 1) {
      pace.backOff(now);
      pace.backOff(now); // of another call, in the same moment
      const ms = pace.wait(now)?.ms;
      waits.push(ms);
      now += ms ?? 0;
    }
    expect(waits).toEqual([1_875, 3_750, 7_500, 12_500, 12_500]);
    pace.begin(now).end(now, good);
    pace.backOff(now);
    expect(pace.wait(now)).toEqual({ reason: "rate-limit", ms: 1_875 });
  });
});

describe("where jobs and direct calls share a pace", () => {
  test("a direct call that waits goes before the first call of a job, and no job waits for none", () => {
    const pace = new RollingPace();
    pace.giveWay(true);
    expect([pace.delay(0), pace.delay(0, true)]).toEqual([undefined, 0]);
    pace.giveWay(false);
    expect(pace.delay(0)).toBe(0);
  });

  test("a job leaves every second place to direct calls that wait", () => {
    const pace = known();
    pace.giveWay(true);
    pace.begin(1_000);
    expect(pace.delay(1_000)).toBeCloseTo(2 * apart(190));
    expect(pace.delay(1_000, true)).toBeCloseTo(apart(190));
    pace.begin(1_100, true);
    expect(pace.delay(1_100)).toBeCloseTo(apart(190));
  });

  test("the last place in the window is the direct call's", () => {
    const pace = new RollingPace();
    pace.begin(0).end(0, { ...good, rateLimit: said({ max: 2, intervalMs: 10_000 }) });
    pace.giveWay(true);
    expect([pace.delay(9_600), pace.delay(9_600, true)]).toEqual([400, 0]);
  });

  test("a job is told when a call has ended and when it need give way no more, until it has left", () => {
    const pace = new RollingPace();
    const told: string[] = [];
    expect(pace.isShared).toBe(false);
    const leave = pace.subscribe(() => void told.push("told"));
    expect(pace.isShared).toBe(true);
    const call = pace.begin(0);
    pace.giveWay(true);
    expect(told).toEqual([]);
    call.end(10, good);
    pace.giveWay(false);
    expect(told).toEqual(["told", "told"]);
    leave();
    pace.begin(1_000).end(1_010, good);
    expect(told).toHaveLength(2);
    expect(pace.isShared).toBe(false);
  });

  test("less of the limit is taken where others may use it unseen", () => {
    const pace = known();
    pace.takeUnseen(0.5);
    pace.begin(1_000);
    expect(pace.delay(1_000)).toBeCloseTo(apart(95));
  });
});

describe("the reserve of the day", () => {
  test("names the midnight of the account, where its time zone is known", () => {
    const stop = reserveReached(said({ daily: 10, dailyRemaining: 0 }), 0, 0, () => "Asia/Tokyo");
    expect(stop?.message).toContain("Go on after midnight in Asia/Tokyo,");
    expect(new Date(stop?.resumeAt ?? 0).toISOString()).toMatch(/T15:00:00\.000Z$/);
    expect(stop?.resumeAt).toBeGreaterThan(Date.now());
  });

  test.each([
    [undefined, 0],
    [{}, 0],
    [{ daily: 1_000 }, 0],
    [{ dailyRemaining: 5 }, 0],
    [{ daily: 1_000, dailyRemaining: 101 }, 0],
    [{ daily: 1_000, dailyRemaining: 111 }, 10],
  ])("is not reached with %j and %i under way", (limit, underWay) => {
    expect(reserveReached(limit && said(limit), 0.1, underWay)).toBeUndefined();
  });

  test.each([
    [100, 0],
    [110, 10],
    [0, 0],
  ])("is with %i left and %i under way", (dailyRemaining, underWay) => {
    const stop = reserveReached(said({ daily: 1_000, dailyRemaining }), 0.125, underWay);
    expect(stop?.reason).toBe("rate-limit");
    expect(stop?.message).toBe(
      `The account has ${dailyRemaining} of its 1000 calls of the day left, and 12.5 % are reserved for its ` +
        "other apps. Go on after midnight in the account's time zone, or with a smaller reserve.",
    );
  });
});
