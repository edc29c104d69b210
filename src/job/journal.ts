import type { Item } from "./entry.js";
import type { Settled } from "./job-outcome.js";

/** A call that is about to be made, or that has brought outcomes. */
export interface CallRecord {
  /** Counted from 1 within one run of the job. */
  readonly call: number;
  /** What the call is for: a first try, one more for what is unknown, one address alone, a reading back. */
  readonly purpose: "first" | "again" | "alone" | "read-back";
  readonly items: readonly Item[];
}

export interface SettledItem {
  readonly item: Item;
  readonly settled: Settled;
}

/**
 * Where a job writes down what it does. The job waits for each promise: no call is made before it is
 * on record, and no outcome is told before it is. A rejection ends the sending.
 */
export interface JobJournal {
  sending(record: CallRecord): Promise<void>;
  /** Outcomes; those of one call may come in several parts, or together with those of others. */
  settled(items: readonly SettledItem[]): Promise<void>;
}
