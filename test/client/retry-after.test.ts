import { describe, expect, test } from "vitest";
import { parseRetryAfter } from "../../src/call/retry-after.js";

const NOW = Date.UTC(2026, 10, 25, 22, 0, 0);
const DATE = "Wed, 25 Nov 2026 22:00:00 GMT";

describe("Retry-After", () => {
  test.each([
    ["0", 0],
    ["1", 1_000],
    ["30", 30_000],
    [" 30 ", 30_000],
    ["007", 7_000],
    ["86400", 86_400_000],
    ["9".repeat(40), Number.MAX_SAFE_INTEGER],
  ])("is read as whole seconds: %j", (value, ms) => {
    expect(parseRetryAfter(value, DATE, NOW)).toBe(ms);
  });

  test.each([
    "Wed, 25 Nov 2026 22:00:30 GMT",
    "Wednesday, 25-Nov-26 22:00:30 GMT",
    "Wed Nov 25 22:00:30 2026",
  ])("is read as a date in each of the three forms of HTTP: %s", (value) => {
    expect(parseRetryAfter(value, DATE, NOW)).toBe(30_000);
  });

  test("a one-digit day of the old form is read", () => {
    const now = Date.UTC(2026, 10, 5, 22, 0, 0);
    expect(parseRetryAfter("Thu Nov  5 22:00:30 2026", null, now)).toBe(30_000);
  });

  test("a date is judged against the server's clock, not against ours", () => {
    const value = "Wed, 25 Nov 2026 22:00:30 GMT";
    expect(parseRetryAfter(value, DATE, NOW + 3_600_000)).toBe(30_000);
    expect(parseRetryAfter(value, ` ${DATE} `, NOW - 3_600_000)).toBe(30_000);
  });

  test.each([null, "", "soon", "-5"])("without a readable Date our clock is taken: %j", (date) => {
    expect(parseRetryAfter("Wed, 25 Nov 2026 22:00:30 GMT", date, NOW + 10_000)).toBe(20_000);
  });

  test("a date in the past is no wait, never a negative one", () => {
    expect(parseRetryAfter("Thu, 01 Jan 1970 00:00:00 GMT", DATE, NOW)).toBe(0);
  });

  test.each([
    "",
    " ",
    "soon",
    "-5",
    "+5",
    "1.5",
    "1e3",
    "0x10",
    "5 s",
    "30, 60",
    "NaN",
    "Infinity",
    "2026-11-25T22:00:30Z",
    "Wed, 25 Nov 2026 22:00:30 +0100",
    "Wed, 25 Nov 2026 22:00:30",
    "x Wed, 25 Nov 2026 22:00:30 GMT",
    "Wed, 99 Xxx 2026 22:00:30 GMT",
    "Wed, 25 Nov 2026 99:00:30 GMT",
    "1 Wed Nov 25 22:00:30 2026",
  ])("is ignored where it is neither: %j", (value) => {
    expect(parseRetryAfter(value, DATE, NOW)).toBeUndefined();
  });

  test("is undefined where it is absent", () => {
    expect(parseRetryAfter(null, DATE, NOW)).toBeUndefined();
  });
});
