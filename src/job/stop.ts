import { isError } from "../errors/fault.js";
import { createRedact } from "../text/redact.js";
import type { NotSentReason } from "./job-outcome.js";

/** Why a job ended before every address was sent. */
export interface JobStop {
  /** The reason that `not-sent` outcomes have too. */
  readonly reason: NotSentReason;
  /** A sentence for the person who runs the job; it holds no address and no token. */
  readonly message: string;
  /**
   * When to continue, in milliseconds since 1970: known if HubSpot gave a time, or at the daily limit if the account's time
   * zone is known.
   */
  readonly resumeAt?: number;
  /** The error that caused it, such as a `HubSpotPermissionError`. */
  readonly cause?: Error;
}

/**
 * The stop for what is no error of the client.
 *
 * @param begun the request had begun when it was thrown
 * @param signal the client's
 */
export function describeThrown(
  thrown: unknown,
  begun: boolean,
  signal: AbortSignal | undefined,
): JobStop {
  const cause = isError(thrown) ? { cause: thrown } : undefined;
  const text = cause ? `${cause.cause.name}: ${cause.cause.message}` : String(thrown);
  // By the moment and the signal: what an error calls itself proves nothing.
  if (signal?.aborted === true || begun) {
    return { reason: "stopped", message: `The calls were ended: ${show(text)}.`, ...cause };
  }
  const message = `No access token: ${show(text)}.`;
  return { reason: "credentials", message, ...cause };
}

/** Words that are not HubSpot's either; they may hold an address. */
function show(text: string): string {
  return createRedact([], new Set())(text, 200);
}
