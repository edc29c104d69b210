import {
  filledMeans,
  isAboutMail,
  isUpdatedByAll,
  saysOut,
  statusInAddressName,
  statusInFileName,
  tellsOnlyWhere,
} from "./consent-names.js";
import {
  FEW,
  isOut,
  qualifierOf,
  roleOf,
  says,
  type Role,
  type Said,
  type Speaker,
} from "./consent-speaker.js";
import { kindOfValue, standsForNothing } from "./consent-values.js";
import { isMoment, isOnLaterDay } from "./moments.js";
import type { ConsentColumn, ConsentFacts, Row } from "./list-reading.js";
import { valuesOf, type ColumnScan, type TableScan } from "./scan.js";

export interface Consent {
  readonly facts: ConsentFacts;
  readonly speakers: readonly Speaker[];
  /** Whether anything in the list is about consent, so that its rows must be examined. */
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
 * @param isGuessed the encoding was guessed
 */
export function findConsent(
  names: readonly string[],
  header: Row | undefined,
  scan: TableScan,
  addresses: readonly number[],
  isGuessed: boolean,
): Consent {
  const speakers: Speaker[] = [];
  const columns = new Map<number, ConsentColumn>();
  const nameAt = (column: number) => header?.[column]?.trim() ?? "";
  const add = (column: number, each: ColumnScan, role: Role | undefined) => {
    const name = nameAt(column);
    if (role !== undefined) {
      const hasTimes = role === "out" && [...each.values.keys()].some(isMoment);
      speakers.push({
        column,
        role,
        isAboutMail: isAboutMail(name),
        filled: filledMeans(name),
        isOfDelivery: tellsOnlyWhere(name),
        hasTimes,
      });
    }
    const values = each.hasMore ? [] : [...valuesOf(each, scan.rows).values()];
    columns.set(column, {
      column: column + 1,
      name,
      decides: role !== undefined,
      values: values
        .sort((one, other) => other.count - one.count)
        .slice(0, SHOWN)
        .map(({ shown, count }) => ({ value: shown, count })),
    });
  };
  for (const [column, each] of scan.columns.entries()) {
    if (addresses.includes(column)) continue;
    const role = roleOf(nameAt(column), each, scan.rows, isGuessed);
    if (role !== undefined || isWorthALook(each, scan.rows)) add(column, each, role);
  }
  if (speakers.length > 0) {
    for (const [column, each] of scan.columns.entries()) {
      if (addresses.includes(column) || speakers.some((speaker) => speaker.column === column))
        continue;
      const role = qualifierOf(nameAt(column), each, header !== undefined);
      if (role !== undefined) add(column, each, role);
    }
  }
  const said = [
    ...names.map(statusInFileName),
    ...addresses.map((column) => statusInAddressName(header?.[column] ?? "")),
  ].filter((status) => status !== undefined);
  // A row that does not clearly ask to be out counts as not asking.
  const status = said.find((each) => !saysOut(each)) ?? said[0];
  const saidBy = remembered(speakers);
  const cameBack = returns(speakers, nameAt);
  const fileIsOut = status !== undefined && saysOut(status);
  return {
    facts: { columns: [...columns.values()], ...(status !== undefined && { file: status }) },
    speakers,
    speaks: speakers.length > 0 || (status !== undefined && !fileIsOut),
    saysOf: (row) => {
      const said = speakers.map((speaker) => saidBy(speaker, row[speaker.column] ?? ""));
      if (cameBack(row)) said.push("doubt");
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

/** Whether somebody has opted in on a later day than they opted out, by two columns of times. */
function returns(
  speakers: readonly Speaker[],
  nameAt: (column: number) => string,
): (row: Row) => boolean {
  const columnsOf = (role: Role) =>
    speakers.filter((each) => each.role === role).map(({ column }) => column);
  const outs = columnsOf("out");
  const ins = columnsOf("in").filter((column) => !isUpdatedByAll(nameAt(column)));
  if (outs.length === 0 || ins.length === 0) return () => false;
  const momentsIn = (row: Row, columns: readonly number[]) =>
    columns.map((column) => row[column]?.trim() ?? "").filter(isMoment);
  return (row) => {
    const left = momentsIn(row, outs);
    if (left.length === 0) return false;
    return momentsIn(row, ins).some((back) => left.every((out) => isOnLaterDay(back, out)));
  };
}

/** How many values of a column are remembered, so that they need not be judged again. */
const REMEMBERED = 256;

function remembered(speakers: readonly Speaker[]): (speaker: Speaker, value: string) => Said {
  const known = new Map(speakers.map((speaker) => [speaker, new Map<string, Said>()]));
  return (speaker, value) => {
    const values = known.get(speaker);
    if (values?.has(value) === true) return values.get(value);
    const said = says(speaker, value);
    if (values !== undefined && values.size < REMEMBERED) values.set(value, said);
    return said;
  };
}

/** Whether a column has yes and no, or divides the rows into a few groups. */
function isWorthALook(column: ColumnScan, rows: number): boolean {
  if (column.hasMore) return false;
  const kinds = [...column.values.keys()].map(kindOfValue).filter((kind) => kind !== "empty");
  if (kinds.length > 0 && kinds.every((kind) => kind === "yes" || kind === "no")) return true;
  const groups = valuesOf(column, rows).size;
  return groups > 1 && groups <= FEW && groups * 2 <= rows;
}
