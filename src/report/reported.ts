import type { EntryOutcome, Settled } from "../job/job-outcome.js";

/** What became of somebody whom an earlier list of the job had, and the newest has not. */
export type WithoutRow = {
  readonly row?: undefined;
  /** As it was typed. */
  readonly address: string;
  /** As it went out. */
  readonly sent: string;
} & Settled;

/** A line of a report: an entry of the list, or somebody who is no longer on it. */
export type Reported = EntryOutcome | WithoutRow;
