import { Bell } from "./bell.js";

/** Results that may wait before whoever makes more is held up. */
const MOST_WAITING = 5_000;

/** Results on their way to whoever reads them. */
export class Outbox<Result> {
  readonly #bell = new Bell();
  readonly #waiters = new Set<() => void>();
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

  get closed(): boolean {
    return this.#closed;
  }

  put(results: readonly Result[]): void {
    if (results.length === 0) return;
    this.#parts.push(results);
    this.#waiting += results.length;
    this.#bell.ring();
  }

  /** Resolves once there is room for more, and at the end. */
  async room(): Promise<void> {
    while (this.full) await new Promise<void>((resolve) => this.#waiters.add(resolve));
  }

  close(): void {
    this.#closed = true;
    this.#bell.ring();
    this.#release();
  }

  async *all(): AsyncGenerator<readonly Result[], void> {
    for (;;) {
      const part = this.#parts.shift();
      if (part === undefined) {
        if (this.#closed) return;
        await this.#bell.wait(undefined);
        continue;
      }
      this.#waiting -= part.length;
      this.#taken();
      this.#release();
      yield part;
    }
  }

  #release(): void {
    for (const resolve of this.#waiters) resolve();
    this.#waiters.clear();
  }
}
