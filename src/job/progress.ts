import type { JobWait, Pace } from "../client/pace.js";
import type { NotSentReason } from "./job-outcome.js";

/** Where a job stands. */
export interface JobProgress {
  /** Calls made so far, repeats included. */
  readonly calls: number;
  /** Calls that HubSpot has answered with a 429. */
  readonly rateLimited: number;
  /** Calls under way. */
  readonly underWay: number;
  /** Addresses that have their outcome. */
  readonly settled: number;
  /** The wait that all calls share, if there is one. */
  readonly wait: JobWait | undefined;
  /** Calls a second that the account's limit allows, as far as HubSpot has said. */
  readonly callsPerSecond: number | undefined;
  /** Set once the job sends no more. */
  readonly stopped: NotSentReason | undefined;
}

/** What the calls of a client are waiting for at this moment. */
export function waitOf(pace: Pace): JobProgress["wait"] {
  const wait = pace.wait(performance.now());
  return wait && Object.freeze({ reason: wait.reason, until: Date.now() + wait.ms });
}
