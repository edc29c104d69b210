/** Says what step runs and how long it took: on a terminal in place, elsewhere a plain line when it is done. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #start = performance.now();

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** @param took how long the work took in milliseconds, where it ran beside others and is only waited for here */
  async step<T>(name: string, work: () => T | Promise<T>, took?: () => number): Promise<T> {
    const start = performance.now();
    if (this.#stream.isTTY) this.#stream.write(`  ${name} …`);
    try {
      const result = await work();
      this.#line(`${name.padEnd(12)} ${shown(took?.() ?? performance.now() - start)}`);
      return result;
    } catch (error) {
      this.#line(`${name.padEnd(12)} failed`);
      throw error;
    }
  }

  done(text: string): void {
    this.#line(`${text} in ${shown(performance.now() - this.#start).trim()}`);
  }

  #line(text: string): void {
    this.#stream.write(`${this.#stream.isTTY ? "\r\u001b[2K" : ""}  ${text}\n`);
  }
}

/** Says nothing of the steps. */
export class Silent extends Progress {
  constructor() {
    super(process.stdout);
  }

  override async step<T>(_: string, work: () => T | Promise<T>): Promise<T> {
    return await work();
  }
}

function shown(ms: number): string {
  return `${Math.round(ms)} ms`.padStart(8);
}
