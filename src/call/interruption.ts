/**
 * The caller's wish to end a call, heard from up to two signals by one listener each. Not
 * `AbortSignal.any`, which costs more and, with a long-lived signal, has leaked.
 */
export class Interruption {
  /** Called once, when a signal is aborted; set by whoever is waiting. */
  onAbort: ((reason: unknown) => void) | undefined;
  readonly #signals: readonly AbortSignal[];
  readonly #listener = (): void => this.onAbort?.(this.reason);

  constructor(...signals: readonly (AbortSignal | undefined)[]) {
    this.#signals = signals.filter((signal) => signal !== undefined);
    for (const signal of this.#signals) signal.addEventListener("abort", this.#listener);
  }

  get aborted(): boolean {
    return this.#signals.some((signal) => signal.aborted);
  }

  /** The caller's own reason, which may be any value. */
  get reason(): unknown {
    return this.#signals.find((signal) => signal.aborted)?.reason;
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  /** Waits, and rejects with the caller's reason as soon as a signal is aborted. */
  async wait(ms: number): Promise<void> {
    this.throwIfAborted();
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        this.onAbort = reject;
        timer = setTimeout(resolve, ms);
      });
    } finally {
      clearTimeout(timer);
      this.onAbort = undefined;
    }
  }

  /** Takes the listeners off; the object is of no use afterwards. */
  release(): void {
    for (const signal of this.#signals) signal.removeEventListener("abort", this.#listener);
  }
}
