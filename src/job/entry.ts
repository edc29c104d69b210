import type { JobUnknownReason } from "./job-outcome.js";

/** One address of one row of a list. A row with two addresses has two entries. */
export interface Entry {
  /** Where it stands in the list, counted from 1 as the caller counts. */
  readonly row: number;
  /** As it was typed. */
  readonly address: string;
  /** The bare address, where `address` holds more than that, such as `Ana <ana@example.com>`. */
  readonly mailbox?: string | undefined;
}

/** An address that is to be opted out, once however often it stands in the list. */
export interface Item {
  /** The entry's place among all entries of the job, counted from 0. */
  readonly id: number;
  readonly row: number;
  /** As it goes out. */
  readonly sent: string;
  /** An earlier run of the job has sent it, and for this reason nobody knows what came of that. */
  readonly doubt?: JobUnknownReason | undefined;
}
