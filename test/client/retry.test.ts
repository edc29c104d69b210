import { describe, expect, test } from "vitest";
import {
  decideRetry,
  isDailyLimit,
  type Failure,
  type RetryQuestion,
} from "../../src/client/retry.js";

function decide(failure: Partial<Failure>, question: Partial<RetryQuestion> = {}) {
  return decideRetry({
    attempt: 1,
    retries: 4,
    idempotent: true,
    random: 0.5,
    ...question,
    failure: { kind: "status", mayHaveBeenApplied: false, ...failure },
  });
}

const STOP = { retry: false };

describe("which failures are repeated", () => {
  test.each([
    [423, "lock"],
    [429, "rate-limit"],
    [500, "server"],
    [502, "server"],
    [503, "server"],
    [504, "server"],
    [521, "server"],
    [523, "server"],
    [524, "server"],
  ])("repeats on %i", (status, reason) => {
    expect(decide({ status })).toMatchObject({ retry: true, reason });
  });

  test.each([
    0, 300, 301, 302, 307, 308, 400, 401, 403, 404, 408, 409, 413, 414, 415, 422, 424, 428, 451,
    477, 499, 501, 505, 520, 522, 525, 526, 530, 599,
  ])("does not repeat on %i", (status) => {
    expect(decide({ status })).toEqual(STOP);
  });

  test.each(["network", "timeout"] as const)("repeats on a fault of the kind %s", (kind) => {
    expect(decide({ kind })).toMatchObject({ retry: true, reason: kind });
  });

  test("does not repeat what would fail in the same way", () => {
    expect(decide({ kind: "network", permanent: true })).toEqual(STOP);
  });

  test("does not repeat on a daily limit, whatever its header asks", () => {
    expect(decide({ status: 429, policyName: "DAILY" })).toEqual(STOP);
    expect(decide({ status: 429, policyName: "daily", retryAfterMs: 1_000 })).toEqual(STOP);
    expect(decide({ status: 429, rateLimit: { dailyRemaining: 0 } })).toEqual(STOP);
  });

  test("believes the name of the policy before the header", () => {
    const failure = {
      status: 429,
      policyName: "TEN_SECONDLY_ROLLING",
      rateLimit: { dailyRemaining: 0 },
    };
    expect(decide(failure)).toMatchObject({ retry: true });
    expect(decide({ status: 429, rateLimit: { dailyRemaining: 1 } })).toMatchObject({
      retry: true,
    });
    expect(isDailyLimit({})).toBe(false);
  });

  test("repeats during a migration only where the server says how long to wait", () => {
    expect(decide({ status: 477 })).toEqual(STOP);
    expect(decide({ status: 477, retryAfterMs: 5_000 })).toEqual({
      retry: true,
      waitMs: 5_000,
      reason: "migration",
    });
  });

  test("repeats as often as told and not once more", () => {
    expect(decide({ status: 503 }, { attempt: 4, retries: 4 })).toMatchObject({ retry: true });
    expect(decide({ status: 503 }, { attempt: 5, retries: 4 })).toEqual(STOP);
    expect(decide({ status: 503 }, { attempt: 1, retries: 0 })).toEqual(STOP);
  });

  test("an operation whose repeat does harm is repeated only if it was certainly not carried out", () => {
    const unsafe = { idempotent: false };
    expect(decide({ status: 504, mayHaveBeenApplied: true }, unsafe)).toEqual(STOP);
    expect(decide({ kind: "timeout", mayHaveBeenApplied: true }, unsafe)).toEqual(STOP);
    expect(decide({ status: 429 }, unsafe)).toMatchObject({ retry: true });
    expect(decide({ kind: "network" }, unsafe)).toMatchObject({ retry: true });
    expect(decide({ status: 504, mayHaveBeenApplied: true })).toMatchObject({ retry: true });
  });
});

describe("how long to wait", () => {
  function waitOf(failure: Partial<Failure>, question: Partial<RetryQuestion> = {}): number {
    const decision = decide(failure, question);
    if (!decision.retry) throw new Error("there is no wait");
    return decision.waitMs;
  }

  test.each([429, 423, 503])("as the server asks, to the millisecond, after %i", (status) => {
    expect(waitOf({ status, retryAfterMs: 30_000 }, { random: 0.9 })).toBe(30_000);
  });

  test("up to the cap; more is not waited for at all", () => {
    expect(waitOf({ status: 429, retryAfterMs: 60_000 })).toBe(60_000);
    expect(decide({ status: 429, retryAfterMs: 60_001 })).toEqual(STOP);
    expect(decide({ status: 503, retryAfterMs: 60_001 })).toEqual(STOP);
    expect(decide({ status: 477, retryAfterMs: 86_400_000 })).toEqual(STOP);
  });

  test("as long as we would by ourselves, where the server says at once", () => {
    expect(waitOf({ status: 429, retryAfterMs: 0 }, { random: 0 })).toBe(10_000);
    expect(
      waitOf({ status: 429, retryAfterMs: 0, rateLimit: { intervalMs: 5_000 } }, { random: 0 }),
    ).toBe(5_000);
    expect(waitOf({ status: 503, retryAfterMs: 0 }, { attempt: 3 })).toBe(2_000);
    expect(waitOf({ status: 477, retryAfterMs: 0 }, { attempt: 3 })).toBe(2_000);
  });

  test("at least as long as a lock lasts", () => {
    expect(waitOf({ status: 423 }, { random: 0 })).toBe(2_000);
    expect(waitOf({ status: 423, retryAfterMs: 1_000 })).toBe(2_000);
    expect(waitOf({ status: 423 }, { attempt: 3, random: 0.75 })).toBe(3_000);
  });

  test.each([
    [{ rateLimit: { intervalMs: 10_000 } }, 0, 10_000],
    [{ rateLimit: { intervalMs: 10_000 } }, 0.5, 11_250],
    [{ rateLimit: { intervalMs: 2_000 }, policyName: "SECONDLY" }, 0, 2_000],
    [{ policyName: "TEN_SECONDLY_ROLLING" }, 0, 10_000],
    [{ policyName: "TEN_SECONDLY_ROLLING" }, 1 - Number.EPSILON, 12_500],
    [{ policyName: "SECONDLY" }, 0, 1_000],
    [{ policyName: "SOMETHING_NEW" }, 0, 10_000],
    [{}, 0, 10_000],
    [{ rateLimit: { intervalMs: 0 } }, 0, 10_000],
    [{ rateLimit: { intervalMs: 3_600_000 } }, 0, 60_000],
  ])("the whole window of a rate limit and a little more: %j", (facts, random, waitMs) => {
    expect(waitOf({ status: 429, ...facts }, { random })).toBe(waitMs);
    // Each time: the window does not grow.
    expect(waitOf({ status: 429, ...facts }, { random, attempt: 4 })).toBe(waitMs);
  });

  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 8_000],
    [5, 16_000],
    [6, 30_000],
    [7, 30_000],
    [2_000, 30_000],
  ])("a random share of a time that doubles up to a cap, after attempt %i", (attempt, most) => {
    const question = { attempt, retries: 10_000 };
    for (const failure of [{ status: 503 }, { kind: "network" }, { kind: "timeout" }] as const) {
      expect(waitOf(failure, { ...question, random: 0.999999 })).toBe(Math.ceil(most * 0.999999));
      expect(waitOf(failure, { ...question, random: 0.5 })).toBe(most / 2);
      expect(waitOf(failure, { ...question, random: 0 })).toBe(250);
    }
  });
});
