import { Wakeup } from "../client/wakeup.js";

/** Results that may wait before whoever makes more is held up. */
const MOST_WAITING = 5_000;

/** Results on their way to whoever iterates over the job. */
export class ResultQueue<Result> {
  readonly #wakeup = new Wakeup();
  readonly #taken: () => void;
  #parts: (readonly Result[])[] = [];
  #waiting = 0;
  #closed = false;

  /** @param taken called when results have been fetched */
  constructor(taken: () => void) {
    this.#taken = taken;
  }

  /** So much waits to be fetched that no more should be made. */
  get full(): boolean {
    return this.#waiting >= MOST_WAITING && !this.#closed;
  }

  put(results: readonly Result[]): void {
    // After the reader has left nobody fetches them; they are in the store.
    if (results.length === 0 || this.#closed) return;
    this.#parts.push(results);
    this.#waiting += results.length;
    this.#wakeup.wake();
  }

  /** What was put before is still given. */
  close(): void {
    this.#closed = true;
    this.#wakeup.wake();
    this.#taken();
  }

  async *all(): AsyncGenerator<readonly Result[], void> {
    for (;;) {
      const part = this.#parts.shift();
      if (part === undefined) {
        if (this.#closed) return;
        await this.#wakeup.wait(undefined);
        continue;
      }
      this.#waiting -= part.length;
      this.#taken();
      yield part;
    }
  }
}
