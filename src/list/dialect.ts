import { isPlainAddress, readAddress } from "../address/address.js";
import { trimInvisible } from "../address/characters.js";
import { readCell } from "./cells.js";
import { headRows, type Syntax } from "./csv.js";
import {
  columnByNumber,
  describeColumns,
  isEmailHeader,
  mentionsMail,
  namedColumns,
  quoteName,
} from "./header.js";
import { ListError } from "./list-error.js";
import type { ListOptions, Row } from "./list-reading.js";
import { isReportHeader } from "./own-report.js";

/** One way to cut a list into cells, and the first rows that come of it. */
export interface Split {
  readonly syntax: Syntax;
  readonly rows: readonly Row[];
  /** For each column, how many of its cells are one address and nothing else. */
  readonly addresses: readonly number[];
}

/** Rows in which a header is looked for, below lines of a title. */
const TITLE_ROWS = 12;
const SEPARATORS = [",", ";", "\t", "|"];
const NAMED_SEPARATORS: ReadonlyMap<string, string> = new Map([
  ["comma", ","],
  ["semicolon", ";"],
  ["tab", "\t"],
  ["\\t", "\t"],
  ["pipe", "|"],
  ["space", " "],
  ["colon", ":"],
]);
const HINT = /^"?sep=([^\w\s"]|\t)"?(?:\r\n|\n|\r|$)/;

/** The line `sep=;` at the start of a list: a spreadsheet heeds it and does not show it. */
export function findHint(head: Buffer): { separator: string; length: number } | undefined {
  const [line, separator] = HINT.exec(head.toString("latin1", 0, 16)) ?? [];
  return line === undefined || separator === undefined
    ? undefined
    : { separator, length: line.length };
}

/** @throws {ListError} if it is no single character that can separate */
export function readSeparator(list: string, named: string): string {
  const separator = NAMED_SEPARATORS.get(named.toLowerCase()) ?? named;
  if (separator.length === 1 && !/["\r\n\w@]/.test(separator)) return separator;
  throw new ListError(
    list,
    "--separator takes one character, or comma, semicolon, tab, pipe, space or colon",
  );
}

/**
 * The ways to cut a list in which a row has more than one cell, and last the one in which a row is
 * one cell.
 *
 * @param isText a list by its name: quotation marks hold no lines together
 */
export function splitsOf(head: Buffer, isAll: boolean, isText: boolean): Split[] {
  const splits = SEPARATORS.map((separator) => split(head, isAll, { separator, quotes: true }));
  return [
    ...splits.filter(({ rows }) => rows.some((row) => row.length > 1)),
    split(head, isAll, { quotes: !isText }),
  ];
}

/** One way to cut a list. */
export function split(head: Buffer, isAll: boolean, syntax: Syntax): Split {
  const rows = headRows(head, isAll, syntax);
  const addresses: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      addresses[column] = (addresses[column] ?? 0) + (isOneAddress(cell) ? 1 : 0);
    }
  }
  return { syntax, rows, addresses };
}

/**
 * Decides how to split a list, by comparing the results; if two fit, it does not guess.
 *
 * @param splits the last one is that in which a row is one cell
 * @throws {ListError} if no way gives a column that `--column` names
 */
export function chooseSplit(
  list: string,
  splits: readonly Split[],
  { columns = [], headerRow }: ListOptions,
  isText: boolean,
): Split {
  const report = splits.find(
    ({ syntax, rows }) => syntax.separator === "," && isReportHeader(firstRow(rows)),
  );
  const [only] = splits;
  if (report !== undefined) return report;
  if (only !== undefined && splits.length === 1) return only;
  const lines = splits.slice(-1);
  const cells = splits.slice(0, -1);
  const headed = best(splits, (each) => scoreOfHeader(each, columns, headerRow));
  if (headed !== undefined) return headed;
  if (columns.length > 0) {
    const numbers = columns.map(columnByNumber);
    const needed = Math.max(...numbers);
    const having = splits.filter(({ rows }) => rows.some((row) => row.length >= needed));
    const numbered = best(having, ({ addresses }) => 1 + (addresses[needed - 1] ?? 0));
    if (numbered !== undefined) return numbered;
    const missing = columns[numbers.indexOf(needed)] ?? "";
    throw new ListError(
      list,
      `there is no column ${quoteName(missing)}; there is ${describeColumns(widest(splits))}`,
    );
  }
  const chosen = best([...lines, ...cells], (each) => 1 + countAddresses(each));
  const [line] = lines;
  const columnsOf = chosen?.addresses.filter((count) => count > 0).length ?? 0;
  return (
    (isText && columnsOf !== 1 ? line : chosen) ?? {
      syntax: { quotes: true },
      rows: [],
      addresses: [],
    }
  );
}

/** How well a way to cut fits, by its header; 0 if there is none that names the column. */
function scoreOfHeader(
  each: Split,
  columns: readonly string[],
  headerRow: number | undefined,
): number {
  const at = findHeader(each.rows, headerRow);
  const row = at === undefined ? undefined : each.rows[at];
  if (row === undefined || (each.syntax.separator !== undefined && row.length < 2)) return 0;
  const found =
    columns.length === 0
      ? [...row.keys()].filter(
          (column) =>
            isEmailHeader(row[column] ?? "") ||
            (mentionsMail(row[column] ?? "") && (each.addresses[column] ?? 0) > 0),
        )
      : columns.every((name) => namedColumns(row, name).length > 0)
        ? columns.flatMap((name) => namedColumns(row, name))
        : [];
  if (found.length === 0) return 0;
  // A usual name counts more than any number of addresses, since other columns may only mention mail.
  const usual = found.some((column) => isEmailHeader(row[column] ?? ""));
  return (
    1 + (usual ? 1e6 : 0) + found.reduce((sum, column) => sum + (each.addresses[column] ?? 0), 0)
  );
}

/**
 * Which row holds the names of the columns, from 0; none if an address stands in the first one. Lines of a title may stand
 * above it: it is the first row with the usual name of a column of addresses, else the first of all.
 *
 * @param named the row that `--header-row` names, from 1
 */
export function findHeader(rows: readonly Row[], named?: number): number | undefined {
  if (named !== undefined) return named <= rows.length ? named - 1 : undefined;
  const first = rows.findIndex((row) => !isBlankRow(row));
  if (first === -1 || rows[first]?.some(isOneAddress) === true) return undefined;
  for (let at = first; at < Math.min(rows.length, first + TITLE_ROWS); at++) {
    const row = rows[at] ?? [];
    if (row.some(isOneAddress)) break;
    if (row.some(isEmailHeader)) return at;
    const below = rows[at + 1] ?? [];
    const isHeader = (cell: string, column: number) =>
      mentionsMail(cell) && isOneAddress(below[column] ?? "");
    if (row.some(isHeader)) return at;
  }
  return first;
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

/** The first one of those with the highest score, if that is more than nothing. */
function best(splits: readonly Split[], score: (split: Split) => number): Split | undefined {
  let found: { split: Split; score: number } | undefined;
  for (const each of splits) {
    const its = score(each);
    if (its > (found?.score ?? 0)) found = { split: each, score: its };
  }
  return found?.split;
}

function countAddresses({ addresses }: Split): number {
  return addresses.reduce((sum, count) => sum + count, 0);
}

function widest(splits: readonly Split[]): Row {
  return splits
    .map(({ rows }) => firstRow(rows))
    .reduce((a, b) => (b.length > a.length ? b : a), []);
}
