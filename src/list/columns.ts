import { count } from "../text/words.js";
import { spacedWords } from "./consent-fold.js";
import { firstRow } from "./dialect.js";
import {
  columnByNumber,
  describeColumns,
  isEmailHeader,
  isTwice,
  isVagueHeader,
  mentionsMail,
  namedColumns,
  quoteName,
} from "./header.js";
import { ListError, ListQuestion, type ListChoice } from "./list-error.js";
import type { Row } from "./list-reading.js";
import { isReportHeader } from "./own-report.js";
import type { TableScan } from "./scan.js";
import type { Table } from "./table.js";
import { columnNumber } from "./where.js";

/** Where in a list the addresses are. */
export interface Layout {
  /** The columns with the addresses, from 0, in the order of the file. */
  readonly columns: readonly number[];
  /** The names of all columns, if they have any. */
  readonly header: Row | undefined;
  /** Rows above the data: the header, and what stands above it. */
  readonly skip: number;
  /** How many cells a row has; empty ones at the end of the header aside. */
  readonly width: number;
  /** How many cells the header has, or the first row. */
  readonly cells: number;
  readonly isOwnReport: boolean;
}

/** The header of a table, and how many rows stand above its data. */
export function headOf(table: Table): { header: Row | undefined; skip: number } {
  if (table.keys !== undefined) return { header: table.keys, skip: 0 };
  const { headerAt } = table;
  if (headerAt === undefined) return { header: undefined, skip: 0 };
  return { header: table.head[headerAt], skip: headerAt + 1 };
}

/**
 * Decides which columns hold the addresses, by their names and their cells.
 *
 * @param named what `--column` says
 * @throws {ListError} if there is no such column, or none that holds addresses
 * @throws {ListQuestion} if several may hold them
 */
export function findLayout(
  list: string,
  table: Table,
  scan: TableScan,
  named: readonly string[],
): Layout {
  const { header, skip } = headOf(table);
  const width = Math.max(scan.columns.length, header?.length ?? 0);
  const layout = (columns: readonly number[]): Layout => ({
    columns: [...new Set(columns)].sort((one, other) => one - other),
    header,
    skip,
    width: header === undefined ? firstRow(table.head).length : filledWidth(header),
    cells: (header ?? firstRow(table.head)).length,
    isOwnReport: false,
  });
  if (table.separator === "," && header !== undefined && isReportHeader(header)) {
    if (named.length === 0) return { ...layout([1]), isOwnReport: true };
    throw new ListError(list, "it is a report of this command; leave out --column");
  }
  if (named.length > 0) return layout(named.map((name) => byName(list, header, width, name)));
  if (table.format === "txt") return layout([0]);
  return layout(header === undefined ? headless(list, scan) : headed(list, header, table, scan));
}

function byName(list: string, header: Row | undefined, width: number, name: string): number {
  const named = header === undefined ? [] : namedColumns(header, name);
  if (header !== undefined && named.length > 1) throw twice(list, header, named);
  const number = columnByNumber(name);
  const found = new Set(number <= width ? [...named, number - 1] : named);
  const [column] = found;
  if (column !== undefined && found.size === 1) return column;
  if (found.size > 1) {
    const ways = [...found].map((each) => `--column "${columnNumber(header, each)}"`);
    throw new ListError(
      list,
      `--column may mean any of ${describeColumns(header ?? [], [...found])}; give the number of the one that is meant: ${ways.join(" or ")}`,
    );
  }
  const there = header === undefined ? `columns 1 to ${width}` : describeColumns(header);
  throw new ListError(list, `there is no column ${quoteName(name)}; there is ${there}`);
}

function headed(list: string, header: Row, table: Table, scan: TableScan): number[] {
  const holds = (column: number) => (scan.columns[column]?.addresses ?? 0) > 0;
  const usual = [...header.keys()].filter((column) => isEmailHeader(header[column] ?? ""));
  const found = [...header.keys()].filter(
    (column) => usual.includes(column) || (mentionsMail(header[column] ?? "") && holds(column)),
  );
  const holding = found.filter(holds);
  const columns = holding.length > 0 ? holding : found;
  if (columns.length === 1) {
    const [column = -1] = columns;
    const isHidden = table.look?.hiddenColumns.has(column) === true;
    const rivals = rivalsOf(column, isHidden ? [] : usual, header, scan);
    if (rivals === undefined) return columns;
    if (isHidden)
      throw new ListQuestion(
        list,
        `${describeColumns(header, columns)} is hidden in the sheet, and another column holds addresses; choose with --column`,
        choices(rivals, scan, (at) => nameToType(header, at)),
      );
    throw new ListQuestion(
      list,
      `${describeColumns(header, columns)} holds, by its name, addresses of somebody else than the contacts, or another ` +
        "column holds theirs; choose with --column",
      choices(rivals, scan, (column) => nameToType(header, column)),
    );
  }
  if (columns.length > 1) {
    if (isTwice(header, columns)) throw twice(list, header, columns);
    throw new ListQuestion(
      list,
      `several columns may hold the addresses: ${describeColumns(header, columns)}; choose with --column`,
      choices(columns, scan, (column) => nameToType(header, column)),
    );
  }
  const all = [...scan.columns.keys()].filter(holds);
  const [only = -1] = all;
  // JSON has names of its own, so no data row can have been mistaken for the header.
  if (all.length === 1 && (table.keys !== undefined || isVagueHeader(header[only] ?? ""))) {
    return all;
  }
  throw new ListError(
    list,
    "no column is named as one of addresses, and the first row holds no address; there is " +
      `${describeColumns(header)}; name one with --column${otherSheetsHint(table)}`,
  );
}

/** What to suggest if the sheet that was read is not the list. */
export function otherSheetsHint({ otherSheets = [] }: Table): string {
  if (otherSheets.length === 0) return "";
  return `; or name another sheet with --sheet: ${otherSheets.slice(0, 5).map(quoteName).join(", ")}`;
}

/**
 * Who writes to the contact, works for them or has recommended them, in English and, where one word says it, in the languages of
 * HubSpot's own interface. Those who are sent to (`recipient`, `to`) are the contacts.
 */
const SOMEBODY_ELSE =
  / (?:owners?|agents?|reps?|representatives?|sales ?(?:person|man)|sellers?|senders?|from|reply ?to|return ?path|creators?|(?:created|modified|updated|uploaded|imported|requested|referred|assigned) (?:by|to)|assignees?|assistants?|referrers?|emergency|supervisors?|besitzer|eigentumer|betreuer|absender|vertreter|bearbeiter|ansprechpartner|ersteller|proprietaires?|expediteurs?|propietari[oa]s?|remitentes?|mittente|proprietari[oa]s?|remetente|eigenaar|afzender|agare|avsandare|wlasciciel|nadawca) /u;

/** All columns that could hold the contacts' addresses instead of the recognised one; `undefined` if there is no doubt. */
function rivalsOf(
  column: number,
  usual: readonly number[],
  header: Row,
  scan: TableScan,
): readonly number[] | undefined {
  if (usual.includes(column)) return undefined;
  const count = (at: number) => scan.columns[at]?.addresses ?? 0;
  const rivals = [...scan.columns.keys()].filter(
    (at) => at === column || (count(at) > 0 && count(at) * 2 >= count(column)),
  );
  const isElse = SOMEBODY_ELSE.test(` ${spacedWords(header[column] ?? "")} `);
  return isElse || rivals.length > 1 ? rivals : undefined;
}

function nameToType(header: Row, column: number): string {
  const name = header[column]?.trim() ?? "";
  const isClear = namedColumns(header, name).length === 1 && columnByNumber(name) === Infinity;
  return name !== "" && isClear ? name : columnNumber(header, column);
}

function headless(list: string, scan: TableScan): number[] {
  const columns = [...scan.columns.keys()].filter((at) => (scan.columns[at]?.addresses ?? 0) > 0);
  const [first, ...more] = columns;
  if (first === undefined) return [0];
  if (more.length === 0) return columns;
  // Columns whose addresses only appear after the first rows.
  const firstRows = columns.map((column) => scan.columns[column]?.firstAddress ?? 0);
  const late = Math.max(...firstRows);
  const numbers = columns.map((column) => column + 1).join(" and ");
  throw new ListQuestion(
    list,
    `there is no header, and addresses stand in columns ${numbers} (row ${late}: an address stands in column ` +
      `${(columns[firstRows.indexOf(late)] ?? 0) + 1}); choose by number, as in --column ${first + 1}, ` +
      "or write one address to a line",
    choices(columns, scan, (column) => String(column + 1)),
  );
}

function choices(
  columns: readonly number[],
  scan: TableScan,
  name: (column: number) => string,
): ListChoice[] {
  const flags = (some: readonly number[]) => some.flatMap((column) => ["--column", name(column)]);
  const cells = (column: number) =>
    `${count(scan.columns[column]?.addresses ?? 0, "cell")} with an address`;
  return [
    ...columns.map((column) => ({
      what: `column ${column + 1}: ${cells(column)}`,
      flags: flags([column]),
    })),
    ...(columns.length > 1 ? [{ what: "all of these columns", flags: flags(columns) }] : []),
  ];
}

function twice(list: string, header: Row, columns: readonly number[]): ListError {
  const [column = 0] = columns;
  return new ListError(
    list,
    `a header stands twice: ${describeColumns(header, columns)}; choose one by its number, as in --column "${columnNumber(header, column)}"`,
  );
}

function filledWidth(header: Row): number {
  return header.findLastIndex((cell) => cell.trim() !== "") + 1;
}
