import { isPlainAddress, readAddress } from "../address/address.js";
import { trimInvisible } from "../address/characters.js";
import { readCell } from "./cell.js";
import { headRows, type Row, type RowSyntax } from "./rows.js";

/** One way to cut a list into cells, and the first rows that come of it. */
export interface Split {
  readonly syntax: RowSyntax;
  readonly rows: readonly Row[];
  /** For each column, how many of its cells are one address and nothing else. */
  readonly addresses: readonly number[];
}

const SEPARATORS = [",", ";", "\t", "|"];
const HINT = /^"?sep=([^\w\s"]|\t)"?(?:\r\n|\n|\r|$)/;

/** The line `sep=;` at the start of a list: a spreadsheet heeds it and does not show it. */
export function findHint(head: Buffer): { separator: string; length: number } | undefined {
  const [line, separator] = HINT.exec(head.toString("latin1", 0, 16)) ?? [];
  return line === undefined || separator === undefined
    ? undefined
    : { separator, length: line.length };
}

/**
 * The ways to cut a list in which a row has more than one cell, and last the one in which a row is
 * one cell.
 *
 * @param quotes whether quotation marks count where a row is one cell
 */
export function splitsOf(head: Buffer, isAll: boolean, quotes: boolean): Split[] {
  const splits = SEPARATORS.map((separator) => split(head, isAll, { separator, quotes: true }));
  return [
    ...splits.filter(({ rows }) => rows.some((row) => row.length > 1)),
    split(head, isAll, { quotes }),
  ];
}

/** One way to cut a list. */
export function split(head: Buffer, isAll: boolean, syntax: RowSyntax): Split {
  const rows = headRows(head, isAll, syntax);
  const addresses: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      addresses[column] = (addresses[column] ?? 0) + (isOneAddress(cell) ? 1 : 0);
    }
  }
  return { syntax, rows, addresses };
}

/** Whether a cell holds one address and nothing else, in whatever form. */
export function isOneAddress(cell: string): boolean {
  if (isPlainAddress(cell)) return true;
  if (!/@|mailto:/i.test(cell)) return false;
  const [piece, ...others] = readCell(cell);
  return (
    others.length === 0 && piece !== undefined && readAddress(piece.mailbox ?? piece.address).ok
  );
}

/** The first row that is not blank: the header, if there is one. */
export function firstRow(rows: readonly Row[]): Row {
  return rows.find((row) => !isBlankRow(row)) ?? [];
}

/** Whether there is nothing to be seen in a row. */
export function isBlankRow(row: Row): boolean {
  return row.every((cell) => cell === "" || trimInvisible(cell) === "");
}
