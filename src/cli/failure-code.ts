import { isHubSpotError } from "../index.js";
import { JournalError, ListError, ListQuestion, ReportError, type JournalFault } from "../node.js";
import { printable } from "../text/words.js";
import { programName } from "./commands.js";
import { codeOfSignal, exitCodes } from "./exit-codes.js";
import { flags, type Flag } from "./flags.js";
import { OutputError } from "./output.js";
import { StoppedError } from "./stopped-error.js";
import { suggest, typedCommand, withoutFlags } from "./typed-command.js";
import { RefusedError, UsageError } from "./usage-error.js";

/** Journal faults in which a write failed; all others are found before anything begins. */
const unwritable: ReadonlySet<JournalFault> = new Set(["unwritable", "lock-lost"]);

/** What the command can do about a journal; the errors themselves speak to programs too, which have no flags. */
const journalRemedies: Partial<Record<JournalFault, string>> = {
  "not-a-journal":
    "The journal of list.csv is list.csv.journal, unless --journal named another file.",
  "other-format": "A new journal: run LIST --journal FILE",
  damaged: "A new journal: run LIST --journal FILE",
  unwritable: "Another place for the journal: run LIST --journal FILE",
};

/** A call failed that had to succeed before anything is sent. */
export class FailedError extends Error {
  override readonly name = "FailedError";
  readonly code: number;
  /** What to check before typing the same command again, in lines. */
  readonly remedy: readonly string[];

  constructor(message: string, code: number, remedy: readonly string[], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}

/** The exit code for an error that a command threw; `undefined` for an unexpected one. */
export function codeOfFailure(error: unknown): number | undefined {
  if (error instanceof StoppedError) return codeOfSignal(error.signal);
  if (isUnwritable(error)) return exitCodes.unwritable;
  if (error instanceof FailedError) return error.code;
  // The token changed between two reads.
  if (isHubSpotError(error) && error.name === "HubSpotAccountError") {
    return error.tokenAccount === undefined ? exitCodes.credentials : exitCodes.usage;
  }
  const refused = error instanceof ListError || error instanceof JournalError;
  if (error instanceof UsageError || refused) return exitCodes.usage;
  return undefined;
}

/** Whether the journal, a report or stdout cannot be written. */
export function isUnwritable(error: unknown): error is Error {
  return (
    error instanceof OutputError ||
    error instanceof ReportError ||
    (error instanceof JournalError && unwritable.has(error.fault))
  );
}

/** The flags that are given at most once: a new value replaces the one that was typed. */
function onceOnly(words: readonly string[]): readonly string[] {
  const once = ([name, { value, repeatable }]: readonly [string, Flag]): boolean =>
    value !== undefined && repeatable === undefined && words.includes(`--${name}`);
  return Object.entries<Flag>(flags)
    .filter(once)
    .map(([name]) => `--${name}`);
}

/**
 * Describes an error that a command threw, in lines: what was wrong, and what to do.
 *
 * @param argv what stands behind the program's name
 * @param command the command among it, if there is one
 */
export function describeFailure(
  error: Error,
  argv: readonly string[],
  command: string | undefined,
): readonly string[] {
  const choices =
    error instanceof ListQuestion || error instanceof RefusedError ? error.choices : [];
  const ways = choices.flatMap(({ what, flags: added }) => {
    const command = typedCommand([...withoutFlags(argv, ...onceOnly(added)), ...added]);
    return suggest(printable(what, 200), command, "  ");
  });
  const remedy = error instanceof FailedError ? error.remedy : [];
  const again = remedy.length === 0 ? undefined : typedCommand(argv);
  const journal = error instanceof JournalError ? journalRemedies[error.fault] : undefined;
  // The help does not explain problems with a list or a lock.
  const help = [programName, ...(command === undefined ? [] : [command]), "--help"].join(" ");
  return [
    `${programName}: ${error instanceof ListQuestion ? sentences(error.message) : error.message}`,
    ...remedy,
    ...(journal === undefined ? [] : [journal]),
    ...suggest("Once that is mended, to go on", again, "  "),
    ...ways,
    ...(error.name === "UsageError" ? [`Try ${help}`] : []),
  ];
}

/** A question of many sentences, each on a line of its own. */
function sentences(text: string): string {
  return text.replace(/\. (?=[A-Z\d])/g, ".\n  ");
}
