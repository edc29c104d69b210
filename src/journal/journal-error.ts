/** Why a journal cannot be used. */
export type JournalFault =
  /** There is no such file, and `create` was false. */
  | "absent"
  /** The file is something else; it was not changed. */
  | "not-a-journal"
  /** A journal of another version of the format. */
  | "other-format"
  /** A line in the middle cannot be read, or contradicts those before it. */
  | "damaged"
  /** The file cannot be read at all. */
  | "unreadable"
  /** Another run has it. */
  | "locked"
  /** Another run has taken the lock over while this one held it. */
  | "lock-lost"
  /** It is of a job for another server or brand. */
  | "other-job"
  /** It holds a list that nobody has confirmed. */
  | "unconfirmed"
  /** A line could not be written, or the file could not be created. */
  | "unwritable";

/** From the registry that all realms share, so that it is the same in every copy of the package. */
const BRAND = Symbol.for("hubspot-batch-unsubscribe.JournalError");

/**
 * Whether a caught value is a `JournalError`, of which `JournalLockedError` is one: also of another copy of the package, or of another realm,
 * as under Jest.
 *
 * @example
 * ```ts
 * const store = await openJournal("opt-outs.journal").catch((error: unknown) => {
 *   if (isJournalError(error) && error.fault === "locked") return undefined; // another process is at it
 *   throw error;
 * });
 * ```
 */
export function isJournalError(error: unknown): error is JournalError {
  return typeof error === "object" && error !== null && Reflect.get(error, BRAND) === true;
}

/** The message says which file, what is wrong with it and what to do. It contains no address of the list. */
export class JournalError extends Error {
  override readonly name: "JournalError" | "JournalLockedError" = "JournalError";
  /** What is wrong, for a program. */
  readonly fault: JournalFault;

  static {
    Object.defineProperty(this.prototype, BRAND, { value: true });
  }

  constructor(fault: JournalFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
  }
}

/** Who opened a journal for writing, and when. */
export interface JournalHolder {
  readonly pid: number;
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Another run is writing to the journal. */
export class JournalLockedError extends JournalError {
  override readonly name = "JournalLockedError";
  /** Unknown while the other run is still reading the file. */
  readonly holder: JournalHolder | undefined;

  constructor(message: string, holder: JournalHolder | undefined) {
    super("locked", message);
    this.holder = holder;
  }
}
