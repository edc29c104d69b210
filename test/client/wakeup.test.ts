import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Wakeup } from "../../src/client/wakeup.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([1e12, Infinity])("a wait of %d ms, longer than any timer, is no loop", async (ms) => {
  const set = vi.spyOn(globalThis, "setTimeout");
  const wakeup = new Wakeup();
  let over = false;
  void wakeup.wait(ms).then(() => (over = true));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(over).toBe(false);
  expect(set.mock.lastCall?.[1]).toBeLessThan(2 ** 31);
  wakeup.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(over).toBe(true);
});
