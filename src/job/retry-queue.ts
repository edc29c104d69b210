import type { PendingCall } from "./pending-call.js";

/** Calls that are to be made again or in parts: the newest first, each not before its time. */
export class RetryQueue<Data> {
  #calls: PendingCall<Data>[] = [];

  get size(): number {
    return this.#calls.length;
  }

  /** The first of `calls` comes out first: what was split is followed down before it is spread. */
  add(calls: readonly PendingCall<Data>[]): void {
    this.#calls.push(...calls.toReversed());
  }

  /** The call whose turn it is; `undefined` where all have to wait. */
  take(now: number, allows: (call: PendingCall<Data>) => boolean): PendingCall<Data> | undefined {
    const index = this.#calls.findLastIndex((call) => call.notBefore <= now && allows(call));
    return index === -1 ? undefined : this.#calls.splice(index, 1)[0];
  }

  /** The one that has been there for the longest, whatever its time. */
  takeOldest(): PendingCall<Data> | undefined {
    return this.#calls.shift();
  }

  /** How long until one of them may go, in milliseconds; `undefined` where there is none. */
  delay(now: number, allows: (call: PendingCall<Data>) => boolean): number | undefined {
    const times = this.#calls.filter(allows).map(({ notBefore }) => notBefore);
    return times.length === 0 ? undefined : Math.max(0, Math.min(...times) - now);
  }

  /** Takes all of them. */
  drain(): PendingCall<Data>[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }
}
