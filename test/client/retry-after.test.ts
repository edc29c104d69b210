import { describe, expect, test } from "vitest";
import { parseRetryAfter } from "../../src/client/headers.js";

const NOW = Date.UTC(2027, 2, 8, 6, 15, 0);
const YEAR = 366 * 86_400_000;
const DATE = "Mon, 08 Mar 2027 06:15:00 GMT";

describe("Retry-After", () => {
  test.each([
    ["0", 0],
    ["1", 1_000],
    ["30", 30_000],
    [" 30 ", 30_000],
    ["007", 7_000],
    ["86400", 86_400_000],
    ["9".repeat(13), YEAR],
    ["9".repeat(400), YEAR],
  ])("is read as whole seconds: %j", (value, ms) => {
    expect(parseRetryAfter(value, DATE, NOW)).toBe(ms);
  });

  test.each([
    "Mon, 08 Mar 2027 06:15:30 GMT",
    "Monday, 08-Mar-27 06:15:30 GMT",
    "Mon Mar 08 06:15:30 2027",
  ])("is read as a date in each of the three forms of HTTP: %s", (value) => {
    expect(parseRetryAfter(value, DATE, NOW)).toBe(30_000);
  });

  test("the longest wait is a year, so that its end fits into a date", () => {
    expect(parseRetryAfter("Fri, 31 Dec 9999 23:59:59 GMT", DATE, NOW)).toBe(YEAR);
  });

  test("a one-digit day of the old form is read", () => {
    const now = Date.UTC(2027, 2, 9, 6, 15, 0);
    expect(parseRetryAfter("Tue Mar  9 06:15:30 2027", null, now)).toBe(30_000);
  });

  test("a date is judged against the server's clock, not against ours", () => {
    const value = "Mon, 08 Mar 2027 06:15:30 GMT";
    expect(parseRetryAfter(value, DATE, NOW + 3_600_000)).toBe(30_000);
    expect(parseRetryAfter(value, ` ${DATE} `, NOW - 3_600_000)).toBe(30_000);
  });

  test.each([null, "", "soon", "-5"])("without a readable Date our clock is taken: %j", (date) => {
    expect(parseRetryAfter("Mon, 08 Mar 2027 06:15:30 GMT", date, NOW + 10_000)).toBe(20_000);
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
    "2027-03-08T06:15:30Z",
    "Mon, 08 Mar 2027 06:15:30 +0100",
    "Mon, 08 Mar 2027 06:15:30",
    "x Mon, 08 Mar 2027 06:15:30 GMT",
    "Mon, 99 Xxx 2027 06:15:30 GMT",
    "Mon, 08 Mar 2027 99:15:30 GMT",
    "1 Mon Mar 08 06:15:30 2027",
  ])("is ignored where it is neither: %j", (value) => {
    expect(parseRetryAfter(value, DATE, NOW)).toBeUndefined();
  });

  test("is undefined where it is absent", () => {
    expect(parseRetryAfter(null, DATE, NOW)).toBeUndefined();
  });
});
