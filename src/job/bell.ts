/** Wakes one waiter, by a ring or when its time is over. */
export class Bell {
  #wake: (() => void) | undefined;

  ring(): void {
    this.#wake?.();
  }

  /** @param ms how long at most, in milliseconds; `undefined` waits for a ring alone */
  async wait(ms: number | undefined): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (ms !== undefined) timer = setTimeout(resolve, Math.ceil(ms));
    });
    clearTimeout(timer);
    this.#wake = undefined;
  }
}
