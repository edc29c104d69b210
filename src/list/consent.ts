import { filledMeans, isAboutMail, saysOut, statusInFileName } from "./consent-names.js";
import { isOut, roleOf, says, type Speaker } from "./consent-speaker.js";
import { isMoment, kindOfValue } from "./consent-values.js";
import { isTwice, namedColumns, quoteName } from "./header.js";
import { ListQuestion, type ListChoice } from "./list-error.js";
import type { ConsentColumn, ConsentFacts, Row } from "./list-reading.js";
import { valuesOf, type ColumnScan, type TableScan } from "./scan.js";
import { VISIBILITY } from "./where.js";

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
    if (role !== undefined) {
      const filled = filledMeans(name);
      speakers.push({ column, role, isAboutMail: isAboutMail(name), filled });
    }
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
      isOut([
        ...(status === undefined ? [] : [fileIsOut ? ("perhaps" as const) : ("in" as const)]),
        ...speakers.map((speaker) => says(speaker, row[speaker.column] ?? "")),
      ]),
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

function isYesNo({ values, hasMore }: ColumnScan): boolean {
  const kinds = [...values.keys()].map(kindOfValue).filter((kind) => kind !== "empty");
  return !hasMore && kinds.length > 0 && kinds.every((kind) => kind === "yes" || kind === "no");
}
