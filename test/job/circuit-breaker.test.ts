import { describe, expect, test } from "vitest";

import { CircuitBreaker } from "../../src/job/circuit-breaker.js";
import type { Repeat } from "../../src/job/failure.js";
import { createCall, type PendingCall } from "../../src/job/pending-call.js";

const call = createCall<unknown>("first", []);
const failure: Repeat = {
  kind: "repeat",
  waitMs: 4_000,
  asked: false,
  reason: "unavailable",
  cause: "network",
  shared: false,
};

function failed(breaker: CircuitBreaker, times: number, first = call): PendingCall<unknown> {
  let again = first;
  for (let time = 0; time < times; time += 1) again = breaker.again(again, failure, 1_000);
  return again;
}

describe("a call that has failed", () => {
  test("is made again after its wait, and its failures are counted", () => {
    const again = failed(new CircuitBreaker(1), 1);
    expect([again.notBefore, again.failures]).toEqual([5_000, 1]);
    expect(failed(new CircuitBreaker(1), 3).failures).toBe(3);
  });

  test("for a wait that all share goes as soon as that is over, and the failure is not its own", () => {
    const again = new CircuitBreaker(1).again(call, { ...failure, shared: true }, 1_000);
    expect([again.notBefore, again.failures]).toEqual([1_000, 0]);
  });

  test("as a part of one that failed again and again is tried once more after a second", () => {
    const part = { ...call, isolating: true };
    const breaker = new CircuitBreaker(1);
    expect(breaker.again(part, failure, 1_000).notBefore).toBe(2_000);
    // The server has named the wait.
    expect(breaker.again(part, { ...failure, asked: true }, 1_000).notBefore).toBe(5_000);
    // So many failures without a success are no longer about one address.
    failed(breaker, 28);
    expect(breaker.again(part, failure, 1_000).notBefore).toBe(5_000);
    breaker.succeeded();
    expect(breaker.again(part, failure, 1_000).notBefore).toBe(2_000);
  });
});

describe("a call is hopeless", () => {
  test("after five failures while others succeed", () => {
    const breaker = new CircuitBreaker(1);
    let again = failed(breaker, 4);
    expect(breaker.isHopeless(again, false)).toBe(false);
    breaker.succeeded();
    again = failed(breaker, 1, again);
    expect(breaker.isHopeless(again, false)).toBe(true);
  });

  test("after five failures in a row where there is no other to judge by, and else not", () => {
    const breaker = new CircuitBreaker(1);
    expect(breaker.isHopeless(failed(breaker, 4), true)).toBe(false);
    const again = failed(breaker, 1, { ...call, failures: 4 });
    expect(breaker.isHopeless(again, true)).toBe(true);
    expect(breaker.isHopeless(again, false)).toBe(false);
  });

  test("as a part of such a one after two", () => {
    const breaker = new CircuitBreaker(1);
    const part = { ...call, isolating: true };
    const once = failed(breaker, 1, part);
    expect(breaker.isHopeless(once, true)).toBe(false);
    expect(breaker.isHopeless(failed(breaker, 1, once), false)).toBe(true);
  });
});

test("three failures in a row, of any calls, are about all of them, until one succeeds", () => {
  const breaker = new CircuitBreaker(1);
  failed(breaker, 2);
  expect(breaker.open).toBe(false);
  failed(breaker, 1);
  expect(breaker.open).toBe(true);
  breaker.succeeded();
  expect(breaker.open).toBe(false);
});

describe("a job ends", () => {
  test("where one more wait would pass the longest time without a success", () => {
    const breaker = new CircuitBreaker(60_000);
    const error = new Error("HubSpot answered with 503.");
    breaker.again(call, failure, 0);
    expect(breaker.end(failure, error, 56_000)).toBeUndefined();
    const stop = breaker.end(failure, error, 57_000);
    expect(stop).toEqual({
      reason: "unavailable",
      message:
        "No call has succeeded for 57 s, and one more wait would pass the 60 s allowed. " +
        "The last error: HubSpot answered with 503.",
      cause: error,
    });
    breaker.succeeded();
    expect(breaker.end(failure, error, 57_000)).toBeUndefined();
  });

  test("with a cause only where an error was thrown", () => {
    const breaker = new CircuitBreaker(1_000);
    const stop = breaker.end(failure, "a text", 5_000);
    expect(stop?.message).toMatch(/^No call has succeeded for 0 s, .* the 1 s allowed\.$/);
    expect(stop).not.toHaveProperty("cause");
  });
});
