import type { Repeat } from "./failure.js";
import type { Parcel } from "./parcel.js";
import type { JobStop } from "./stop.js";

/** Failures of one call, while others succeed, after which it is given up. */
const MOST_FAILURES = 5;
/** Failures in a row, of any calls, after which all of them wait. */
const FAILURES_IN_A_ROW = 3;

/** How long a job goes on although calls fail. All times are milliseconds of one monotonic clock. */
export class Patience {
  readonly #maxWait: number;
  #inARow = 0;
  #since: number | undefined;

  /** @param maxWait the longest time without a success, in milliseconds */
  constructor(maxWait: number) {
    this.#maxWait = maxWait;
  }

  /** It is not about single calls any more. */
  get isShort(): boolean {
    return this.#inARow >= FAILURES_IN_A_ROW;
  }

  succeeded(): void {
    this.#inARow = 0;
    this.#since = undefined;
  }

  /** A call has failed: the parcel as it is to be sent again. */
  again(parcel: Parcel, { shared, waitMs }: Repeat, now: number): Parcel {
    this.#inARow += 1;
    this.#since ??= now;
    // A shared wait is the pace's affair, may end sooner, and is not this parcel's failure.
    return shared
      ? { ...parcel, notBefore: now }
      : { ...parcel, notBefore: now + waitMs, failures: parcel.failures + 1 };
  }

  /** Whether the parcel has failed so often, while others succeed, that the reason is its own. */
  isHopeless({ failures }: Parcel): boolean {
    return failures >= MOST_FAILURES && this.#inARow < MOST_FAILURES;
  }

  /** The stop, where waiting once more would be longer than the job may go without a success. */
  end({ reason, waitMs }: Repeat, error: unknown, now: number): JobStop | undefined {
    const since = this.#since ?? now;
    if (now + waitMs - since <= this.#maxWait) return undefined;
    const [past, allowed] = [now - since, this.#maxWait].map((ms) => Math.round(ms / 1000));
    const said = error instanceof Error ? ` The last error: ${error.message}` : "";
    const message =
      `No call has succeeded for ${past} s, and one more wait would pass the ${allowed} s that are ` +
      `allowed.${said}`;
    return { reason, message, ...(error instanceof Error ? { cause: error } : undefined) };
  }
}
