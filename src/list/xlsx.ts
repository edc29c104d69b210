import { ListError } from "./list-error.js";
import type { Row } from "./list-reading.js";
import { isOn, MAX_ROWS, sheetRows, type SheetLook } from "./sheet-rows.js";
import { struckStyles } from "./struck-styles.js";
import { localName, unescaped, walk } from "./xml.js";
import type { Member } from "./zip.js";

/** All texts of a workbook are held in memory, in characters. */
const MAX_TEXTS = 200_000_000;
/** A sheet of a workbook, with its rows to be read as often as needed. */
export interface Sheet {
  readonly name: string;
  /** The names of the sheets that are not read, and of those of them that are shown. */
  readonly others: readonly string[];
  readonly othersShown: readonly string[];
  /** Is complete once its rows have been read. */
  readonly look: SheetLook;
  /**
   * All rows up to the last one, so that they count as the spreadsheet counts them.
   *
   * @throws {ListError} if it is damaged
   */
  rows(): AsyncGenerator<readonly Row[]>;
}

/** Whether a zip file is a workbook, by the files in it. */
export function isWorkbook(names: ReadonlySet<string>): boolean {
  return names.has("xl/workbook.xml");
}

/**
 * Opens a sheet of a workbook. What a formula shows is read as it was last computed; a cell that links to an address and
 * shows none is read as the link.
 *
 * @param named its name or its number from 1; the first one that is shown unless given
 * @throws {ListError} if there is no such sheet, or the workbook is damaged
 */
export async function openSheet(
  list: string,
  members: readonly Member[],
  named: string | undefined,
): Promise<Sheet> {
  const parts = new Map(members.map((member) => [member.name, member]));
  const sheets: { name: string; id: string; isShown: boolean }[] = [];
  await walk(list, parts.get("xl/workbook.xml"), {
    open: ({ name, attributes }) => {
      if (localName(name) !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => localName(key) === "id")?.[1] ?? "";
      sheets.push({
        name: attributes["name"] ?? "",
        id,
        isShown: (attributes["state"] ?? "visible") === "visible",
      });
    },
  });
  const links = await linksOf(list, parts, "xl/workbook.xml");
  const worksheets = sheets.filter(({ id }) => links.get(id)?.type === "worksheet");
  const first = worksheets.find(({ isShown }) => isShown) ?? worksheets[0];
  const chosen =
    named === undefined
      ? first
      : (worksheets.find(({ name }) => name === named) ??
        worksheets.find(({ name }) => name.trim().toLowerCase() === named.trim().toLowerCase()) ??
        (/^[1-9]\d*$/.test(named) ? worksheets[Number(named) - 1] : undefined));
  const part = chosen === undefined ? undefined : links.get(chosen.id)?.target;
  if (chosen === undefined || part === undefined) {
    const names = worksheets.map(({ name }) => `"${name}"`).join(", ");
    throw new ListError(
      list,
      named === undefined ? "there is no sheet in it" : `there is no such sheet; there is ${names}`,
    );
  }
  const targetOf = (kind: string) => [...links.values()].find(({ type }) => type === kind)?.target;
  const { texts, struck } = await sharedTexts(list, parts, targetOf("sharedStrings"));
  const styles = await struckStyles(list, parts.get(targetOf("styles") ?? ""));
  const look = { hasFilter: false, hiddenColumns: new Set<number>() };
  const mail = await mailLinks(list, parts, part);
  const context = { texts, mail, struck: { styles, texts: struck }, look };
  const others = worksheets.filter((sheet) => sheet !== chosen);
  return {
    name: chosen.name,
    others: others.map(({ name }) => name),
    othersShown: others.filter(({ isShown }) => isShown).map(({ name }) => name),
    look,
    rows: () => sheetRows(list, parts.get(part), context),
  };
}

async function sharedTexts(
  list: string,
  parts: ReadonlyMap<string, Member>,
  part: string | undefined,
): Promise<{ texts: string[]; struck: Set<number> }> {
  const texts: string[] = [];
  const struck = new Set<number>();
  if (part === undefined) return { texts, struck };
  let [text, length, isText, isReading] = ["", 0, false, false];
  await walk(list, parts.get(part), {
    open: ({ name, attributes, isSelfClosing }) => {
      const tag = localName(name);
      if (tag === "si") text = "";
      else if (tag === "strike" && isOn(attributes["val"])) struck.add(texts.length);
      // How a Japanese text is read out stands beside it.
      else if (tag === "rPh") isReading = !isSelfClosing;
      else if (tag === "t") isText = !isSelfClosing && !isReading;
    },
    text: (piece) => {
      if (isText) text += piece;
    },
    close: (name) => {
      const tag = localName(name);
      if (tag === "t") isText = false;
      else if (tag === "rPh") isReading = false;
      else if (tag === "si") {
        length += text.length;
        if (length > MAX_TEXTS) {
          throw new ListError(
            list,
            "it holds more text than can be held here; save the list as CSV (UTF-8)",
          );
        }
        texts.push(unescaped(text));
      }
    },
  });
  return { texts, struck };
}

/** The cells that link to an address. They are told behind the rows, so this is a walk of its own where there are any. */
async function mailLinks(
  list: string,
  parts: ReadonlyMap<string, Member>,
  sheet: string,
): Promise<Map<string, string>> {
  const mail = new Map<string, string>();
  const links = await linksOf(list, parts, sheet);
  if (![...links.values()].some(({ target }) => /^mailto:/i.test(target))) return mail;
  await walk(list, parts.get(sheet), {
    open: ({ name, attributes }) => {
      if (localName(name) !== "hyperlink") return;
      const id = Object.entries(attributes).find(([key]) => localName(key) === "id")?.[1];
      const target = links.get(id ?? "")?.target ?? "";
      const reference = attributes["ref"] ?? "";
      if (/^mailto:/i.test(target) && mail.size < MAX_ROWS) mail.set(reference, target);
    },
  });
  return mail;
}

interface Link {
  /** The last word of what the format calls its type. */
  readonly type: string;
  readonly target: string;
}

async function linksOf(
  list: string,
  parts: ReadonlyMap<string, Member>,
  part: string,
): Promise<Map<string, Link>> {
  const links = new Map<string, Link>();
  const folder = part.slice(0, part.lastIndexOf("/") + 1);
  const member = parts.get(`${folder}_rels/${part.slice(folder.length)}.rels`);
  if (member === undefined) return links;
  await walk(list, member, {
    open: ({ name, attributes }) => {
      if (localName(name) !== "Relationship") return;
      const { Id: id = "", Type: type = "", Target: target = "", TargetMode: mode } = attributes;
      const path = mode === "External" ? target : pathOf(folder, target);
      links.set(id, { type: type.slice(type.lastIndexOf("/") + 1), target: path });
    },
  });
  return links;
}

function pathOf(folder: string, target: string): string {
  if (target.startsWith("/")) return target.slice(1);
  const path: string[] = [];
  for (const step of `${folder}${target}`.split("/")) {
    if (step === "..") path.pop();
    else if (step !== ".") path.push(step);
  }
  return path.join("/");
}
