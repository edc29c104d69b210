import type { Item } from "./entry.js";
import type { ItemSource } from "./supply.js";

/** Keeps count of the items that a run has taken from a source and not given a result for. */
export class Outstanding {
  readonly #items = new Map<number, Item>();
  readonly #iterator: AsyncIterator<readonly Item[]> | Iterator<readonly Item[]>;

  constructor(source: ItemSource) {
    this.#iterator =
      Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /** The source for the run. It is left open at the end, for `rest`. */
  readonly source: AsyncIterable<readonly Item[]> = {
    [Symbol.asyncIterator]: () => ({
      next: async (): Promise<IteratorResult<readonly Item[]>> => {
        const next = await this.#iterator.next();
        if (next.done !== true) for (const item of next.value) this.#items.set(item.id, item);
        return next;
      },
    }),
  };

  /** @param id of an item that has its result */
  settle(id: number): void {
    this.#items.delete(id);
  }

  /** What has no result after the run: what it had taken, then what is left of the source. */
  async *rest(): AsyncGenerator<readonly Item[], void> {
    if (this.#items.size > 0) yield [...this.#items.values()];
    this.#items.clear();
    for (;;) {
      const next = await this.#iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}
