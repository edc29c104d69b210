import { isPlainAddress, readAddress } from "../address/address.js";
import { readCell } from "./cells.js";
import { asksInAFewWords } from "./consent-values.js";
import { isBlankRow } from "./dialect.js";
import { headingIn, type Heading } from "./headings.js";
import type { Row } from "./list-reading.js";
import { foldValue } from "./where.js";

/** Different values of a column that are told apart; a column of more is no status. */
const MAX_VALUES = 60;
const MAX_LENGTH = 60;

/** What one column of a list holds, in the rows below the header. */
export interface ColumnScan {
  /** Cells that are not empty. */
  filled: number;
  /** Cells that are one address or several. */
  addresses: number;
  /** The first row with one, from 1. */
  firstAddress: number;
  /** Those of them that say in a few words beside it that somebody has asked to be out. */
  asking: number;
  /** How often each value stands there, as it was first spelt; without its case and the blanks at its ends. */
  readonly values: Map<string, { readonly shown: string; count: number }>;
  /** There are more different values than are told apart, or longer ones: only those that ask to be out are added then. */
  hasMore: boolean;
}

/** What a list holds. */
export interface TableScan {
  readonly columns: readonly ColumnScan[];
  /** Rows that are not blank, below the header. */
  readonly rows: number;
  /** Those of them that a spreadsheet hides, and those whose address it strikes through. */
  readonly hidden: number;
  readonly struck: number;
  /** The first rows without an address that part the list. */
  readonly headings: readonly Heading[];
  /** The last row with an address, from 1. */
  readonly lastAddress: number;
}

/**
 * Goes through all rows once, before any entry is taken: which column holds the addresses, and which of them say who is to
 * be out, may show in the last row.
 *
 * @param skip rows above the data
 * @param header the last of them, if it holds the names of the columns
 * @throws {ListError} if a row cannot be read
 */
export async function scanTable(
  rows: AsyncIterable<readonly Row[]>,
  skip: number,
  header: Row | undefined,
): Promise<TableScan> {
  const columns: ColumnScan[] = [];
  const headings: Heading[] = [];
  let [number, count, hidden, struck, lastAddress] = [0, 0, 0, 0, 0];
  for await (const some of rows) {
    for (const row of some) {
      number += 1;
      if (number <= skip || isBlankRow(row)) continue;
      count += 1;
      if (row.seen === "hidden") hidden += 1;
      else if (row.seen === "struck") struck += 1;
      for (let at = 0; at < row.length; at++) {
        while (columns.length <= at) columns.push(newColumn());
        const column = columns[at];
        if (column !== undefined && take(column, row[at] ?? "", number)) lastAddress = number;
      }
      if (lastAddress === number || headings.length === MAX_VALUES) continue;
      const heading = headingIn(row, number, header);
      if (heading !== undefined) headings.push(heading);
    }
  }
  return { columns, rows: count, hidden, struck, headings, lastAddress };
}

/** Whether a cell is one address or several, and not a sentence that mentions one. */
function holdsAddress(cell: string): boolean {
  if (isPlainAddress(cell)) return true;
  if (!cell.includes("@") && !(cell.includes(":") && /mailto:/i.test(cell))) return false;
  if (!/\s/.test(cell.trim())) return /[^\s@]@[^\s@]|mailto:/i.test(cell);
  return readCell(cell).some(({ address, mailbox }) => readAddress(mailbox ?? address).ok);
}

function newColumn(): ColumnScan {
  return { filled: 0, addresses: 0, firstAddress: 0, asking: 0, values: new Map(), hasMore: false };
}

/** Whether the cell is one address or several. */
function take(column: ColumnScan, cell: string, row: number): boolean {
  if (cell === "") return false;
  const known = column.values.get(cell);
  if (known !== undefined) known.count += 1;
  else {
    column.hasMore ||= cell.length > MAX_LENGTH || column.values.size >= MAX_VALUES;
    if (!column.hasMore || (column.values.size < 2 * MAX_VALUES && asksInAFewWords(cell)))
      column.values.set(cell, { shown: cell, count: 1 });
  }
  column.filled += 1;
  if (!holdsAddress(cell)) return false;
  column.addresses += 1;
  if (column.firstAddress === 0) column.firstAddress = row;
  if (!isPlainAddress(cell) && asksBeside(cell)) column.asking += 1;
  return true;
}

/** `ana@example.com (unsubscribed)` */
function asksBeside(cell: string): boolean {
  if (cell.length > 2 * MAX_LENGTH) return false;
  const words = cell.split(/[\s<>()]/).filter((word) => !word.includes("@"));
  return asksInAFewWords(words.join(" ").trim());
}

/** The values of a column as they are compared, with their counts; empty cells among the rows count too. */
export function valuesOf(
  column: ColumnScan,
  rows: number,
): Map<string, { shown: string; count: number }> {
  const values = new Map<string, { shown: string; count: number }>();
  for (const [value, { count }] of column.values) {
    const key = foldValue(value);
    const known = values.get(key);
    if (known === undefined) values.set(key, { shown: value.trim(), count });
    else known.count += count;
  }
  const empty = rows - column.filled + (values.get("")?.count ?? 0);
  values.delete("");
  if (empty > 0) values.set("", { shown: "", count: empty });
  return values;
}
