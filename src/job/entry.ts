import type { InvalidAddress } from "../address/address.js";
import type { JobUnknownReason, Row } from "./job-outcome.js";

/** One address as the caller has it. A row with two addresses has two entries. */
export interface ListEntry<Data = unknown, R extends Row = Row> {
  /**
   * The row of the entry: a line of a file, or a key of a database. If it is left out, it is the position of the entry in
   * the list, counted from 1. `undefined` and `null` are refused, since that position may be the key of another row.
   */
  readonly row?: R;
  /** As it was typed. */
  readonly address: string;
  /** The bare address, if `address` contains more than that, such as `Ana <ana@example.com>`. */
  readonly mailbox?: string | undefined;
  /** Why the entry is invalid whatever its address, as found while reading the list. */
  readonly problem?: InvalidAddress | undefined;
  /** Comes back with the outcome; the job does not look at it. */
  readonly data?: Data | undefined;
}

/**
 * The row of an entry; its place, where it has none.
 *
 * @throws {TypeError} for a row that is no text, finite number or bigint
 */
export function rowOf<R extends Row>(
  entry: Pick<ListEntry<unknown, R>, "row">,
  place: number,
): R | number {
  if (!("row" in entry)) return place;
  // Cast: a caller without types may give anything.
  const row = entry.row as R;
  if (typeof row === "string" || typeof row === "bigint" || Number.isFinite(row)) return row;
  throw new TypeError(`the row of entry ${place} must be a text, number or bigint`);
}

/** The type of the rows in the outcomes of a list: that of its entries if each has a `row`, else any `Row`. */
export type RowOf<Each> = [Each] extends [{ readonly row: infer R extends Row }] ? R : Row;

/** The type of the `data` in the outcomes of a list. */
export type DataOf<Each> = [Each] extends [{ readonly data?: infer Data }]
  ? Exclude<Data, undefined>
  : unknown;

/** A distinct valid address of a job. It is sent once, however often it is in the list. */
export interface Entry<Data = unknown> {
  /** Its place among all entries of the store, counted from 0. */
  readonly id: number;
  readonly row: Row;
  /** As it was typed. */
  readonly address: string;
  /** As it goes out. */
  readonly sent: string;
  readonly data?: Data | undefined;
  /** An earlier call with it may have been carried out, and for this reason nobody knows. */
  readonly unresolved?: JobUnknownReason | undefined;
  /** An earlier run has it as rejected, and that stands unless this run learns better. */
  readonly rejectedBefore?: boolean | undefined;
}
