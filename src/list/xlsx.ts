import { SaxesParser, type SaxesTagPlain } from "saxes";
import { ListError } from "./list-error.js";
import type { Row } from "./list-reading.js";
import type { Member } from "./zip.js";

/** What Excel allows. */
const MAX_ROWS = 1_048_576;
/** Fewer than Excel allows: a file of a few bytes may claim its last cell in every row. */
const MAX_COLUMNS = 4096;
/** All texts of a workbook are held in memory, in characters. */
const MAX_TEXTS = 200_000_000;
/** A row that was dragged shut is lower, in points. */
const LOWEST_SHOWN = 1;
/** What may stand between two tags. */
const MAX_TEXT = 1024 * 1024;

/** A sheet of a workbook, with its rows to be read as often as needed. */
export interface Sheet {
  readonly name: string;
  /** The names of the sheets that are not read. */
  readonly others: readonly string[];
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
  const texts = await sharedTexts(list, parts, [...links.values()]);
  const mail = await mailLinks(list, parts, part);
  return {
    name: chosen.name,
    others: worksheets.filter((sheet) => sheet !== chosen).map(({ name }) => name),
    rows: () => sheetRows(list, parts.get(part), texts, mail),
  };
}

/** Collects the rows of a sheet as its tags go by. */
class RowCollector {
  rows: Row[] = [];
  readonly #list: string;
  readonly #texts: readonly string[];
  readonly #mail: ReadonlyMap<string, string>;
  #count = 0;
  #row: (string[] & { hidden?: boolean }) | undefined;
  #reference = "";
  #type = "";
  #text = "";
  #formula = "";
  #into: "text" | "formula" | undefined;
  /** How a Japanese text is read out stands beside it. */
  #isReading = false;
  /** Rows are hidden unless they have a height, or say that they are not. */
  #hidesRows = false;

  constructor(list: string, texts: readonly string[], mail: ReadonlyMap<string, string>) {
    this.#list = list;
    this.#texts = texts;
    this.#mail = mail;
  }

  open({ name, attributes, isSelfClosing }: SaxesTagPlain): void {
    switch (localName(name)) {
      case "sheetFormatPr":
        this.#hidesRows = isTrue(attributes["zeroHeight"]);
        return;
      case "row": {
        const number = Number(attributes["r"] ?? this.#count + 1);
        if (!Number.isInteger(number) || number <= this.#count || number > MAX_ROWS) {
          throw new ListError(
            this.#list,
            "the rows of the sheet are not in order; save it as CSV (UTF-8)",
          );
        }
        for (; this.#count < number - 1; this.#count += 1) this.rows.push([]);
        this.#count = number;
        this.#row = [];
        const { hidden, ht: height } = attributes;
        const isShut =
          height === undefined
            ? this.#hidesRows && hidden === undefined
            : Number(height) < LOWEST_SHOWN;
        if (isTrue(hidden) || isShut) this.#row.hidden = true;
        return;
      }
      case "c":
        this.#reference = attributes["r"] ?? "";
        this.#type = attributes["t"] ?? "n";
        this.#text = "";
        this.#formula = "";
        return;
      case "rPh":
        this.#isReading = !isSelfClosing;
        return;
      case "v":
      case "t":
        if (!isSelfClosing && this.#into !== "formula" && !this.#isReading) this.#into = "text";
        return;
      case "f":
        if (!isSelfClosing) this.#into = "formula";
    }
  }

  text(text: string): void {
    if (this.#into === "text") this.#text += text;
    else if (this.#into === "formula") this.#formula += text;
  }

  close(name: string): void {
    switch (localName(name)) {
      case "rPh":
        this.#isReading = false;
        return;
      case "v":
      case "t":
      case "f":
        this.#into = undefined;
        return;
      case "c":
        this.#takeCell();
        return;
      case "row":
        if (this.#row !== undefined) this.rows.push(this.#row);
        this.#row = undefined;
    }
  }

  #takeCell(): void {
    const row = this.#row;
    if (row === undefined) return;
    const column = this.#reference === "" ? row.length : columnOf(this.#reference);
    if (column >= MAX_COLUMNS) {
      throw new ListError(
        this.#list,
        `row ${this.#count}: it has more than 4,096 columns; save the list as CSV (UTF-8)`,
      );
    }
    while (row.length <= column) row.push("");
    row[column] = this.#value();
  }

  #value(): string {
    const text = this.#shown();
    if (text.includes("@")) return text;
    const link = /\bHYPERLINK\(\s*"(mailto:[^"]+)"/i.exec(this.#formula)?.[1];
    return link ?? this.#mail.get(this.#reference) ?? text;
  }

  #shown(): string {
    if (this.#type === "s") return this.#texts[Number(this.#text)] ?? "";
    if (this.#type === "b") return this.#text === "1" ? "true" : "false";
    return this.#type === "n" ? this.#text : unescaped(this.#text);
  }
}

async function* sheetRows(
  list: string,
  part: Member | undefined,
  texts: readonly string[],
  mail: ReadonlyMap<string, string>,
): AsyncGenerator<readonly Row[]> {
  const collector = new RowCollector(list, texts, mail);
  for await (const _ of walkInSteps(list, part, collector)) {
    if (collector.rows.length === 0) continue;
    yield collector.rows;
    collector.rows = [];
  }
}

async function sharedTexts(
  list: string,
  parts: ReadonlyMap<string, Member>,
  links: readonly Link[],
): Promise<string[]> {
  const texts: string[] = [];
  const part = links.find(({ type }) => type === "sharedStrings")?.target;
  if (part === undefined) return texts;
  let [text, length, isText, isReading] = ["", 0, false, false];
  await walk(list, parts.get(part), {
    open: ({ name, isSelfClosing }) => {
      const tag = localName(name);
      if (tag === "si") text = "";
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
  return texts;
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

/** What hears of the parts of an XML file. */
interface Listener {
  open(tag: SaxesTagPlain): void;
  text?(text: string): void;
  close?(name: string): void;
}

async function walk(list: string, member: Member | undefined, listener: Listener): Promise<void> {
  for await (const _ of walkInSteps(list, member, listener)) continue;
}

/** Reads an XML file, a piece at a time: after each, the one who asked may take what has come. */
async function* walkInSteps(
  list: string,
  member: Member | undefined,
  listener: Listener,
): AsyncGenerator<void> {
  if (member === undefined)
    throw new ListError(list, "a part of the workbook is missing; save it again");
  const parser = new SaxesParser();
  let quiet = 0;
  parser.on("opentag", (tag) => {
    quiet = 0;
    listener.open(tag);
  });
  parser.on("closetag", ({ name }) => {
    quiet = 0;
    listener.close?.(name);
  });
  parser.on("text", (text) => listener.text?.(text));
  parser.on("cdata", (text) => listener.text?.(text));
  parser.on("error", (cause) => {
    throw new ListError(list, "the workbook is damaged; save it again", { cause });
  });
  const decoder = new TextDecoder();
  for await (const chunk of member.read()) {
    quiet += chunk.length;
    parser.write(decoder.decode(chunk, { stream: true }));
    if (quiet > MAX_TEXT)
      throw new ListError(list, "a cell holds more than 1 MiB; save the list as CSV (UTF-8)");
    yield;
  }
  parser.write(decoder.decode());
  parser.close();
  yield;
}

/** `x:row` is a `row`. */
function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
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

function isTrue(attribute: string | undefined): boolean {
  return attribute === "1" || attribute === "true";
}

/** The letters of `BC12` as a number, from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/i.exec(reference)?.[0].toUpperCase() ?? "") {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}

/** Characters that XML cannot hold are written as `_x000D_`. */
function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
