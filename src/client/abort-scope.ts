/** The calls that depend on a signal, and the one listener that notifies them. */
interface Audience {
  readonly calls: Set<AbortScope>;
  readonly tell: () => void;
}

// One listener for all calls: Node warns of a leak when a signal has more than ten.
const audiences = new WeakMap<AbortSignal, Audience>();

/** Combines up to two signals by which the caller can end a call. */
export interface AbortScope {
  /** Called once, when a signal is aborted; set by whoever is waiting. */
  onAbort?: ((reason: unknown) => void) | undefined;
  readonly aborted: boolean;
  /** The caller's own reason, which may be any value. */
  readonly reason: unknown;
  throwIfAborted(): void;
  /** Waits, and rejects with the caller's reason as soon as a signal is aborted. */
  wait(ms: number): Promise<void>;
  /** Stops listening to the signals; do not use the object afterwards. */
  release(): void;
}

/** Not `AbortSignal.any`, which costs more and, with a long-lived signal, has leaked. */
export function createAbortScope(...given: readonly (AbortSignal | undefined)[]): AbortScope {
  const signals = given.filter((signal) => signal !== undefined);
  const scope: AbortScope = {
    get aborted() {
      return signals.some((signal) => signal.aborted);
    },
    get reason(): unknown {
      return signals.find((signal) => signal.aborted)?.reason;
    },
    throwIfAborted() {
      if (scope.aborted) throw scope.reason;
    },
    async wait(ms) {
      scope.throwIfAborted();
      let timer: ReturnType<typeof setTimeout> | undefined;
      try {
        await new Promise<void>((resolve, reject) => {
          scope.onAbort = reject;
          timer = setTimeout(resolve, ms);
        });
      } finally {
        clearTimeout(timer);
        scope.onAbort = undefined;
      }
    },
    release() {
      for (const signal of signals) leave(signal, scope);
    },
  };
  for (const signal of signals) join(signal, scope);
  return scope;
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

/** Ends one attempt on a time-out or an abort by the caller, whichever comes first. */
export interface TimeLimit {
  /** True once the time-out has ended the attempt; stays false if the caller aborted first. */
  reached: boolean;
  /** True once the attempt is over. */
  released: boolean;
  /** Passed to `fetch`. Not every implementation honours it, so the work is also raced against it. */
  readonly signal: AbortSignal;
  /** The result of the work, or a rejection as soon as the attempt is ended. */
  race<T>(work: Promise<T>): Promise<T>;
  release(): void;
}

/**
 * With a timer of its own, since `AbortSignal.timeout` costs more and cannot be put off again.
 *
 * @param ms The limit in milliseconds; `Infinity` for none.
 */
export function createTimeLimit(ms: number, scope: AbortScope): TimeLimit {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const halted = new Promise<never>((_, reject) => {
    const halt = (reason: unknown): void => {
      // First, so that the reason wins over the error that fetch makes of it.
      reject(reason);
      controller.abort(reason);
    };
    scope.onAbort = halt;
    if (ms === Infinity) return;
    timer = setTimeout(() => {
      limit.reached = true;
      halt(new DOMException("The time limit was reached.", "TimeoutError"));
    }, ms);
  });
  // It may be rejected while nobody waits for it.
  halted.catch(() => {});
  const limit: TimeLimit = {
    reached: false,
    released: false,
    signal: controller.signal,
    race: (work) => Promise.race([work, halted]),
    release() {
      limit.released = true;
      clearTimeout(timer);
      scope.onAbort = undefined;
    },
  };
  return limit;
}
