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
  /** How many addresses are to be sent so far. */
  #addresses = 0;
  readonly #store: JobStore<Data, Result>;
  readonly #list: ListReader<Data> | undefined;
  readonly #limit: number;
  readonly #reading: Reading<Data, Result>;
  readonly #pending = this.#readPending();
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
    const pending = await this.#pending.next();
    if (pending.done !== true) return pending.value;
    const given = await this.#list?.read();
    if (given === undefined) return undefined;
    return this.#left ? undefined : this.#take(given);
  }

  leave(): void {
    this.#left = true;
    this.#list?.leave();
    // Not awaited: whatever the store has to let go of, nobody waits for it.
    this.#pending.return().catch(() => {});
  }

  async *#readPending(): AsyncGenerator<readonly Entry<Data>[], void> {
    for await (const entries of this.#store.pending()) {
      this.#reading.read(entries.length);
      if (this.#list !== undefined) for (const { id } of entries) this.#given.add(id);
      yield this.#within(entries);
    }
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
    const room = this.#limit - this.#addresses;
    this.#addresses += Math.min(room, entries.length);
    if (entries.length <= room) return entries;
    this.limitReached = true;
    this.#reading.leftOut(entries.slice(room), "limit");
    this.leave();
    return entries.slice(0, room);
  }
}
