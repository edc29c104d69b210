/** The caller's to mend: shown as one line on stderr, with exit code 2. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** A refusal that the help would not explain: a list, a lock, a mismatch, a question declined. */
export class RefusedError extends UsageError {
  override readonly name = "RefusedError";
}
