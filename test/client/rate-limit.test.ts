import { describe, expect, test } from "vitest";
import { readRateLimit } from "../../src/client/headers.js";

describe("the rate-limit headers", () => {
  test("are read as numbers", () => {
    const headers = new Headers({
      "X-HubSpot-RateLimit-Max": "190",
      "X-HubSpot-RateLimit-Remaining": " 0 ",
      "X-HubSpot-RateLimit-Interval-Milliseconds": "10000",
      "X-HubSpot-RateLimit-Daily": "1000000",
      "X-HubSpot-RateLimit-Daily-Remaining": "999999",
    });
    expect(readRateLimit(headers)).toEqual({
      max: 190,
      remaining: 0,
      intervalMs: 10_000,
      daily: 1_000_000,
      dailyRemaining: 999_999,
    });
  });

  test.each(["max", "remaining", "interval-milliseconds", "daily", "daily-remaining"])(
    "one alone is enough: %s",
    (name) => {
      const limit = readRateLimit(new Headers({ [`x-hubspot-ratelimit-${name}`]: "0" }));
      expect(Object.values(limit ?? {}).filter((value) => value !== undefined)).toEqual([0]);
    },
  );

  test.each(["", "many", "-1", "1.5", "1e3", "9".repeat(16), "190, 190"])(
    "are ignored where they are no count: %j",
    (value) => {
      expect(readRateLimit(new Headers({ "X-HubSpot-RateLimit-Max": value }))).toBeUndefined();
    },
  );

  test.each(["60001", "999999999999999"])(
    "name no window that is longer than a minute: %s ms",
    (value) => {
      const headers = { "X-HubSpot-RateLimit-Interval-Milliseconds": value };
      expect(readRateLimit(new Headers(headers))).toBeUndefined();
    },
  );

  test("are undefined where there are none", () => {
    expect(readRateLimit(new Headers())).toBeUndefined();
  });
});
