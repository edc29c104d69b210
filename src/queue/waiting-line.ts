import type { Entry } from "../job/entry.js";
import type { EntrySupply } from "../job/read-ahead.js";
import type { Caller } from "./caller.js";

/** The callers that wait for one address. */
export interface Waiting {
  readonly callers: Set<Caller>;
  /** When the first of them asked, in milliseconds of the monotonic clock. */
  readonly since: number;
}

type WaitingEntry = Entry<Waiting> & { readonly data: Waiting };

/**
 * The addresses of one brand that are asked for, in the order in which they came: what the engine takes its batches from.
 * An address is under way once at a time; asked for meanwhile, it waits until that is settled, and is then sent again.
 */
export class WaitingLine implements EntrySupply<Waiting> {
  readonly ended = false;
  readonly error = undefined;
  readonly #maxDelay: number;
  /** By address, as `sent`: those that can be taken. */
  readonly #waiting = new Map<string, WaitingEntry>();
  /** Taken, and not settled yet. */
  readonly #taken = new Map<string, Entry<Waiting>>();
  /** Asked for while the address is under way. */
  readonly #later = new Map<string, WaitingEntry>();
  #id = 0;

  /** @param maxDelay how long a part-filled batch waits after its first was asked for, in milliseconds */
  constructor(maxDelay: number) {
    this.#maxDelay = maxDelay;
  }

  /** Nothing waits, and nothing is under way. */
  get idle(): boolean {
    return this.#waiting.size === 0 && this.#taken.size === 0;
  }

  get size(): number {
    return this.#waiting.size;
  }

  has(size: number, now: number): boolean {
    return this.#waiting.size >= size || this.lingers(now) === 0;
  }

  lingers(now: number): number | undefined {
    const [first] = this.#waiting.values();
    return first && Math.max(0, first.data.since + this.#maxDelay - now);
  }

  isSpread(): boolean {
    return true;
  }

  takeAt(share: number, size: number): Entry<Waiting>[] {
    const from = Math.max(0, Math.floor((this.#waiting.size - size) * share));
    const taken: Entry<Waiting>[] = [];
    let place = 0;
    for (const entry of this.#waiting.values()) {
      if (taken.length === size) break;
      if (place >= from) taken.push(entry);
      place += 1;
    }
    for (const entry of taken) {
      this.#waiting.delete(entry.sent);
      this.#taken.set(entry.sent, entry);
    }
    return taken;
  }

  /** The waiting callers are answered when the engine stops, not when its calls have ended: see `drain`. */
  leave(): [] {
    return [];
  }

  add(sent: string, caller: Caller, now: number): void {
    const line = this.#taken.has(sent) ? this.#later : this.#waiting;
    const known = line.get(sent);
    if (known !== undefined) return void known.data.callers.add(caller);
    const data = { callers: new Set([caller]), since: now };
    line.set(sent, { id: this.#id, row: this.#id, address: sent, sent, data });
    this.#id += 1;
  }

  /** Somebody waits no longer. An address that nobody waits for, and that is not under way, is not sent. */
  remove(sent: string, caller: Caller): void {
    this.#taken.get(sent)?.data?.callers.delete(caller);
    for (const line of [this.#waiting, this.#later]) {
      const callers = line.get(sent)?.data.callers;
      if (callers?.delete(caller) === true && callers.size === 0) line.delete(sent);
    }
  }

  /** An address is under way no longer. */
  settled(entry: Entry<Waiting>): void {
    const { sent } = entry;
    if (this.#taken.get(sent) !== entry) return;
    this.#taken.delete(sent);
    const next = this.#later.get(sent);
    if (next === undefined) return;
    this.#later.delete(sent);
    this.#waiting.set(sent, next);
  }

  /** Takes out all that waits, without a call. */
  drain(): readonly Entry<Waiting>[] {
    const entries = [...this.#waiting.values(), ...this.#later.values()];
    this.#waiting.clear();
    this.#later.clear();
    return entries;
  }
}
