import { addressColumns, countAddresses, headedColumns, namedColumns } from "./column.js";
import { describeColumns, isTwice, quoteName } from "./column-names.js";
import { isEmailHeader } from "./header.js";
import { ListError } from "./list-error.js";
import { isReportHeader } from "./own-report.js";
import type { Row, RowSyntax } from "./rows.js";
import { firstRow, type Split } from "./separator.js";

/** Where in a list the addresses are. */
export interface Layout {
  readonly syntax: RowSyntax;
  /** From 0. */
  readonly column: number;
  readonly hasHeader: boolean;
  /** The column was found by the addresses in it: neither a header nor the person named it. */
  readonly byAddresses: boolean;
  readonly isOwnReport: boolean;
}

/**
 * Decides how to read a list, by what each way of cutting it gives: never by a guess between two.
 *
 * @param splits the last one is that in which a row is one cell
 * @param named what `--column` says
 * @param isText a list by its name: a line may hold several addresses side by side
 * @throws {ListError} if it is not clear which column holds the addresses
 */
export function findLayout(
  list: string,
  splits: readonly Split[],
  named: string | undefined,
  isText: boolean,
): Layout {
  const report = splits.find(
    ({ syntax, rows }) => syntax.separator === "," && isReportHeader(firstRow(rows)),
  );
  if (report !== undefined) {
    if (named === undefined) return { ...layoutOf(report, 1, true), isOwnReport: true };
    throw new ListError(list, "it is a report of this command; leave out --column");
  }
  const headed = byHeader(list, splits, named);
  if (headed !== undefined) return headed;
  if (named !== undefined) return byNumber(list, splits, named);
  return headless(list, splits, isText);
}

function byHeader(
  list: string,
  splits: readonly Split[],
  named: string | undefined,
): Layout | undefined {
  let best: { split: Split; row: Row; columns: number[]; score: number } | undefined;
  for (const split of splits) {
    const row = firstRow(split.rows);
    if (split.syntax.separator !== undefined && row.length < 2) continue;
    const columns = named === undefined ? headedColumns(split) : namedColumns(row, named);
    if (columns.length === 0) continue;
    // A usual name weighs more than any number of addresses: the others only mention mail.
    const usual = columns.some((column) => isEmailHeader(row[column] ?? ""));
    const count = columns.reduce((sum, column) => sum + (split.addresses[column] ?? 0), 0);
    const score = (usual ? 1e6 : 0) + count;
    if (best === undefined || score > best.score) best = { split, row, columns, score };
  }
  if (best === undefined) return undefined;
  const { split, row, columns } = best;
  const [column = 0] = columns;
  if (columns.length === 1) return layoutOf(split, column, true);
  const which = describeColumns(row, columns);
  throw new ListError(
    list,
    isTwice(row, columns)
      ? `a header stands twice: ${which}; choose one by its number, as in --column ${column + 1}`
      : `several columns may hold the addresses: ${which}; choose one with --column`,
  );
}

function byNumber(list: string, splits: readonly Split[], named: string): Layout {
  const column = /^[1-9]\d{0,5}$/.test(named) ? Number(named) - 1 : -1;
  const having = splits.filter(({ rows }) => rows.some((row) => row.length > column));
  if (column === -1 || having.length === 0) {
    throw new ListError(
      list,
      `there is no column ${quoteName(named)}; there is ${describeColumns(widest(splits))}`,
    );
  }
  const split = most(having, ({ addresses }) => addresses[column] ?? 0);
  // What is a header under a name we do not know becomes an entry, invalid and seen; an address
  // taken for a header would be lost.
  return layoutOf(split, column, isEmailHeader(firstRow(split.rows)[column] ?? ""));
}

function headless(list: string, splits: readonly Split[], isText: boolean): Layout {
  const lines = splits.slice(-1);
  const split = most([...lines, ...splits.slice(0, -1)], countAddresses);
  const columns = addressColumns(split);
  const [column = 0] = columns;
  const [line] = lines;
  if (isText && line !== undefined && columns.length !== 1) return layoutOf(line, 0, false);
  const row = firstRow(split.rows);
  if (columns.length > 1) {
    throw new ListError(
      list,
      `there is no header, and addresses stand in columns ${listed(columns)}; choose one by its ` +
        `number, as in --column ${column + 1}, or write one address to a line`,
    );
  }
  if (!isText && row[column]?.includes("@") !== true) {
    throw new ListError(
      list,
      "no column is named as one of addresses, and the first row holds no address; there is " +
        `${describeColumns(widest(splits))}; name one with --column`,
    );
  }
  return { ...layoutOf(split, column, false), byAddresses: true };
}

function layoutOf({ syntax }: Split, column: number, hasHeader: boolean): Layout {
  return { syntax, column, hasHeader, byAddresses: false, isOwnReport: false };
}

/** The first one of those with the highest score. */
function most(splits: readonly Split[], score: (split: Split) => number): Split {
  return splits.reduce((best, split) => (score(split) > score(best) ? split : best));
}

function widest(splits: readonly Split[]): Row {
  return splits.map(({ rows }) => firstRow(rows)).reduce((a, b) => (b.length > a.length ? b : a));
}

function listed(columns: readonly number[]): string {
  return columns.map((column) => column + 1).join(" and ");
}
