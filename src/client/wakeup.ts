/** A longer timer fires at once. Whoever waits for longer is woken early, looks, and waits again. */
export const MAX_TIMER = 2 ** 31 - 1;

/** Wakes one waiter, by a call or when its time is over. */
export class Wakeup {
  #wake: (() => void) | undefined;

  wake(): void {
    this.#wake?.();
  }

  /** @param ms how long at most, in milliseconds; `undefined` waits for a call of `wake` alone */
  async wait(ms: number | undefined): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (ms !== undefined) timer = setTimeout(resolve, Math.min(Math.ceil(ms), MAX_TIMER));
    });
    clearTimeout(timer);
    this.#wake = undefined;
  }
}
