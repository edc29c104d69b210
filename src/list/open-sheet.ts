import { count } from "../text/words.js";
import { statusInFileName } from "./consent-names.js";
import { isOneAddress } from "./dialect.js";
import { kindOfZip } from "./formats.js";
import { ListError, ListQuestion, type ListChoice } from "./list-error.js";
import type { ListOptions, Row } from "./list-reading.js";
import { headerIn, headRowsOf, type Table } from "./table.js";
import { isWorkbook, openSheet } from "./xlsx.js";
import type { Member } from "./zip.js";

/** Sheets that are looked into, and named. */
const MAX_SHEETS = 20;

/**
 * A sheet of a workbook, if this is one.
 *
 * @throws {ListError} if it is a document of another kind
 * @throws {ListQuestion} if several sheets hold addresses, or the name of one says who is out
 */
export async function openDocument(
  list: string,
  file: string,
  members: readonly Member[],
  options: ListOptions,
): Promise<Table | undefined> {
  const names = new Set(members.map(({ name }) => name));
  const kind = kindOfZip(names);
  if (kind !== undefined) throw new ListError(list, `it is ${kind}`);
  if (!isWorkbook(names)) return undefined;
  const sheet = await openSheet(list, members, options.sheet);
  if (options.sheet === undefined && sheet.others.some((name) => statusInFileName(name))) {
    throw await sheetQuestion(
      list,
      members,
      [sheet.name, ...sheet.others],
      "by their names not all",
    );
  }
  const head = await headRowsOf(sheet.rows());
  if (options.sheet === undefined && holdsAddress(head)) {
    const lists = [sheet.name];
    for (const name of sheet.othersShown.slice(0, MAX_SHEETS)) {
      for await (const rows of (await openSheet(list, members, name)).rows()) {
        if (!holdsAddress(rows)) continue;
        lists.push(name);
        break;
      }
    }
    if (lists.length > 1) throw await sheetQuestion(list, members, lists, "it may be that not all");
  }
  return {
    format: "xlsx",
    file,
    part: sheet.name,
    sheet: sheet.name,
    otherSheets: sheet.others,
    look: sheet.look,
    encoding: "utf-8",
    encodingGuessed: false,
    canSlide: false,
    head,
    headerAt: headerIn(list, head, options),
    rows: () => sheet.rows(),
  };
}

function holdsAddress(rows: readonly Row[]): boolean {
  return rows.some((row) => row.some(isOneAddress));
}

/** Where several sheets hold addresses, or the name of one says who has asked to be out, the first may hold who has not. */
async function sheetQuestion(
  list: string,
  members: readonly Member[],
  names: readonly string[],
  why: string,
): Promise<ListQuestion> {
  const choices: ListChoice[] = [];
  for (const name of names.slice(0, MAX_SHEETS)) {
    let filled = 0;
    for await (const rows of (await openSheet(list, members, name)).rows())
      for (const row of rows) if (row.some((cell) => cell.includes("@"))) filled += 1;
    const rows = count(filled, "row");
    choices.push({ what: `sheet "${name}" (${rows} with an address)`, flags: ["--sheet", name] });
  }
  return new ListQuestion(
    list,
    `it has several sheets, and ${why} of them hold the same people; choose one with --sheet`,
    choices,
  );
}
