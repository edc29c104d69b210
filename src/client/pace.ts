import type { RateLimit } from "../errors/rate-limit.js";
import { Window } from "./window.js";

/** Why the job makes no call at the moment. */
export interface JobWait {
  readonly reason: "rate-limit" | "migration" | "unavailable";
  /** When it goes on, in milliseconds since 1970. */
  readonly until: number;
}

/** How the calls with one client are spread over time. All times are milliseconds of one monotonic clock. */
export interface Pace {
  /**
   * How long to wait before one more call; `undefined`: until a call under way has ended.
   *
   * @param direct the call is made by a method of the client, and not by a job or a queue
   */
  delay(now: number, direct?: boolean): number | undefined;
  begin(now: number, direct?: boolean): PacedCall;
  /** The wait that all calls share now, if there is one. */
  wait(now: number): { readonly reason: JobWait["reason"]; readonly ms: number } | undefined;
  /** Lets nobody call for so long, and after that one at a time until a call succeeds. */
  pause(now: number, ms: number, reason: JobWait["reason"]): void;
  /** Lets nobody call for a while of the pace's own choosing, after a 429 that names no time. */
  backOff(now: number): void;
  /** Takes no more than this part of the limit, from 0 to 1, for as long as no answer has told what others use of it. */
  takeUnseen(share: number): void;
  /** Calls a second that the limit allows; `undefined` until HubSpot has named it. */
  readonly callsPerSecond: number | undefined;
  /** A job or a queue runs with the client. */
  readonly isShared: boolean;
  /** Whether direct calls wait: jobs and queues then leave them every second place. */
  giveWay(waiting: boolean): void;
  /**
   * Tells a listener when a call has ended, which may be that of another job with the same client.
   *
   * @returns ends that
   */
  subscribe(listener: () => void): () => void;
}

export interface PacedCall {
  /**
   * Counts once: after the first time it says nothing more.
   *
   * @param answer what HubSpot has said; left out where there was no answer
   * @param answer.succeeded HubSpot has done what was asked
   * @param answer.limited HubSpot has answered that there were too many calls
   */
  end(
    now: number,
    answer?: {
      readonly rateLimit: RateLimit | undefined;
      readonly succeeded: boolean;
      readonly limited?: boolean | undefined;
    },
  ): void;
}

/** Slightly faster than even spacing, to make up for late timers. */
const SPACING = 0.95;
/** How much of the limit is given up after each 429, and how soon it is used again. */
const STEP_DOWN = 0.12;
const STEP_UP_PER_INTERVAL = 0.02;
const MOST_GIVEN_UP = 0.5;
/** The first wait after a 429, as a share of the window; then twice as much, up to all of it. */
const FIRST_WAIT = 0.15;
/** Jobs that share a limit should not all resume at the same moment. */
const JITTER = 0.5;

/**
 * Keeps under the account's limit without being told which it is: one call to begin with, whose
 * answer names it; then as many as fit into HubSpot's rolling window, spread evenly. What others
 * use of the limit is left to them as far as the answers show it; a 429 shows the rest.
 *
 * General-purpose limiters (p-queue, Bottleneck, p-throttle) need to be told the rate. This one has to discover it, share
 * it with other processes, and follow HubSpot's count.
 */
export class RollingPace implements Pace {
  readonly #window = new Window();
  #underWay = 0;
  #lastBegan = Number.NEGATIVE_INFINITY;
  /** One call at a time: nothing is known yet, or the latest news is a 429. */
  #probing = true;
  #pause: { readonly until: number; readonly reason: JobWait["reason"] } | undefined;
  /** Share of the limit given up after a 429, and since when. */
  #givenUp = 0;
  #givenUpAt = 0;
  /** Waits since the last success. */
  #waits = 0;

  readonly #listeners = new Set<() => void>();
  /** Direct calls wait. */
  #givesWay = false;
  /** The last call that began was a direct one. */
  #directLast = false;

  get isShared(): boolean {
    return this.#listeners.size > 0;
  }

  giveWay(waiting: boolean): void {
    this.#givesWay = waiting;
    if (!waiting) this.#notify();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  takeUnseen(share: number): void {
    this.#window.unseenShare = share;
  }

  get callsPerSecond(): number | undefined {
    const { known, max, interval } = this.#window;
    return known ? (max / interval) * 1000 : undefined;
  }

  delay(now: number, direct = false): number | undefined {
    const pause = this.wait(now);
    if (pause !== undefined) return pause.ms;
    const before = !direct && this.#givesWay && !this.#directLast ? 1 : 0;
    if (this.#probing && this.#underWay + before > 0) return undefined;
    const share = this.#share(now);
    const room = this.#window.delay(now, share - before);
    if (room === undefined) return undefined;
    const spacing = (this.#window.interval / share) * SPACING;
    return Math.max(room, this.#lastBegan + spacing * (1 + before) - now, 0);
  }

  begin(now: number, direct = false): PacedCall {
    this.#underWay += 1;
    this.#lastBegan = now;
    this.#directLast = direct;
    const call = this.#window.begin(now);
    let ended = false;
    return {
      end: (at, answer) => {
        if (ended) return;
        ended = true;
        this.#underWay -= 1;
        this.#notify();
        this.#window.end(call, at, answer?.rateLimit);
        // Several calls under way may meet the same limit: only the first of these 429s lowers the share.
        if (answer?.limited && call.began >= this.#givenUpAt) {
          this.#givenUp = Math.min(MOST_GIVEN_UP, this.#givenUpNow(at) + STEP_DOWN);
          this.#givenUpAt = at;
        }
        if (!answer?.succeeded || this.wait(at) !== undefined) return;
        this.#probing = false;
        this.#waits = 0;
      },
    };
  }

  wait(now: number): { readonly reason: JobWait["reason"]; readonly ms: number } | undefined {
    const pause = this.#pause;
    if (pause === undefined || pause.until <= now) return undefined;
    return { reason: pause.reason, ms: pause.until - now };
  }

  pause(now: number, ms: number, reason: JobWait["reason"]): void {
    this.#probing = true;
    const until = now + ms;
    if (this.#pause === undefined || until > this.#pause.until) this.#pause = { until, reason };
  }

  backOff(now: number): void {
    if (this.wait(now) !== undefined) return;
    const share = Math.min(1, FIRST_WAIT * 2 ** this.#waits) * (1 + JITTER * Math.random());
    this.#waits += 1;
    this.pause(now, this.#window.interval * share, "rate-limit");
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }

  #share(now: number): number {
    const kept = 1 - this.#givenUpNow(now);
    return Math.max(1, Math.floor(this.#window.share(now) * kept));
  }

  #givenUpNow(now: number): number {
    const regained = ((now - this.#givenUpAt) / this.#window.interval) * STEP_UP_PER_INTERVAL;
    return Math.max(0, this.#givenUp - regained);
  }
}
