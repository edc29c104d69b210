/** The calls that hear a signal, and the one listener that tells them. */
interface Audience {
  readonly calls: Set<AbortScope>;
  readonly tell: () => void;
}

// One listener for all calls: Node warns of a leak when a signal has more than ten.
const audiences = new WeakMap<AbortSignal, Audience>();

/**
 * The caller's wish to end a call, heard from up to two signals. Not `AbortSignal.any`, which costs
 * more and, with a long-lived signal, has leaked.
 */
export class AbortScope {
  /** Called once, when a signal is aborted; set by whoever is waiting. */
  onAbort: ((reason: unknown) => void) | undefined;
  readonly #signals: readonly AbortSignal[];

  constructor(...signals: readonly (AbortSignal | undefined)[]) {
    this.#signals = signals.filter((signal) => signal !== undefined);
    for (const signal of this.#signals) join(signal, this);
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

  /** Hears the signals no longer; the object is of no use afterwards. */
  release(): void {
    for (const signal of this.#signals) leave(signal, this);
  }
}

function join(signal: AbortSignal, call: AbortScope): void {
  let audience = audiences.get(signal);
  if (audience === undefined) {
    const calls = new Set<AbortScope>();
    const tell = (): void => {
      for (const each of calls) each.onAbort?.(each.reason);
    };
    audiences.set(signal, (audience = { calls, tell }));
    signal.addEventListener("abort", tell);
  }
  audience.calls.add(call);
}

function leave(signal: AbortSignal, call: AbortScope): void {
  const audience = audiences.get(signal);
  audience?.calls.delete(call);
  if (audience?.calls.size !== 0) return;
  audiences.delete(signal);
  signal.removeEventListener("abort", audience.tell);
}

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
  readonly #scope: AbortScope;
  readonly #halted: Promise<never>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param ms The limit in milliseconds; `Infinity` for none. */
  constructor(ms: number, scope: AbortScope) {
    this.#scope = scope;
    this.#halted = new Promise((_, reject) => {
      const halt = (reason: unknown): void => {
        // First, so that the reason wins over the error that fetch makes of it.
        reject(reason);
        this.#controller.abort(reason);
      };
      scope.onAbort = halt;
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
    this.#scope.onAbort = undefined;
  }
}
