import { describe, expect, test } from "vitest";
import { nextMidnight } from "../../src/job/next-midnight.js";

describe("the next midnight", () => {
  test.each([
    ["UTC", "2026-11-28T23:59:59.999Z", "2026-11-29T00:00:00.000Z"],
    ["UTC", "2026-11-28T00:00:00.000Z", "2026-11-29T00:00:00.000Z"],
    ["US/Eastern", "2026-11-28T04:59:00.000Z", "2026-11-28T05:00:00.000Z"],
    ["US/Eastern", "2026-11-28T05:00:00.000Z", "2026-11-29T05:00:00.000Z"],
    ["Asia/Kathmandu", "2026-11-28T18:14:59.000Z", "2026-11-28T18:15:00.000Z"],
    // A day of 25 hours, and one of 23.
    ["Europe/Berlin", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    ["Europe/Berlin", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    // Clocks are put forward at midnight: the day begins at one.
    ["Africa/Cairo", "2026-04-23T12:00:00.000Z", "2026-04-23T22:00:00.000Z"],
  ])("of %s after %s is %s", (timeZone, now, then) => {
    const at = nextMidnight(timeZone, Date.parse(now));
    expect(at === undefined ? at : new Date(at).toISOString()).toBe(then);
  });

  test.each([undefined, "", "Mars/Olympus", "<b>"])("is not told for %j", (timeZone) => {
    expect(nextMidnight(timeZone, 0)).toBeUndefined();
  });
});
