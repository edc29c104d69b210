import { trimInvisible } from "../address/characters.js";
import { standsForNothing } from "./consent-values.js";
import { columnByNumber, describeColumns, isTwice, namedColumns } from "./header.js";
import { ListError } from "./list-error.js";
import type { Row } from "./list-reading.js";

/** A column that no file has: whether a spreadsheet shows the row, or strikes its address through. */
export const VISIBILITY = "row visibility";

/** Which rows of a list are meant. */
export interface Filter {
  /** The columns it names, from 0; -1 is the visibility of a row. */
  readonly columns: ReadonlySet<number>;
  takes(row: Row): boolean;
  /**
   * The same of a row with more or fewer cells than the header: `undefined` if it depends on where those at fault are, or if
   * a cell that is asked about is missing.
   */
  takesRagged(row: Row, layout: RaggedLayout): boolean | undefined;
}

/** What is known of a table in which some rows have another width than the header. */
export interface RaggedLayout {
  /** How many cells the header has. */
  readonly width: number;
  /** The last column of the row, from 0, that is known to be where it belongs; -1 for none. */
  readonly sure: number;
  /** Whether a column holds a value in some row. */
  holds(column: number, value: string): boolean;
}

interface Condition {
  readonly column: number;
  readonly isNegated: boolean;
  readonly value: string;
}

/**
 * Reads what `--where` says. Several values of one column are alternatives, and each one that is excluded is; what is said
 * of different columns must hold together.
 *
 * @throws {ListError} if it names no column of the list, or may mean any of two
 */
export function readFilter(
  list: string,
  header: Row | undefined,
  width: number,
  texts: readonly string[],
): Filter {
  const conditions = texts.map((text) => conditionOf(list, header, width, text));
  const columns = new Set(conditions.map(({ column }) => column));
  const groups = [...columns].map((column) => {
    const values = (isNegated: boolean) =>
      conditions
        .filter((each) => each.column === column && each.isNegated === isNegated)
        .map(({ value }) => value);
    const [wanted, excluded] = [values(false), values(true)];
    const fits = (cell: string): boolean => {
      const value = foldValue(cell);
      const isOneOf = (some: readonly string[]) =>
        some.includes(value) || (some.includes("") && !isFilled(value));
      return (wanted.length === 0 || isOneOf(wanted)) && !isOneOf(excluded);
    };
    return { column, fits };
  });
  return {
    columns,
    takes: (row) => groups.every(({ column, fits }) => fits(cellOf(row, column))),
    takesRagged(row, layout) {
      const ways = groups.map(({ column, fits }) => possibleFits(row, column, fits, layout));
      if (ways.some((each) => !each.includes(true))) return false;
      return ways.some((each) => each.includes(false)) ? undefined : true;
    },
  };
}

function cellOf(row: Row, column: number): string {
  return column === -1 ? (row.seen ?? "visible") : (row[column] ?? "");
}

/** What may come of a condition in a row of another width, by what its column may hold there. */
function possibleFits(
  row: Row,
  column: number,
  fits: (cell: string) => boolean,
  { width, sure, holds }: RaggedLayout,
): readonly boolean[] {
  const own = cellOf(row, column);
  const more = row.length - width;
  if (column <= sure || column >= Math.max(width, row.length)) return [fits(own)];
  if (more > 0) return row.slice(column, column + more + 1).map(fits);
  const isOfAnother = Array.from({ length: -more }, (_, at) => column + at + 1).some((each) =>
    holds(each, own),
  );
  if (column >= row.length || isOfAnother) return [true, false];
  return [own, ...row.slice(Math.max(sure + 1, column + more), column)].map(fits);
}

/** Whether a cell counts as filled: who asks for those means no `NULL`, and no date that stands for none. */
export function isFilled(cell: string): boolean {
  return !standsForNothing(cell);
}

/** A value without its case and the blanks at its ends. */
export function foldValue(value: string): string {
  return trimInvisible(value).normalize("NFC").toLowerCase();
}

/** What `--where` calls a column by its number. */
export function columnNumber(header: Row | undefined, column: number): string {
  const number = String(column + 1);
  const isName = header !== undefined && namedColumns(header, number).some((at) => at !== column);
  return isName ? `column ${number}` : number;
}

/** @throws {ListError} where the text can be read in two ways */
function conditionOf(
  list: string,
  header: Row | undefined,
  width: number,
  text: string,
): Condition {
  const readings: Condition[] = [];
  // The name of a column may have an equals sign in it, and so may a value.
  for (const { index } of text.matchAll(/=/g)) {
    const isNegated = text[index - 1] === "!";
    const name = text.slice(0, isNegated ? index - 1 : index).trim();
    const value = foldValue(text.slice(index + 1));
    for (const column of columnsOf(list, header, width, name)) {
      readings.push({ column, isNegated, value });
    }
  }
  const [condition, other] = readings;
  if (condition !== undefined && other === undefined) return condition;
  if (condition === undefined) {
    const [name = ""] = text.split("=", 1);
    if (!text.includes("=") || /^[!\s]*$/.test(name)) {
      throw new ListError(
        list,
        '--where needs a column and a value, as in --where "status=unsubscribed"',
      );
    }
    const there = header === undefined ? `columns 1 to ${width}` : describeColumns(header);
    throw new ListError(list, `--where names a column that is not there; there is ${there}`);
  }
  const meant = readings.map(({ column }) => column);
  const ways = readings.map(({ column, isNegated }) => {
    const sign = isNegated ? "!=" : "=";
    return `"${columnNumber(header, column)}${sign}…"`;
  });
  throw new ListError(
    list,
    `--where may mean any of ${describeColumns(header ?? [], meant)}; give the number of the one that is meant: --where ${ways.join(" or --where ")}`,
  );
}

/**
 * The columns, from 0, that a name may mean: two where it is the name of one and the number of another.
 *
 * @throws {ListError} if it is the name of two
 */
function columnsOf(
  list: string,
  header: Row | undefined,
  width: number,
  name: string,
): ReadonlySet<number> {
  const found = new Set<number>();
  if (name === "") return found;
  // Names are compared without their punctuation, but `a=b` must not be read as the name `ab`.
  const isSpelt = (column: number) =>
    !name.includes("=") || header?.[column]?.includes("=") === true;
  const named = header === undefined ? [] : namedColumns(header, name).filter(isSpelt);
  const [column] = named;
  if (header !== undefined && column !== undefined) {
    if (named.length > 1 && isTwice(header, named)) {
      throw new ListError(
        list,
        `--where: a header stands twice: ${describeColumns(header, named)}; give its number, as in --where "${columnNumber(header, column)}=…"`,
      );
    }
    found.add(column);
  }
  const number = columnByNumber(name);
  if (number <= width) found.add(number - 1);
  if (found.size === 0 && foldValue(name) === VISIBILITY) found.add(-1);
  return found;
}
