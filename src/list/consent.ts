import {
  filledMeans,
  isAboutMail,
  saysOut,
  statusInAddressName,
  statusInFileName,
  tellsOnlyWhere,
} from "./consent-names.js";
import { FEW, isOut, roleOf, says, type Speaker } from "./consent-speaker.js";
import { isMoment, kindOfValue, standsForNothing } from "./consent-values.js";
import type { ConsentColumn, ConsentFacts, Row } from "./list-reading.js";
import { valuesOf, type ColumnScan, type TableScan } from "./scan.js";

export interface Consent {
  readonly facts: ConsentFacts;
  readonly speakers: readonly Speaker[];
  /** Whether something in the list speaks of consent, so that its rows have to be looked at. */
  readonly speaks: boolean;
  saysOf(row: Row): RowSays;
}

/** What a row says of its addresses. */
export interface RowSays {
  /**
   * They have asked to be out, or were taken off a list; they have not, in plain words; or the cell of an opt-out is blank in
   * this row; or neither is plain.
   */
  readonly side: "out" | "in" | "blank" | "neither";
  /** The column and the value by which they have not. */
  readonly by: string;
}

const SHOWN = 12;

/**
 * Looks for columns that say who has asked to be out: by their names and their values, or by values that mean nothing else.
 *
 * @param names of the file, of the member of an archive and the folders in it, of a sheet, of a list within JSON, and the titles above the header
 * @param addresses the columns with the addresses, which are not looked at
 */
export function findConsent(
  names: readonly string[],
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
      const isOfDelivery = tellsOnlyWhere(name);
      const hasTimes = role === "out" && [...each.values.keys()].some(isMoment);
      speakers.push({
        column,
        role,
        isAboutMail: isAboutMail(name),
        filled,
        isOfDelivery,
        hasTimes,
      });
    }
    if (role === undefined && !isWorthALook(each, scan.rows)) continue;
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
  const said = [
    ...names.map(statusInFileName),
    ...addresses.map((column) => statusInAddressName(header?.[column] ?? "")),
  ].filter((status) => status !== undefined);
  // Whoever is in doubt has not asked.
  const status = said.find((each) => !saysOut(each)) ?? said[0];
  const fileIsOut = status !== undefined && saysOut(status);
  return {
    facts: { columns, ...(status !== undefined && { file: status }) },
    speakers,
    speaks: speakers.length > 0 || (status !== undefined && !fileIsOut),
    saysOf: (row) => {
      const said = speakers.map((speaker) => says(speaker, row[speaker.column] ?? ""));
      const ofFile =
        status === undefined ? [] : [fileIsOut ? ("perhaps" as const) : ("in" as const)];
      if (isOut([...ofFile, ...said])) return { side: "out", by: "" };
      const at = said.findIndex((each) => each === "in" || each === "not-out");
      const blank = speakers.findIndex(
        ({ role, column }) => role === "out" && standsForNothing(row[column] ?? ""),
      );
      const side = at === -1 ? "blank" : "in";
      const column = speakers[at === -1 && !ofFile.includes("in") ? blank : at]?.column;
      if (column === undefined)
        return {
          side: ofFile.includes("in") ? "in" : "neither",
          by: "the name or the title of the list",
        };
      const name = header?.[column]?.trim() || `column ${column + 1}`;
      return { side, by: `${name}: ${row[column]?.trim() || "empty"}` };
    },
  };
}

/** Whether a column is one of yes and no, or parts the rows into a few groups. */
function isWorthALook(column: ColumnScan, rows: number): boolean {
  if (column.hasMore) return false;
  const kinds = [...column.values.keys()].map(kindOfValue).filter((kind) => kind !== "empty");
  if (kinds.length > 0 && kinds.every((kind) => kind === "yes" || kind === "no")) return true;
  const groups = valuesOf(column, rows).size;
  return groups > 1 && groups <= FEW && groups * 2 <= rows;
}
