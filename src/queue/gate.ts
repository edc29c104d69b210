import { isHubSpotError } from "../errors/errors.js";
import type { JobStop } from "../job/stop.js";
import type { Unsent } from "./caller.js";

/** The first wait after a stop that names no time, in milliseconds; each further one is twice as long. */
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 900_000;
/** HubSpot names no later time than a day ahead. Whatever an answer says, one call is tried after two. */
const LONGEST_ASKED = 172_800_000;

/**
 * Closed after a stop, until it is worth a trial. Waits are measured by the monotonic clock: a wall clock that jumps opens
 * nothing.
 */
export class Gate {
  #waits = 0;
  #closed: { readonly until: number; readonly answer: Unsent } | undefined;

  /** The answer for whoever comes now; `undefined` where the address may be sent. */
  answer(now: number): Unsent | undefined {
    return this.#closed !== undefined && this.#closed.until > now ? this.#closed.answer : undefined;
  }

  /** There was a stop, and no call has succeeded since. */
  get onTrial(): boolean {
    return this.#closed !== undefined;
  }

  /**
   * Another stop changes nothing while it is closed.
   *
   * @returns the answer for those that are left unsent
   */
  close({ reason, message, resumeAt, cause }: JobStop, now: number): Unsent {
    const closed = this.answer(now);
    if (closed !== undefined) return closed;
    // A limit of the day does not end within seconds.
    const own =
      reason === "rate-limit"
        ? LONGEST_WAIT
        : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#waits);
    const asked = (resumeAt ?? 0) - Date.now();
    const waitMs =
      resumeAt === undefined ? own : Math.min(LONGEST_ASKED, Math.max(FIRST_WAIT, asked));
    this.#waits += 1;
    const retryAt = Date.now() + waitMs;
    // Another account's token is no state of HubSpot's that passes: whoever asks has to hear of it.
    const isRefusal = isHubSpotError(cause) && cause.name === "HubSpotAccountError";
    const refusal = isRefusal ? cause : undefined;
    const answer: Unsent = { outcome: "not-sent", reason, message, retryAt, cause, refusal };
    this.#closed = { until: now + waitMs, answer };
    return answer;
  }

  /** A call has succeeded. One that was under way at the stop proves nothing. */
  succeeded(now: number): void {
    if (this.answer(now) !== undefined) return;
    this.#waits = 0;
    this.#closed = undefined;
  }
}
