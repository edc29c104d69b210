import { onTestFinished, vi } from "vitest";
import type { RetryFacts } from "../../src/index.js";

/** The waits of a client, skipped as they begin. */
export interface SkippedWaits {
  /** Goes in as the client's `onRetry`. */
  readonly onRetry: (facts: RetryFacts) => void;
  readonly seen: readonly RetryFacts[];
}

/**
 * Puts a fake in place of the clock until the end of the test, and lets each wait between two
 * attempts pass at once. The rest of Node keeps real time, so a real server still answers.
 */
export function skipWaits(): SkippedWaits {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const seen: RetryFacts[] = [];
  return {
    seen,
    onRetry(facts) {
      seen.push(facts);
      // The wait begins after the hook has returned.
      setImmediate(() => vi.advanceTimersByTime(facts.waitMs));
    },
  };
}

/** Lets the clock run fifty times as fast, until the end of the test. */
export function skipTime(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const timer = setInterval(() => vi.advanceTimersByTime(1000), 20);
  onTestFinished(() => {
    clearInterval(timer);
    vi.useRealTimers();
  });
}
