import type { Entry, ListEntry } from "./entry.js";
import { ListReader, type AddressSource } from "./list-reader.js";
import type { EntrySource } from "./read-ahead.js";
import type { JobStore, StoredOutcome, Taken } from "./store.js";

/** Is told of entries that are not sent. */
export interface Reading<Data, Result> {
  /** So many entries were read. */
  read(count: number): void;
  /** Entries that have their outcome already. */
  known(outcomes: readonly StoredOutcome<Data, Result>[]): void;
  /** Distinct valid addresses that are not sent, since the limit is reached or the job has stopped. */
  leftOut(entries: readonly Entry<Data>[], reason: "limit" | "stopped"): void;
}

/**
 * The entries of a job: what earlier runs have left in the store, then those of the list, taken by the store. What needs no
 * call is told at once.
 */
export class JobSource<Data, Result> implements EntrySource<Data> {
  /** Addresses were left out since the limit was reached. */
  limitReached = false;
  /** The list was read to its end. */
  readToEnd = false;
  /** How many addresses are to be sent so far. */
  addresses = 0;
  readonly #store: JobStore<Data, Result>;
  readonly #list: ListReader<Data> | undefined;
  readonly #limit: number;
  readonly #reading: Reading<Data, Result>;
  #pending: AsyncIterator<readonly Entry<Data>[]> | Iterator<readonly Entry<Data>[]> | undefined;
  #pendingEnded = false;
  /** What came from the store in this run: the list may give it again. */
  readonly #given = new Set<number>();
  #left = false;

  constructor(
    store: JobStore<Data, Result>,
    list: AddressSource<Data> | undefined,
    limit: number,
    reading: Reading<Data, Result>,
  ) {
    this.#store = store;
    this.#list = list === undefined ? undefined : new ListReader(list);
    this.#limit = limit;
    this.#reading = reading;
  }

  get isLive(): boolean {
    return this.#list?.isLive === true;
  }

  async read(): Promise<readonly Entry<Data>[] | undefined> {
    if (!this.#pendingEnded) {
      const entries = await this.#readPending();
      if (entries !== undefined) return entries;
      this.#pendingEnded = true;
    }
    const given = await this.#list?.read();
    if (given === undefined) {
      this.readToEnd = true;
      return undefined;
    }
    return this.#left ? undefined : this.#take(given);
  }

  leave(): void {
    this.#left = true;
    this.#list?.leave();
    // Not awaited: whatever the store has to let go of, nobody waits for it.
    void Promise.resolve(this.#pending?.return?.()).catch(() => {});
  }

  async #readPending(): Promise<readonly Entry<Data>[] | undefined> {
    if (this.#pending === undefined) {
      const pending = this.#store.pending();
      this.#pending =
        Symbol.asyncIterator in pending
          ? pending[Symbol.asyncIterator]()
          : pending[Symbol.iterator]();
    }
    const next = await this.#pending.next();
    if (next.done === true) return undefined;
    this.#reading.read(next.value.length);
    if (this.#list !== undefined) for (const { id } of next.value) this.#given.add(id);
    return this.#within(next.value);
  }

  async #take(given: readonly ListEntry<Data>[]): Promise<readonly Entry<Data>[]> {
    const entries: Entry<Data>[] = [];
    const known: StoredOutcome<Data, Result>[] = [];
    for (const taken of await this.#store.take(given)) {
      if (taken.kind === "new") entries.push(taken.entry);
      else if (this.#isNews(taken)) known.push(taken.outcome);
    }
    this.#reading.read(entries.length + known.length);
    this.#reading.known(known);
    return this.#within(entries);
  }

  #isNews(
    taken: Taken<Data, Result>,
  ): taken is Extract<Taken<Data, Result>, { kind: "set-apart" | "settled" }> {
    return taken.kind === "set-apart" || (taken.kind === "settled" && !this.#given.has(taken.id));
  }

  /** The entries that may be sent. */
  #within(entries: readonly Entry<Data>[]): readonly Entry<Data>[] {
    if (this.#left) {
      this.#reading.leftOut(entries, "stopped");
      return [];
    }
    const room = this.#limit - this.addresses;
    this.addresses += Math.min(room, entries.length);
    if (entries.length <= room) return entries;
    this.limitReached = true;
    this.#reading.leftOut(entries.slice(room), "limit");
    this.leave();
    return entries.slice(0, room);
  }
}
