import type { RateLimitPolicy } from "./description.js";

/** How many calls the mock lets pass. */
export interface Limits {
  /** Calls within any stretch of so many seconds; HubSpot's window rolls. */
  readonly rate: { readonly calls: number; readonly seconds: number } | undefined;
  /** Calls a day; the day ends at midnight in the account's time zone. */
  readonly daily: number | undefined;
}

const dayMs = 86_400_000;

/**
 * Counts the calls that were let through; a refused call does not count. All time comes from `now`
 * (milliseconds since 1970), so that a test can drive the window.
 */
export class RateLimiter {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #offsetAt: (now: number) => number;
  #passed: number[] = [];
  #day = Number.NaN;
  #passedToday = 0;

  /** @param offsetAt how far the account's clock is ahead of UTC at a time, in milliseconds */
  constructor(limits: Limits, now: () => number, offsetAt: (now: number) => number) {
    this.#limits = limits;
    this.#now = now;
    this.#offsetAt = offsetAt;
  }

  /** Lets a call pass, or says which limit stands against it. */
  take(): RateLimitPolicy | undefined {
    this.#forget();
    const { rate, daily } = this.#limits;
    if (daily !== undefined && this.#passedToday >= daily) return "DAILY";
    if (rate !== undefined && this.#passed.length >= rate.calls) return windowPolicy(rate.seconds);
    this.#passedToday += 1;
    if (rate !== undefined) this.#passed.push(this.#now());
    return undefined;
  }

  /**
   * HubSpot's headers for the limits that are on.
   *
   * @param refused the limit that an answer names; its remainder is then shown as 0
   */
  headers(refused?: RateLimitPolicy): Record<string, string> {
    this.#forget();
    const { rate, daily } = this.#limits;
    const headers: Record<string, string> = {};
    if (rate !== undefined) {
      const spent = refused !== undefined && refused !== "DAILY";
      const left = spent ? 0 : rate.calls - this.#passed.length;
      headers["X-HubSpot-RateLimit-Max"] = String(rate.calls);
      headers["X-HubSpot-RateLimit-Remaining"] = String(left);
      headers["X-HubSpot-RateLimit-Interval-Milliseconds"] = String(
        Math.round(rate.seconds * 1000),
      );
    }
    if (daily !== undefined) {
      const left = refused === "DAILY" ? 0 : daily - this.#passedToday;
      headers["X-HubSpot-RateLimit-Daily"] = String(daily);
      headers["X-HubSpot-RateLimit-Daily-Remaining"] = String(left);
    }
    return headers;
  }

  clear(): void {
    this.#passed = [];
    this.#passedToday = 0;
  }

  #forget(): void {
    const now = this.#now();
    const windowMs = (this.#limits.rate?.seconds ?? 0) * 1000;
    // A clock that was set back leaves calls in the future; they must not block for hours.
    this.#passed = this.#passed.filter((at) => at > now - windowMs && at <= now);
    const day = Math.floor((now + this.#offsetAt(now)) / dayMs);
    if (day !== this.#day) {
      this.#day = day;
      this.#passedToday = 0;
    }
  }
}

// HubSpot has names for these two windows only.
function windowPolicy(seconds: number): RateLimitPolicy {
  return seconds === 1 ? "SECONDLY" : "TEN_SECONDLY_ROLLING";
}
