import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";

import type { HubSpotApiError } from "../../src/errors/errors.js";
import { CircuitBreaker } from "../../src/job/circuit-breaker.js";
import { stopBefore } from "../../src/job/failure.js";
import { isAlreadyOut, rejectionOf } from "../../src/job/rejection.js";
import { describeThrown } from "../../src/job/stop.js";

describe("an error of another realm, as those of Node are under Jest, is the cause", () => {
  const error = runInNewContext('new TypeError("no token today")') as TypeError;
  expect(error).not.toBeInstanceOf(Error);

  test("of a job that never began", () => {
    const message = "No access token: TypeError: no token today.";
    expect(describeThrown(error, false, undefined)).toEqual({
      reason: "credentials",
      message,
      cause: error,
    });
    expect(stopBefore(error, undefined)).toMatchObject({ message, cause: error });
  });

  test("of a job that has gone too long without a success", () => {
    const repeat = { kind: "repeat", reason: "unavailable", cause: "network" } as const;
    const wait = { ...repeat, waitMs: 4_000, asked: false, shared: false };
    const stop = new CircuitBreaker(1_000).end(wait, error, 5_000);
    expect(stop?.message).toMatch(/ The last error: no token today$/);
    expect(stop?.cause).toBe(error);
  });
});

test("a refusal of another realm is read as an error", () => {
  const words = "a@example.com has already been unsubscribed";
  // As another realm makes it: not of this realm's `Error`.
  const error = {
    ...{ status: 400, category: "VALIDATION_ERROR", serverMessage: words, correlationId: "c" },
    rawBody: () => JSON.stringify({ message: words }),
  } as unknown as HubSpotApiError;
  expect(isAlreadyOut(error)).toBe(true);
  expect(rejectionOf(error)).toEqual({
    reason: "VALIDATION_ERROR",
    message: words,
    correlationId: "c",
  });
  expect(isAlreadyOut(Object.assign(error, { status: 404 }))).toBe(false);
});
