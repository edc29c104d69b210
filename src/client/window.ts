/** The smallest tier's limit, until HubSpot has named the account's own. */
const FIRST_MAX = 100;
const FIRST_INTERVAL = 10_000;
/** However much others use, make a call now and then: only answers tell how much they use. */
const LEAST_SHARE = 0.1;

interface OwnCall {
  readonly began: number;
}

/**
 * HubSpot's rolling window as it can be known from here: how many calls it holds, and when there is
 * room for one more. All times are milliseconds of one monotonic clock.
 *
 * A call is counted from its beginning until one interval after its end, since the moment between
 * the two at which HubSpot has counted it is not known. So the calls of this job alone never reach
 * the limit; the price is the duration of a call in each interval.
 */
export class Window {
  #underWay = 0;
  /** When calls have ended, the oldest first. */
  readonly #ends: number[] = [];
  /** `undefined` until an answer has told what is left. */
  #others: number | undefined;
  #othersAt = 0;
  /** Calls that the account may make in one interval. */
  max = FIRST_MAX;
  /** The length of the window. */
  interval = FIRST_INTERVAL;
  /** Whether HubSpot has named its limit. */
  known = false;
  /** The part of the limit that is taken for as long as no answer has told what others use of it. */
  unseenShare = 1;

  /** What is left to this job, beside what others are seen to use. */
  share(now: number): number {
    if (this.#others === undefined) return Math.max(1, Math.floor(this.max * this.unseenShare));
    const left = this.max - this.#othersNow(now);
    return Math.max(1, Math.floor(Math.max(left, this.max * LEAST_SHARE)));
  }

  begin(now: number): OwnCall {
    this.#underWay += 1;
    return { began: now };
  }

  /**
   * @param max the limit as the answer names it
   * @param remaining what the answer says is left of it
   * @param interval the length of the window as the answer names it
   */
  end(
    call: OwnCall,
    now: number,
    said: {
      readonly max?: number | undefined;
      readonly remaining?: number | undefined;
      readonly intervalMs?: number | undefined;
    } = {},
  ): void {
    this.#underWay -= 1;
    this.#ends.push(now);
    const { max = 0, remaining, intervalMs = 0 } = said;
    if (max > 0) {
      this.max = max;
      this.known = true;
    }
    if (intervalMs > 0) this.interval = intervalMs;
    if (remaining !== undefined) this.#seeOthers(call, now, this.max - remaining);
    this.#ends.splice(0, this.#ends.length - this.#endedAfter(now - 2 * this.interval));
  }

  /**
   * How long until one more call fits into a window of so many; `undefined` where that depends on
   * calls that are still under way.
   */
  delay(now: number, share: number): number | undefined {
    if (this.#underWay + this.#endedAfter(now - this.interval) < share) return 0;
    const last = this.#ends[this.#ends.length + this.#underWay - share];
    return last === undefined ? undefined : last + this.interval - now;
  }

  /** What HubSpot counts beyond every call of ours that it can have counted is somebody else's. */
  #seeOthers(call: OwnCall, now: number, used: number): void {
    const own = this.#underWay + this.#endedAfter(call.began - this.interval);
    this.#others = Math.max(used - own, this.#othersNow(now), 0);
    this.#othersAt = now;
  }

  #endedAfter(time: number): number {
    const first = this.#ends.findIndex((end) => end > time);
    return first === -1 ? 0 : this.#ends.length - first;
  }

  /** The observed use decays within one interval, as it does in HubSpot's window. */
  #othersNow(now: number): number {
    return (this.#others ?? 0) * Math.max(0, 1 - (now - this.#othersAt) / this.interval);
  }
}
