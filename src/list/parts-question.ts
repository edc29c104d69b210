import { number } from "../text/words.js";
import { quoteName } from "./header.js";
import { ListQuestion } from "./list-error.js";
import type { ColumnScan, TableScan } from "./scan.js";
import { VISIBILITY } from "./where.js";

/** The question that a sheet puts of which a person sees only a part, or in which somebody is struck through. */
export function hiddenQuestion(list: string, { rows, hidden, struck }: TableScan): ListQuestion {
  const kinds = [
    { count: rows - hidden - struck, value: "visible", what: "that are shown" },
    { count: hidden, value: "hidden", what: "that are hidden" },
    { count: struck, value: "struck", what: "whose address is struck through" },
  ].filter(({ count }) => count > 0);
  const said = [
    ...(hidden === 0
      ? []
      : [
          `${number(hidden)} of ${number(rows)} rows are hidden in the sheet, by hand or by a filter`,
        ]),
    ...(struck === 0
      ? []
      : [`in ${number(struck)} of ${number(rows)} rows the address is struck through`]),
  ];
  return new ListQuestion(list, `${said.join(", and ")}; say which rows are meant`, [
    ...kinds.map(({ count, value, what }) => ({
      what: `${number(count)} rows ${what}`,
      flags: ["--where", `${VISIBILITY}=${value}`],
    })),
    { what: `all ${number(rows)} rows`, flags: ["--all-rows"] },
  ]);
}

/** The question that a sheet puts whose filter has not been applied: which rows it would leave is not in the file. */
export function filterQuestion(list: string, rows: number): ListQuestion {
  return new ListQuestion(
    list,
    "the sheet has a filter, and hides no row: it may not have been applied. Apply it in the spreadsheet (Data, Reapply) or " +
      "clear it, and save",
    [{ what: `all ${number(rows)} rows`, flags: ["--all-rows"] }],
  );
}

/**
 * The question that a list puts of which a part, or some cells, are said to be out in words that are in no column. Headings
 * that all say that those below them are out put none, where nobody stands above the first.
 *
 * @param columns those with the addresses
 */
export function partsQuestion(
  list: string,
  scan: Pick<TableScan, "columns" | "headings" | "lastAddress" | "rows">,
  columns: readonly number[],
): ListQuestion | undefined {
  const taken = scan.columns.filter((_, at) => columns.includes(at));
  const what = describeHeadings(scan, taken, columns) ?? describeAsking(taken);
  if (what === undefined) return undefined;
  return new ListQuestion(
    list,
    `${what}, and no column says who is. Keep those who are meant in a file of their own`,
    [{ what: `all ${number(scan.rows)} rows`, flags: ["--all-rows"] }],
  );
}

function describeHeadings(
  { headings, lastAddress }: Pick<TableScan, "headings" | "lastAddress">,
  taken: readonly ColumnScan[],
  columns: readonly number[],
): string | undefined {
  const parting = headings.filter(
    ({ row, column }) => row < lastAddress && (column === 0 || columns.includes(column)),
  );
  const [top] = parting;
  if (top === undefined) return undefined;
  const isAbove = taken.every(({ firstAddress }) => firstAddress === 0 || top.row < firstAddress);
  if (isAbove && parting.every(({ says }) => says === "out")) return undefined;
  const shown = parting.slice(0, 5).map(({ row, text }) => `row ${row} (${quoteName(text)})`);
  if (parting.length > shown.length) shown.push(`${parting.length - shown.length} more`);
  const stand =
    parting.length === 1
      ? "stands between the rows as a heading"
      : "stand between the rows as headings";
  return `${shown.join(", ")} ${stand}: those below may be out, or may not`;
}

function describeAsking(taken: readonly ColumnScan[]): string | undefined {
  const sum = (of: (column: ColumnScan) => number) =>
    taken.reduce((all, column) => all + of(column), 0);
  const [asking, addresses] = [sum((column) => column.asking), sum((column) => column.addresses)];
  if (asking === 0 || asking === addresses) return undefined;
  return `beside ${number(asking)} of ${number(addresses)} addresses, in the same cell, it is said that they have asked to be out`;
}
