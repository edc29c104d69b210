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

/** What the engines of a job or a queue count, all of them together. */
export interface Counts {
  calls: number;
  rateLimited: number;
  underWay: number;
  settled: number;
}

export function createCounts(): Counts {
  return { calls: 0, rateLimited: 0, underWay: 0, settled: 0 };
}

/** @param pace that of the client */
export function progressOf(
  counts: Counts,
  pace: Pace,
  stopped: NotSentReason | undefined,
): JobProgress {
  const { reason, ms = 0 } = pace.wait(performance.now()) ?? {};
  const wait = reason && Object.freeze({ reason, until: Date.now() + ms });
  return Object.freeze({ ...counts, wait, callsPerSecond: pace.callsPerSecond, stopped });
}
