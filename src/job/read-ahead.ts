import type { Entry } from "./entry.js";
import type { Thrown } from "./list-reader.js";

/** A part-filled batch goes once its oldest entry has waited for so long, in milliseconds. */
const LONGEST_LINGER = 10_000;
/** So many entries are looked at to find out whether the request or an address is refused. */
const PROBED = 25_000;

/** Entries as they are read and taken by the store; `undefined` at the end. */
export interface EntrySource<Data> {
  readonly isLive: boolean;
  /** @throws what the source throws */
  read(): Promise<readonly Entry<Data>[] | undefined>;
  /** Tells the source that no more is wanted. */
  leave(): void;
}

/** Entries that wait for their batch; times are milliseconds of one monotonic clock. */
export interface EntrySupply<Data> {
  /** Nothing is left to take, and no more will come. */
  readonly ended: boolean;
  /** What the source has thrown. */
  readonly error: Thrown | undefined;
  /** Entries that can be taken. */
  readonly size: number;
  /** Whether a batch of `size` can be taken, or a smaller one that has waited long enough; reads on where it cannot. */
  has(size: number, now: number): boolean;
  /** How long a part-filled batch still waits for more entries; `undefined` where only the source will tell. */
  lingers(now: number): number | undefined;
  /** Whether so much has been read that batches from different places of it can be tried; reads on where it cannot. */
  isSpread(now: number): boolean;
  /** At most so many, from `share` of the way through; all of them are unresolved for one reason, or none is. */
  takeAt(share: number, size: number): Entry<Data>[];
  /** Ends the reading; gives what was read and not taken. */
  leave(): Entry<Data>[];
}

/**
 * Reads a source ahead by one batch, so that a slow source and the calls do not wait for each other. All times are
 * milliseconds of one monotonic clock.
 */
export class ReadAhead<Data> implements EntrySupply<Data> {
  readonly #source: EntrySource<Data>;
  readonly #linger: number;
  readonly #changed: () => void;
  error: Thrown | undefined;
  #entries: Entry<Data>[] = [];
  #ended = false;
  #reading = false;
  #oldest = 0;
  #latest = 0;

  /**
   * @param linger how long a part-filled batch of a live source waits for one more entry
   * @param changed called when there is more to take, and at the end
   */
  constructor(source: EntrySource<Data>, linger: number, changed: () => void) {
    this.#source = source;
    this.#linger = linger;
    this.#changed = changed;
  }

  get ended(): boolean {
    return this.#ended && this.#entries.length === 0;
  }

  get size(): number {
    return this.#entries.length;
  }

  has(size: number, now: number): boolean {
    if (this.#entries.length < size) void this.#readOn();
    return this.#entries.length >= size || this.lingers(now) === 0;
  }

  lingers(now: number): number | undefined {
    if (this.#entries.length === 0) return undefined;
    if (this.#ended) return 0;
    if (!this.#source.isLive) return undefined;
    return Math.max(0, Math.min(this.#latest + this.#linger, this.#oldest + LONGEST_LINGER) - now);
  }

  isSpread(now: number): boolean {
    if (this.#ended || this.#entries.length >= PROBED) return true;
    void this.#readOn();
    return this.#source.isLive && this.lingers(now) === 0;
  }

  takeAt(share: number, size: number): Entry<Data>[] {
    const from = Math.max(0, Math.floor((this.#entries.length - size) * share));
    const next = this.#entries.slice(from, from + size);
    const other = next.findIndex(({ unresolved }) => unresolved !== next[0]?.unresolved);
    const taken = this.#entries.splice(from, other === -1 ? size : other);
    this.#oldest = this.#latest;
    return taken;
  }

  leave(): Entry<Data>[] {
    if (!this.#ended) this.#source.leave();
    this.#ended = true;
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }

  async #readOn(): Promise<void> {
    if (this.#reading || this.#ended) return;
    this.#reading = true;
    try {
      const entries = await this.#source.read();
      if (this.#ended) return; // left meanwhile: what came is the source's affair
      if (entries === undefined) this.#ended = true;
      else if (entries.length > 0) {
        this.#latest = performance.now();
        if (this.#entries.length === 0) this.#oldest = this.#latest;
        this.#entries.push(...entries);
      }
    } catch (thrown) {
      if (!this.#ended) this.error = { thrown };
      this.#ended = true;
    }
    this.#reading = false;
    this.#changed();
  }
}
