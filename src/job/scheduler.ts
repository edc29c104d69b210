import type { Pace } from "../client/pace.js";
import type { CallPolicy } from "./call-policy.js";
import { createCall, type PendingCall } from "./pending-call.js";
import type { EntrySupply } from "./read-ahead.js";
import type { RetryQueue } from "./retry-queue.js";
import type { JobStop } from "./stop.js";

/** Calls under way at most: what the highest limit needs where a call takes a second and a half. */
const MOST_UNDER_WAY = 32;

export interface Scheduled<Data> {
  readonly policy: Pick<CallPolicy<Data, unknown>, "purpose" | "calls" | "attribution">;
  readonly entries: EntrySupply<Data>;
  readonly queue: RetryQueue<Data>;
  readonly pace: Pace;
  /** So many results wait to be fetched that no more should be made. */
  readonly isFull: () => boolean;
}

/**
 * What to do next: a call to make, milliseconds to wait (`undefined`: until something happens), the end of the job, or
 * what becomes of those who are held back: they are to blame, or are let go.
 */
export type Step<Data> =
  PendingCall<Data> | JobStop | number | undefined | "blame" | "let-go" | "done";

/** Decides which call is made next, and when. */
export class Scheduler<Data> {
  /** The most addresses in a call, as known by now. */
  size: number;
  readonly #parts: Scheduled<Data>;
  /** Addresses that went into a batch so far. */
  #addresses = 0;

  constructor(parts: Scheduled<Data>) {
    this.#parts = parts;
    this.size = parts.policy.calls.size;
  }

  /** @param now on the monotonic clock, in milliseconds */
  next(now: number, underWay: number): Step<Data> {
    const held = this.#parts.policy.attribution?.heldFor(now);
    if (held !== undefined && held <= 0) return "let-go";
    const step = this.#next(now, underWay);
    return step === undefined || typeof step === "number" ? sooner(step, held) : step;
  }

  #next(now: number, underWay: number): Step<Data> {
    if (underWay >= MOST_UNDER_WAY) return undefined;
    const { policy, entries, pace, queue } = this.#parts;
    const stage = policy.attribution?.stage ?? "sending";
    const allows = ({ probing, purpose }: PendingCall<Data>): boolean =>
      stage !== "probing" || probing || purpose === "read-back";
    const repeat = queue.delay(now, allows);
    const fresh = repeat !== 0 && stage === "sending" && this.#hasFresh(now);
    const idle = repeat === undefined && !fresh && underWay === 0;
    if (repeat !== 0 && !fresh && !idle) return sooner(repeat, entries.lingers(now));
    // With no call left to make there is no room in the limit to wait for.
    const decided = stage === "sending" && (policy.attribution?.held.length ?? 0) === 0;
    if (idle && decided && entries.ended) return "done";
    const wait = pace.delay(now);
    if (wait === undefined || wait > 0) return wait;
    if (repeat === 0) return queue.take(now, allows);
    return fresh ? this.#fresh(0, false) : this.#decide(now, stage === "probing");
  }

  /** Nothing is under way, nothing may be repeated, and no batch goes by itself. */
  #decide(now: number, probing: boolean): Step<Data> {
    const { policy, entries, queue } = this.#parts;
    if (probing && !entries.isSpread(now)) return entries.lingers(now);
    const more = probing ? entries.size > 0 : this.#hasFresh(now);
    const parts = queue.size > 0;
    const only = this.#addresses === 1;
    const move = policy.attribution?.next({ more, parts, ended: entries.ended, only }, now);
    switch (move?.move) {
      case "fresh":
        return this.#fresh(0, false);
      case "probe":
        return this.#fresh(move.share, true);
      case "part": {
        const part = queue.takeOldest();
        return part && { ...part, probing: true };
      }
      case "control":
        return createCall("control", [move.entry], { probing: true });
      case "blame":
        return "blame";
      case "stop":
        return move.stop;
      default:
        return entries.ended ? "done" : entries.lingers(now);
    }
  }

  #hasFresh(now: number): boolean {
    const { entries, isFull } = this.#parts;
    return !isFull() && entries.has(this.size, now);
  }

  #fresh(share: number, probing: boolean): PendingCall<Data> {
    const { policy, entries } = this.#parts;
    const batch = entries.takeAt(share, this.size);
    this.#addresses += batch.length;
    return createCall(policy.purpose, batch, { probing });
  }
}

function sooner(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
