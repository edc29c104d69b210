/** How much of the past counts, in milliseconds. */
const window = 30_000;

interface Sample {
  readonly time: number;
  readonly done: number;
}

/** How fast a job is, by the last half minute. */
export class Rate {
  readonly #samples: Sample[] = [];

  /** @param time milliseconds of a clock that is never set */
  add(time: number, done: number): void {
    this.#samples.push({ time, done });
    // One sample from before the window is kept, so that a slow job has a rate too.
    while ((this.#samples[1]?.time ?? Infinity) <= time - window) this.#samples.shift();
  }

  /** Addresses a second; nothing as long as it cannot be told. */
  get perSecond(): number | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.time - first.time < 500) return undefined;
    const rate = ((last.done - first.done) * 1000) / (last.time - first.time);
    return rate > 0 ? rate : undefined;
  }
}
