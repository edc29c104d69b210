import { rowOf, type ListEntry } from "./entry.js";

/** Addresses as texts, or as entries with rows of their own. */
export type AddressSource<Data = unknown, Each = string | ListEntry<Data>> = (
  Iterable<Each> | AsyncIterable<Each>
) & {
  // A text is an iterable of its letters, and no list.
  readonly charAt?: never;
};

/** Entries that are taken in one go. */
const CHUNK = 100;

/** What a source has thrown; it is kept until what came before it is settled. */
export interface Thrown {
  readonly thrown: unknown;
}

/** @throws {TypeError} where it is no list */
export function readList<Data>(list: AddressSource<Data>): AddressSource<Data> {
  const given: unknown = list;
  const isList =
    typeof given === "object" &&
    given !== null &&
    (Symbol.asyncIterator in given || Symbol.iterator in given);
  if (!isList) throw new TypeError("the list must be an iterable of addresses, such as an array");
  return list;
}

/**
 * Reads a source in chunks: as many as come at once, so that the entries of a live source do not wait for those that are
 * still to come.
 */
export class ListReader<Data> {
  /** The source may go silent for a while, as a queue does. */
  readonly isLive: boolean;
  readonly #iterator: AsyncIterator<string | ListEntry<Data>> | Iterator<string | ListEntry<Data>>;
  /** An element that was asked for and has not come yet. */
  #coming: Promise<IteratorResult<string | ListEntry<Data>>> | undefined;
  #row = 0;
  #left = false;
  /** What the source has thrown, until the entries before it are read. */
  #thrown: Thrown | undefined;

  constructor(source: AddressSource<Data>) {
    this.isLive = Symbol.asyncIterator in source;
    this.#iterator =
      Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /**
   * The next entries, at least one; `undefined` at the end.
   *
   * @throws what the source throws, after the entries that came before it
   */
  async read(): Promise<readonly ListEntry<Data>[] | undefined> {
    const entries: ListEntry<Data>[] = [];
    try {
      while (entries.length < CHUNK && !this.#left) {
        const next = this.isLive ? await this.#next(entries.length > 0) : this.#iterator.next();
        if (next === undefined) break;
        const result = await next;
        if (result.done === true) this.#left = true;
        else {
          this.#row += 1;
          entries.push(toEntry(result.value, this.#row));
        }
      }
    } catch (thrown) {
      this.#left = true;
      this.#thrown = { thrown };
    }
    if (entries.length === 0 && this.#thrown !== undefined) throw this.#thrown.thrown;
    return entries.length === 0 ? undefined : entries;
  }

  /** Tells the source that no more is wanted. Not awaited: a source that is silent may never answer. */
  leave(): void {
    if (this.#left) return;
    this.#left = true;
    // Whether it throws or rejects: the source is done with, and an error in leaving it changes no outcome.
    const ended = async (): Promise<unknown> => this.#iterator.return?.();
    ended().catch(() => {});
  }

  /** The next element; with `soon`, only if it is there at once. */
  async #next(soon: boolean): Promise<IteratorResult<string | ListEntry<Data>> | undefined> {
    this.#coming ??= Promise.resolve(this.#iterator.next());
    if (soon && !(await isSettled(this.#coming))) return undefined;
    try {
      return await this.#coming;
    } finally {
      this.#coming = undefined;
    }
  }
}

/** Whether a promise is settled by the next turn of the event loop. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = (): void => void (settled = true);
  promise.then(settle, settle);
  // A generator that has its next element at hand needs a few turns of the queue of promises, and no timer.
  for (let turn = 0; turn < 5 && !settled; turn += 1) await undefined;
  if (!settled) await new Promise((resolve) => setTimeout(resolve, 0));
  return settled;
}

/**
 * Whatever the source gives: what is no entry becomes an invalid one, so that it is seen. If not even the first has an
 * `address`, the program has another shape in mind, and nobody in its list would be opted out.
 *
 * @throws {TypeError} for a row that is none, and for a first entry of another shape
 */
function toEntry<Data>(given: unknown, place: number): ListEntry<Data> {
  const isEntry = typeof given === "object" && given !== null;
  // Cast: each member that is used is looked at here, or comes back as it is.
  const entry = (isEntry ? given : { address: given }) as ListEntry<Data>;
  const { address, mailbox, problem, data } = entry;
  const row = rowOf(entry, place);
  if (place === 1 && isEntry && !("address" in given))
    throw new TypeError("entry 1 is no text and has no `address`");
  if (typeof address === "string") return { row, address, mailbox, problem, data };
  return { row, address: "", problem: { ok: false, reason: "not-an-entry" }, data };
}
