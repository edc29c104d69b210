import { describe, expect, test } from "vitest";
import { Window } from "../../src/client/window.js";

const interval = 10_000;

describe("what HubSpot has named", () => {
  test("is the smallest tier's limit until then", () => {
    const window = new Window();
    expect([window.max, window.interval, window.known]).toEqual([100, interval, false]);
    window.end(window.begin(0), 50);
    window.end(window.begin(0), 50, { max: 0, intervalMs: 0 });
    expect([window.max, window.interval, window.known]).toEqual([100, interval, false]);
  });

  test("is what holds from then on", () => {
    const window = new Window();
    window.end(window.begin(0), 50, { max: 190, intervalMs: 5_000 });
    expect([window.max, window.interval, window.known]).toEqual([190, 5_000, true]);
    expect(window.share(50)).toBe(190);
    window.end(window.begin(60), 70, { max: 1, intervalMs: 1 });
    expect([window.max, window.interval, window.share(70)]).toEqual([1, 1, 1]);
  });
});

describe("room for one more call", () => {
  test("is there at once while fewer are counted", () => {
    const window = new Window();
    window.begin(0);
    expect(window.delay(0, 2)).toBe(0);
    window.begin(0);
    expect(window.delay(0, 3)).toBe(0);
  });

  test("depends on the calls under way where they fill the window", () => {
    const window = new Window();
    const first = window.begin(0);
    window.begin(10);
    expect(window.delay(20, 2)).toBeUndefined();
    window.end(first, 100);
    expect(window.delay(500, 2)).toBe(9_600);
    expect(window.delay(500, 1)).toBeUndefined();
  });

  test("comes one interval after the end of the call whose place it takes", () => {
    const window = new Window();
    const calls = [window.begin(0), window.begin(0), window.begin(0)];
    // In another order than they began, and one that is not that of their digits.
    for (const at of [900, 1_000, 2_000]) {
      const call = calls.pop();
      if (call !== undefined) window.end(call, at);
    }
    expect(window.delay(2_000, 3)).toBe(900 + interval - 2_000);
    expect(window.delay(2_000, 2)).toBe(1_000 + interval - 2_000);
    expect(window.delay(2_000, 1)).toBe(2_000 + interval - 2_000);
    expect(window.delay(900 + interval - 1, 3)).toBe(1);
    expect(window.delay(900 + interval, 3)).toBe(0);
  });
});

describe("what others use", () => {
  test("is what HubSpot counts beyond our own calls, and fades within one interval", () => {
    const window = new Window();
    window.end(window.begin(0), 100, { max: 100, remaining: 50 });
    expect(window.share(100)).toBe(51);
    expect(window.share(5_100)).toBe(75);
    expect(window.share(100 + interval)).toBe(100);
    expect(window.share(100 + 3 * interval)).toBe(100);
  });

  test("leaves a tenth to this job, and one call at least", () => {
    const window = new Window();
    window.end(window.begin(0), 100, { max: 100, remaining: 0 });
    expect(window.share(100)).toBe(10);
    window.end(window.begin(200), 300, { max: 5, remaining: 0 });
    expect(window.share(300)).toBe(1);
  });

  test("is a set part for as long as no answer has told of it", () => {
    const window = new Window();
    window.unseenShare = 0.05;
    expect(window.share(0)).toBe(5);
    window.end(window.begin(0), 100, { max: 190 });
    expect(window.share(100)).toBe(9);
    window.unseenShare = 0.001;
    expect(window.share(100)).toBe(1);
    window.end(window.begin(200), 300, { max: 190, remaining: 188 });
    expect(window.share(300)).toBe(190);
  });

  test("does not vanish because one answer counts less, nor fall below nothing", () => {
    const window = new Window();
    window.end(window.begin(0), 0, { max: 100, remaining: 49 });
    expect(window.share(0)).toBe(50);
    window.end(window.begin(1_000), 2_000, { max: 100, remaining: 98 });
    expect(window.share(2_000)).toBe(60); // 50 of others, a fifth of an interval ago
    const alone = new Window();
    alone.begin(0);
    alone.end(alone.begin(0), 10, { max: 100, remaining: 99 });
    expect(alone.share(10)).toBe(100);
  });

  test("does not count our own calls that are under way, or were when this one began", () => {
    const window = new Window();
    window.end(window.begin(0), 10);
    window.begin(0);
    window.end(window.begin(0), 100, { max: 100, remaining: 97 });
    expect(window.share(100)).toBe(100);
  });

  test("counts those of ours no more that ended an interval before this one began", () => {
    const window = new Window();
    window.end(window.begin(0), 5_000);
    const late = window.begin(5_000 + interval);
    window.end(late, 5_001 + interval, { max: 100, remaining: 98 });
    expect(window.share(5_001 + interval)).toBe(99);
    const sooner = new Window();
    sooner.end(sooner.begin(0), 5_001);
    sooner.end(sooner.begin(5_000 + interval), 5_001 + interval, { max: 100, remaining: 98 });
    expect(sooner.share(5_001 + interval)).toBe(100);
  });
});
