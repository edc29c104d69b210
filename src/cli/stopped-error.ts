/** A signal came before anything was sent. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
  /** The signal's name. */
  readonly signal: string;

  constructor(signal: string) {
    super("stopped; nothing was sent");
    this.signal = signal;
  }

  /** @throws {StoppedError} if the signal has come */
  static check(signal: AbortSignal): void {
    if (signal.aborted) throw new StoppedError(String(signal.reason));
  }
}
