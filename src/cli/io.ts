/** Where text goes. */
export interface Output {
  write(text: string): unknown;
}

/** What a command has of the world; a test hands in its own. */
export interface Io {
  /** Data only. */
  readonly stdout: Output;
  /** All else: notes, errors. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}
