import { isError } from "../errors/fault.js";
import type { Repeat } from "./failure.js";
import type { PendingCall } from "./pending-call.js";
import type { JobStop } from "./stop.js";

/** A full set: failures of one call after which it is taken apart or given up. */
const FULL_SET = 5;
/** The same for a part of a call that has had its full set. */
const FULL_SET_OF_PART = 2;
/** Between two tries of such a part, in milliseconds. */
const PART_WAIT = 1_000;
/** Failures in a row, of any calls, after which all of them wait. */
const FAILURES_IN_A_ROW = 3;
/** Splitting a batch of a thousand down to one address takes so many failures; more mean an outage. */
const MOST_WHILE_ISOLATING = 2 * FULL_SET + FULL_SET_OF_PART * 10;

/** Decides how long a job continues while calls fail. All times are milliseconds of one monotonic clock. */
export class CircuitBreaker {
  readonly #maxWait: number;
  #inARow = 0;
  #since: number | undefined;

  /** @param maxWait the longest time without a success, in milliseconds */
  constructor(maxWait: number) {
    this.#maxWait = maxWait;
  }

  /** It is not about single calls any more. */
  get open(): boolean {
    return this.#inARow >= FAILURES_IN_A_ROW;
  }

  succeeded(): void {
    this.#inARow = 0;
    this.#since = undefined;
  }

  /** A call has failed: the call as it is to be made again. */
  again<Data>(
    call: PendingCall<Data>,
    { shared, asked, waitMs }: Repeat,
    now: number,
  ): PendingCall<Data> {
    this.#inARow += 1;
    this.#since ??= now;
    // A shared wait is the pace's affair, may end sooner, and is not this call's failure.
    if (shared) return { ...call, notBefore: now };
    const soon = call.isolating && !asked && this.#inARow <= MOST_WHILE_ISOLATING;
    const notBefore = now + (soon ? PART_WAIT : waitMs);
    return { ...call, notBefore, failures: call.failures + 1 };
  }

  /**
   * Whether the call has failed so often that the reason may be one of its addresses: others succeed meanwhile, or there is
   * no other to judge by.
   */
  isHopeless<Data>({ failures, isolating }: PendingCall<Data>, alone: boolean): boolean {
    if (isolating) return failures >= FULL_SET_OF_PART;
    return failures >= FULL_SET && (alone || this.#inARow < FULL_SET);
  }

  /** The stop, where waiting once more would be longer than the job may go without a success. */
  end({ reason, waitMs }: Repeat, error: unknown, now: number): JobStop | undefined {
    const since = this.#since ?? now;
    if (now + waitMs - since <= this.#maxWait) return undefined;
    const [past, allowed] = [now - since, this.#maxWait].map((ms) => Math.round(ms / 1000));
    const cause = isError(error) ? { cause: error } : undefined;
    const said = cause ? ` The last error: ${cause.cause.message}` : "";
    const message =
      `No call has succeeded for ${past} s, and one more wait would pass the ${allowed} s allowed.` +
      said;
    return { reason, message, ...cause };
  }
}
