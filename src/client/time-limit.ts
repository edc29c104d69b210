import type { Interruption } from "./interruption.js";

/**
 * The end of one attempt: by time or by the caller, whichever comes first. Its own timer, since
 * `AbortSignal.timeout` costs more and cannot be put off again.
 */
export class TimeLimit {
  /** True once the time was up; stays false where the caller was first. */
  reached = false;
  /** True once the attempt is over. */
  released = false;
  readonly #controller = new AbortController();
  readonly #interruption: Interruption;
  readonly #halted: Promise<never>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param ms The limit in milliseconds; `Infinity` for none. */
  constructor(ms: number, interruption: Interruption) {
    this.#interruption = interruption;
    this.#halted = new Promise((_, reject) => {
      const halt = (reason: unknown): void => {
        // First, so that the reason wins over the error that fetch makes of it.
        reject(reason);
        this.#controller.abort(reason);
      };
      interruption.onAbort = halt;
      if (ms === Infinity) return;
      this.#timer = setTimeout(() => {
        this.reached = true;
        halt(new DOMException("The time limit was reached.", "TimeoutError"));
      }, ms);
    });
    // It may be rejected while nobody waits for it.
    this.#halted.catch(() => {});
  }

  /** For `fetch`; not every implementation heeds it, so everything is raced as well. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The result of the work, or a rejection as soon as the attempt is ended. */
  race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#halted]);
  }

  release(): void {
    this.released = true;
    clearTimeout(this.#timer);
    this.#interruption.onAbort = undefined;
  }
}
