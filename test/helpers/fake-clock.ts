import { vi } from "vitest";

/** Waits for a promise while the fake clock is driven on. */
export async function settled<Value>(promise: Promise<Value>): Promise<Value> {
  let ended = false;
  promise.catch(() => {}).finally(() => (ended = true));
  while (!ended) await vi.advanceTimersByTimeAsync(10);
  return promise;
}
