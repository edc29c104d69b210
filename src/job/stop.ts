import type { NotSentReason } from "./job-outcome.js";

/** Why a job ended before every address was sent. */
export interface JobStop {
  readonly reason: NotSentReason;
  /** A sentence for the person who runs the job; it holds no address and no token. */
  readonly message: string;
  /** When to go on, in milliseconds since 1970, where HubSpot gave a time. */
  readonly resumeAt?: number;
  /** The error that led to it, such as a `HubSpotPermissionError`. */
  readonly cause?: Error;
}

/** The stop for what the caller's own token function has thrown, or the reason of an abort. */
export function foreignStop(thrown: unknown): JobStop {
  const cause = thrown instanceof Error ? { cause: thrown } : undefined;
  return thrown instanceof Error && /^(?:Abort|Timeout)Error$/.test(thrown.name)
    ? { reason: "stopped", message: "The calls were aborted.", ...cause }
    : { reason: "credentials", message: "The access token could not be had.", ...cause };
}
