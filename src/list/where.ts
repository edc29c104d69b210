import { trimInvisible } from "../address/characters.js";
import { standsForNothing } from "./consent-values.js";
import { describeColumns, isTwice, namedColumns } from "./header.js";
import { ListError } from "./list-error.js";
import type { Row } from "./list-reading.js";

/** A column that no file has: whether a spreadsheet shows the row. */
export const VISIBILITY = "row visibility";

/** Which rows of a list are meant. */
export interface Filter {
  /** The columns it names, from 0; -1 is the visibility of a row. */
  readonly columns: ReadonlySet<number>;
  takes(row: Row): boolean;
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
 * @throws {ListError} if it names no column of the list, or one of two by one name
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
    return { column, wanted: values(false), excluded: values(true) };
  });
  return {
    columns,
    takes: (row) =>
      groups.every(({ column, wanted, excluded }) => {
        const value = foldValue(
          column === -1 ? (row.hidden === true ? "hidden" : "visible") : (row[column] ?? ""),
        );
        // Who asks for what is filled means no `NULL`, and no date that stands for none.
        const isOneOf = (values: readonly string[]) =>
          values.includes(value) || (values.includes("") && standsForNothing(value));
        return (wanted.length === 0 || isOneOf(wanted)) && !isOneOf(excluded);
      }),
  };
}

/** A value without its case and the blanks at its ends. */
export function foldValue(value: string): string {
  return trimInvisible(value).normalize("NFC").toLowerCase();
}

function conditionOf(
  list: string,
  header: Row | undefined,
  width: number,
  text: string,
): Condition {
  const parts = /^([^=]*?)(!?)=(.*)$/s.exec(text);
  const name = parts?.[1]?.trim() ?? "";
  if (parts === null || name === "") {
    throw new ListError(
      list,
      '--where needs a column and a value, as in --where "status=unsubscribed"',
    );
  }
  const condition = { isNegated: parts[2] === "!", value: foldValue(parts[3] ?? "") };
  const named = header === undefined ? [] : namedColumns(header, name);
  const [column] = named;
  if (header !== undefined && named.length > 1 && isTwice(header, named)) {
    throw new ListError(
      list,
      `--where: a header stands twice: ${describeColumns(header, named)}; give its number, as in --where "${(column ?? 0) + 1}=…"`,
    );
  }
  if (column !== undefined) return { ...condition, column };
  if (/^[1-9]\d{0,5}$/.test(name) && Number(name) <= width)
    return { ...condition, column: Number(name) - 1 };
  if (foldValue(name) === VISIBILITY) return { ...condition, column: -1 };
  const there = header === undefined ? `columns 1 to ${width}` : describeColumns(header);
  throw new ListError(list, `--where names a column that is not there; there is ${there}`);
}
