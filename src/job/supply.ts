import type { Item } from "./entry.js";

export type ItemSource = AsyncIterable<readonly Item[]> | Iterable<readonly Item[]>;

/** Reads a source ahead by one batch, so that a slow source and the calls do not wait for each other. */
export class Supply {
  readonly #iterator: AsyncIterator<readonly Item[]> | Iterator<readonly Item[]>;
  readonly #changed: () => void;
  #items: Item[] = [];
  #ended = false;
  #error: { readonly thrown: unknown } | undefined;
  #reading: Promise<void> | undefined;

  /** @param changed called when there is more to take, and at the end */
  constructor(source: ItemSource, changed: () => void) {
    this.#iterator =
      Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    this.#changed = changed;
  }

  /** Nothing is left to take. */
  get ended(): boolean {
    return this.#ended && this.#items.length === 0;
  }

  /** What the source has thrown. */
  get error(): { readonly thrown: unknown } | undefined {
    return this.#error;
  }

  /** Whether a batch of `size` can be taken, or a smaller last one; reads on where it cannot. */
  has(size: number): boolean {
    if (this.#items.length >= size || (this.#ended && this.#items.length > 0)) return true;
    if (!this.#ended) this.#reading ??= this.#read();
    return false;
  }

  /** At most so many, of which all or none were sent before. */
  take(size: number): Item[] {
    const next = this.#items.slice(0, size);
    const other = next.findIndex(({ doubt }) => doubt !== next[0]?.doubt);
    return this.#items.splice(0, other === -1 ? size : other);
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    await this.#reading;
    if (this.#ended) return;
    this.#ended = true;
    await this.#iterator.return?.();
  }

  async #read(): Promise<void> {
    try {
      const next = await this.#iterator.next();
      if (next.done === true) this.#ended = true;
      else this.#items.push(...next.value);
    } catch (thrown) {
      this.#ended = true;
      this.#error = { thrown };
    }
    this.#reading = undefined;
    this.#changed();
  }
}
