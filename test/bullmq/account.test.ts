import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Account } from "../../src/bullmq/account.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const TEN_YEARS = 315_576_000_000;

/** An account whose client cannot be had, so that it is closed for ten seconds. */
async function closed() {
  const errors: Error[] = [];
  const account = new Account("1234567", {
    client: () => Promise.reject(new Error("no token")),
    queue: {},
    idleTimeout: 300_000,
    onError: (error) => void errors.push(error),
    onIdle: () => {},
  });
  const told = await account.optOut({ account: "1234567", address: "ana@example.com" });
  expect(told).toMatchObject({ outcome: "not-sent", reason: "credentials" });
  expect(errors).toHaveLength(1);
  expect(account.closed).toBe(true);
  return account;
}

test.each([-TEN_YEARS, TEN_YEARS, -3_600_000])(
  "a wall clock that jumps by %i ms neither opens an account nor keeps it closed",
  async (jump) => {
    const account = await closed();
    vi.setSystemTime(Date.now() + jump);
    expect(account.closed).toBe(true);
    const waits = account.comeBack() - Date.now();
    expect(waits).toBeGreaterThan(9_000);
    expect(waits).toBeLessThan(12_000);
    vi.advanceTimersByTime(10_001);
    expect(account.closed).toBe(false);
  },
);
