import type { Entry } from "../job/entry.js";
import type { ReadOutcome, Row, Settled } from "../job/job-outcome.js";
import type { StoredOutcome, Taken } from "../job/store.js";
import type { EntryLine, RowValue } from "./lines.js";

function toRowValue(row: Row): RowValue {
  return typeof row === "bigint" ? { bigint: String(row) } : row;
}

function fromRowValue(row: RowValue): Row {
  return typeof row === "object" ? BigInt(row.bigint) : row;
}

/**
 * The line of an entry that comes for the first time.
 *
 * @param keepsData whether it holds the `data` of the entry
 */
export function takenLine(
  taken: Extract<Taken, { kind: "new" | "set-apart" }>,
  keepsData: boolean,
): EntryLine {
  const given = taken.kind === "new" ? taken.entry : taken.outcome;
  const data = keepsData ? given.data : undefined;
  if (taken.kind === "new") {
    const { row, address, sent } = taken.entry;
    return { row: toRowValue(row), address, sent: sent === address ? undefined : sent, data };
  }
  const { outcome } = taken;
  const { address } = outcome;
  const row = toRowValue(outcome.row);
  if (outcome.outcome === "invalid") {
    return { row, address, invalid: outcome.reason, codePoint: outcome.codePoint, data };
  }
  const { sent, duplicateOf } = outcome;
  return {
    row,
    address,
    sent: sent === address ? undefined : sent,
    duplicateOf: toRowValue(duplicateOf),
    data,
  };
}

/** The entry of a line that is no duplicate and not invalid. */
export function toEntry<Data>(id: number, line: EntryLine): Entry<Data> {
  const { address, sent = address } = line;
  return { id, row: fromRowValue(line.row), address, sent, ...dataOf<Data>(line) };
}

/** The outcome of an entry that is sent. Its own members come first and in full: that is several times faster. */
export function withOutcome<Data>(line: EntryLine, settled: Settled): StoredOutcome<Data> {
  const { address, sent = address } = line;
  return { row: fromRowValue(line.row), address, sent, ...dataOf<Data>(line), ...settled };
}

/** The outcome of an entry that is never sent; undefined for one that is. */
export function setApart<Data>(line: EntryLine): ReadOutcome<Data> | undefined {
  const { address, sent = address, duplicateOf, invalid, codePoint } = line;
  if (duplicateOf === undefined && invalid === undefined) return undefined;
  const shown = { row: fromRowValue(line.row), address, ...dataOf<Data>(line) };
  if (duplicateOf !== undefined) {
    return { ...shown, outcome: "duplicate", sent, duplicateOf: fromRowValue(duplicateOf) };
  }
  // Cast: the reason was written from an `InvalidAddress`; one of a later version is shown as it stands.
  const reason = invalid as Extract<ReadOutcome, { outcome: "invalid" }>["reason"];
  return {
    ...shown,
    outcome: "invalid",
    reason,
    ...(codePoint === undefined ? undefined : { codePoint }),
  };
}

function dataOf<Data>({ data }: EntryLine): { readonly data: Data } | undefined {
  // Cast: it was written from the caller's own.
  return data === undefined ? undefined : { data: data as Data };
}
