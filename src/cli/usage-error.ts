/** The caller's to mend: shown as one line on stderr, with exit code 2. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** One way to go on, in words and with the flags for it. */
export interface Choice {
  readonly what: string;
  readonly flags: readonly string[];
}

/** A refusal that the help would not explain: a list, a lock, a mismatch, a question declined. */
export class RefusedError extends UsageError {
  override readonly name = "RefusedError";
  /** What to add to the command that was typed, in place of what it says of the same flag. */
  readonly choices: readonly Choice[];

  constructor(
    message: string,
    options: ErrorOptions & { readonly choices?: readonly Choice[] } = {},
  ) {
    super(message, options);
    this.choices = options.choices ?? [];
  }
}
