import { isHubSpotError, type NotSentReason } from "../index.js";
import { number } from "../text/words.js";

/** What the process says when it ends. */
export const exitCodes = {
  /** All addresses that were to be sent are out. */
  ok: 0,
  /** The job ended, but some entries are not as they should be. */
  incomplete: 1,
  /** The command line, a file it names, the lock or the question: nothing was sent, or the request is at fault. */
  usage: 2,
  /** The token, its scopes or the account's tier. */
  credentials: 3,
  /** A limit or a migration of the account. */
  limited: 4,
  /** The network or the server gave up. */
  unavailable: 5,
  /** The journal, a report or stdout cannot be written. */
  unwritable: 6,
  /** Stopped by SIGHUP before the end, when its terminal was closed: 128 and the signal's number, as shells have it. */
  hungUp: 129,
  /** Stopped by SIGINT before the end. */
  interrupted: 130,
  /** Stopped by SIGTERM before the end. */
  terminated: 143,
} as const;

/**
 * Why the exit code is 1, in a line for the person; none for the others, which a stop or an error explains.
 *
 * @param amiss how many entries are not as they should be, by what they are
 */
export function describeIncomplete(
  code: number,
  amiss: Readonly<Record<string, number>>,
): readonly string[] {
  if (code !== exitCodes.incomplete) return [];
  const parts = Object.entries(amiss)
    .filter(([, entries]) => entries > 0)
    .map(([name, entries]) => `${number(entries)} ${name}`);
  return parts.length === 0 ? [] : [`Exit code ${code}: ${parts.join(", ")}`];
}

/** The exit code of a process that was stopped by this signal; the name is an abort's reason. */
export function codeOfSignal(name: unknown): number {
  if (name === "SIGHUP") return exitCodes.hungUp;
  return name === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
}

/** What happened, as far as it decides the exit code. */
export interface Happened {
  /** The journal, a report or stdout could not be written. */
  readonly unwritable?: boolean;
  /** Stopped by a signal, whose name this is. */
  readonly signal?: string | undefined;
  /** Why the job ended before every address was sent. */
  readonly stop?: NotSentReason | undefined;
  /** What led to that. */
  readonly cause?: Error | undefined;
  /** Entries or addresses of which it cannot be told whether they are out. */
  readonly unconfirmable?: number;
  /** Entries that are rejected, unknown, invalid, not confirmed, or not sent for another reason than `--limit`. */
  readonly amiss?: number;
}

const codeOfStop: Readonly<Record<NotSentReason, number>> = {
  credentials: exitCodes.credentials,
  unavailable: exitCodes.unavailable,
  "rate-limit": exitCodes.limited,
  migration: exitCodes.limited,
  "request-fault": exitCodes.usage,
  // A stop by something with its own exit code; otherwise the job is only incomplete.
  stopped: exitCodes.incomplete,
  limit: exitCodes.ok,
  // No job stops for this reason.
  pending: exitCodes.incomplete,
};

/** The order in which codes apply: the first that is among them is the one. */
const order = [
  exitCodes.unwritable,
  exitCodes.hungUp,
  exitCodes.interrupted,
  exitCodes.terminated,
  exitCodes.credentials,
  exitCodes.unavailable,
  exitCodes.limited,
  exitCodes.usage,
  exitCodes.incomplete,
];

/** The token now belongs to another account, which is not a fault of the token. */
function isWrongAccount(cause: Error | undefined): boolean {
  return (
    isHubSpotError(cause) &&
    cause.name === "HubSpotAccountError" &&
    cause.tokenAccount !== undefined
  );
}

/** The exit code: of all that apply, the one that comes first in the documented order. */
export function decideExitCode(happened: Happened): number {
  const codes = new Set<number>();
  if (happened.unwritable === true) codes.add(exitCodes.unwritable);
  if (happened.signal !== undefined) codes.add(codeOfSignal(happened.signal));
  if (isWrongAccount(happened.cause)) codes.add(exitCodes.usage);
  else {
    if (happened.stop !== undefined) codes.add(codeOfStop[happened.stop]);
    if ((happened.unconfirmable ?? 0) > 0) codes.add(exitCodes.credentials);
  }
  if ((happened.amiss ?? 0) > 0) codes.add(exitCodes.incomplete);
  return order.find((code) => codes.has(code)) ?? exitCodes.ok;
}
