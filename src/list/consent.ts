import {
  isAboutMail,
  kindOfValue,
  nameOf,
  saysOut,
  statusInFileName,
  type ValueKind,
} from "./consent-words.js";
import { isTwice, namedColumns, quoteName } from "./header.js";
import { ListQuestion, type ListChoice } from "./list-error.js";
import type { ConsentColumn, ConsentFacts, Row } from "./list-reading.js";
import { valuesOf, type ColumnScan, type TableScan } from "./scan.js";
import { VISIBILITY } from "./where.js";

/** A column by which it is told who has asked to be out. */
interface Speaker {
  readonly column: number;
  readonly role: "out" | "in" | "status";
  readonly isAboutMail: boolean;
}

export interface Consent {
  readonly facts: ConsentFacts;
  readonly speakers: readonly Speaker[];
  /** Whether something in the list speaks of consent, so that its rows have to be looked at. */
  readonly speaks: boolean;
  /** Whether the row is one of somebody who has asked to be out, or who has been taken off a list. */
  asksToBeOut(row: Row): boolean;
}

const SHOWN = 12;

/**
 * Looks for columns that say who has asked to be out: by their names and their values, or by values that mean nothing else.
 *
 * @param file the name of the file, or of the member of an archive
 * @param addresses the columns with the addresses, which are not looked at
 */
export function findConsent(
  file: string,
  header: Row | undefined,
  scan: TableScan,
  addresses: readonly number[],
): Consent {
  const speakers: Speaker[] = [];
  const columns: ConsentColumn[] = [];
  for (const [column, each] of scan.columns.entries()) {
    if (addresses.includes(column)) continue;
    const name = header?.[column]?.trim() ?? "";
    const role = roleOf(name, each, scan.rows);
    if (role !== undefined) speakers.push({ column, role, isAboutMail: isAboutMail(name) });
    if (role === undefined && !isYesNo(each)) continue;
    const values = each.hasMore ? [] : [...valuesOf(each, scan.rows).values()];
    columns.push({
      column: column + 1,
      name,
      decides: role !== undefined,
      values: values
        .sort((one, other) => other.count - one.count)
        .slice(0, SHOWN)
        .map(({ shown, count }) => ({ value: shown, count })),
    });
  }
  const status = statusInFileName(
    file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1),
  );
  const fileIsOut = status !== undefined && saysOut(status);
  return {
    facts: { columns, ...(status !== undefined && { file: status }) },
    speakers,
    speaks: speakers.length > 0 || (status !== undefined && !fileIsOut),
    asksToBeOut: (row) =>
      fileIsOut || isOut(speakers.map((speaker) => says(speaker, row[speaker.column] ?? ""))),
  };
}

/**
 * The question that a list puts in which not everybody asks to be out.
 *
 * @param others how many rows with an entry do not ask to be out, and of how many
 */
export function consentQuestion(
  list: string,
  header: Row | undefined,
  { facts, speakers }: Consent,
  scan: TableScan,
  others: { readonly count: number; readonly of: number },
): ListQuestion {
  const choices: ListChoice[] = speakers.flatMap(({ column, role }) => {
    const each = scan.columns[column];
    const name = header?.[column]?.trim() ?? "";
    const isPlain =
      header !== undefined && name !== "" && !name.includes("=") && !name.includes("@");
    const isAlone =
      isPlain &&
      namedColumns(header, name).length === 1 &&
      !isTwice(header, namedColumns(header, name));
    const key = isAlone ? name : String(column + 1);
    return each === undefined
      ? []
      : choicesOf(
          key,
          quoteName(name === "" ? `column ${column + 1}` : name),
          each,
          scan.rows,
          role,
        );
  });
  const names = speakers.map(({ column }) => quoteName(header?.[column] ?? `column ${column + 1}`));
  const who = [
    ...(names.length === 0
      ? []
      : [`${names.length === 1 ? "column" : "columns"} ${names.join(", ")}`]),
    ...(facts.file === undefined ? [] : [`the name of the file ("${facts.file}")`]),
  ].join(" and ");
  return new ListQuestion(
    list,
    `${who} ${names.length + (facts.file === undefined ? 0 : 1) === 1 ? "says" : "say"} who has asked to be out: ` +
      `${others.count} of ${others.of} rows do not. No single call undoes an opt-out, so say which rows are meant`,
    [...choices, { what: `all ${others.of} rows`, flags: ["--all-rows"] }],
  );
}

/** The question that a sheet puts of which a person sees only a part. */
export function hiddenQuestion(list: string, scan: TableScan): ListQuestion {
  const { rows, hidden } = scan;
  return new ListQuestion(
    list,
    `${hidden} of ${rows} rows are hidden in the sheet, by hand or by a filter; say which rows are meant`,
    [
      { what: `${rows - hidden} rows that are shown`, flags: ["--where", `${VISIBILITY}=visible`] },
      { what: `${hidden} rows that are hidden`, flags: ["--where", `${VISIBILITY}=hidden`] },
      { what: `all ${rows} rows`, flags: ["--all-rows"] },
    ],
  );
}

function choicesOf(
  key: string,
  name: string,
  column: ColumnScan,
  rows: number,
  role: Speaker["role"],
): ListChoice[] {
  const values = [...valuesOf(column, rows).values()].sort((one, other) => other.count - one.count);
  const isTimes = !column.hasMore && values.filter(({ shown }) => isMoment(shown)).length > 2;
  const where = (what: string, count: number, condition: string): ListChoice => ({
    what: `${count} ${count === 1 ? "row" : "rows"} where ${name} ${what}`,
    flags: ["--where", `${key}${condition}`],
  });
  if (column.hasMore || isTimes || (role !== "status" && values.length > SHOWN)) {
    return [where("is filled", column.filled, "!="), where("is empty", rows - column.filled, "=")];
  }
  const shown = values.slice(0, SHOWN);
  return shown.map(({ shown: value, count }) =>
    value === ""
      ? where("is empty", count, "=")
      : where(`is ${quoteValue(value)}`, count, `=${value}`),
  );
}

function quoteValue(value: string): string {
  return value.includes("@") ? "an address" : `"${value.replace(/[\p{C}\p{Z}]+/gu, " ")}"`;
}

/** What a column is of those that say who is out; `undefined` if it is none of them. */
function roleOf(name: string, column: ColumnScan, rows: number): Speaker["role"] | undefined {
  const values = [...valuesOf(column, rows).values()]
    .map(({ shown }) => shown)
    .filter((value) => value !== "");
  const kinds = new Set<ValueKind>(values.map(kindOfValue).filter((kind) => kind !== "empty"));
  const has = (...some: readonly ValueKind[]) => some.some((kind) => kinds.has(kind));
  const only = (...some: readonly ValueKind[]) =>
    kinds.size > 0 && [...kinds].every((kind) => some.includes(kind));
  const isCount =
    values.length > 0 && values.every((value) => /^\d+$/.test(value)) && !only("yes", "no");
  if (values.some((value) => /^https?:\/\//i.test(value)) || isCount) return undefined;
  switch (nameOf(name)) {
    case "out":
      return "out";
    case "in":
      return has("yes", "no", "in", "out", "weak-in", "weak-out") || values.some(isMoment)
        ? "in"
        : undefined;
    case "status":
      if (has("billing") && !has("out")) return undefined;
      if (has("out", "in")) return "status";
      return isAboutMail(name) && (has("weak-in", "weak-out") || only("yes", "no"))
        ? "status"
        : undefined;
    default:
      if (column.hasMore) return undefined;
      return (has("out") && has("in", "weak-in")) || only("out", "in") ? "status" : undefined;
  }
}

/**
 * What one cell says of its row: `out` and `in` in words or by a date, `perhaps` by being filled where only an opt-out is
 * (a reason, a source, a token), and `not-out` where it only says that this column has none.
 */
type Said = "out" | "perhaps" | "not-out" | "in" | undefined;

function says({ role, isAboutMail: ofMail }: Speaker, value: string): Said {
  const kind = kindOfValue(value);
  switch (role) {
    case "out":
      if (kind === "empty") return undefined;
      if (kind === "no" || kind === "in" || kind === "weak-in") return "not-out";
      if (kind === "yes" || kind === "out" || kind === "weak-out") return "out";
      return isMoment(value.trim()) ? "out" : "perhaps";
    case "in":
      if (kind === "no" || kind === "out" || kind === "weak-out") return "out";
      return kind === "yes" || kind === "in" || kind === "weak-in" ? "not-out" : undefined;
    case "status":
      if (kind === "out" || (ofMail && kind === "weak-out")) return "out";
      return kind === "in" || kind === "weak-in" ? "in" : undefined;
  }
}

/**
 * A date of an opt-out outweighs an opt-in in the same row, which came before it; but a status that says the contrary, and
 * whatever only stands beside an opt-out, leave the row in doubt, and who is in doubt has not asked.
 */
function isOut(said: readonly Said[]): boolean {
  if (said.includes("in")) return false;
  return said.includes("out") || (said.includes("perhaps") && !said.includes("not-out"));
}

function isYesNo({ values, hasMore }: ColumnScan): boolean {
  const kinds = [...values.keys()].map(kindOfValue).filter((kind) => kind !== "empty");
  return !hasMore && kinds.length > 0 && kinds.every((kind) => kind === "yes" || kind === "no");
}

/** A date, or a time in seconds or milliseconds. */
function isMoment(value: string): boolean {
  return /^\d{4}-\d\d?-\d\d?|^\d\d?[./-]\d\d?[./-]\d{2,4}|^\d{4}\/\d\d?\/\d\d?|^\d{10}(?:\d{3})?$|^[A-Z][a-z]{2,8}\.? \d\d?,? \d{4}/.test(
    value,
  );
}
