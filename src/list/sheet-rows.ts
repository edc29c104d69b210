import type { SaxesTagPlain } from "saxes";
import { ListError } from "./list-error.js";
import type { Row } from "./list-reading.js";
import { localName, unescaped, walkInSteps } from "./xml.js";
import type { Member } from "./zip.js";

/** What Excel allows. */
export const MAX_ROWS = 1_048_576;
/** Fewer columns than Excel allows: a tiny file may claim that every row reaches to the last one. */
const MAX_COLUMNS = 4096;
/** A row that was dragged shut is lower, in points. */
const LOWEST_SHOWN = 1;

/** What a sheet looks like, as far as it has been read. */
export interface SheetLook {
  /** A filter has a criterion. */
  hasFilter: boolean;
  /** Columns that are not shown, from 0. */
  readonly hiddenColumns: Set<number>;
}

/** What is struck through: the styles of cells, and the texts, by their numbers. */
export interface Struck {
  readonly styles: ReadonlySet<number>;
  readonly texts: ReadonlySet<number>;
}

/** What is known of a sheet besides its rows. */
export interface SheetContext {
  readonly texts: readonly string[];
  /** What the cells link to that link to an address, by their references. */
  readonly mail: ReadonlyMap<string, string>;
  readonly struck: Struck;
  /** Is told what the sheet looks like. */
  readonly look: SheetLook;
}

/** Collects the rows of a sheet as its tags go by. */
class RowCollector {
  rows: Row[] = [];
  readonly #list: string;
  readonly #texts: readonly string[];
  readonly #mail: ReadonlyMap<string, string>;
  #count = 0;
  readonly #struck: Struck;
  readonly #look: SheetLook;
  #isStruck = false;
  #row: (string[] & { seen?: "hidden" | "struck" }) | undefined;
  #reference = "";
  #type = "";
  #text = "";
  #formula = "";
  #into: "text" | "formula" | undefined;
  /** How a Japanese text is read out stands beside it. */
  #isReading = false;
  /** Rows are hidden unless they have a height, or say that they are not. */
  #hidesRows = false;

  constructor(list: string, { texts, mail, struck, look }: SheetContext) {
    this.#list = list;
    this.#texts = texts;
    this.#mail = mail;
    this.#struck = struck;
    this.#look = look;
  }

  open({ name, attributes, isSelfClosing }: SaxesTagPlain): void {
    switch (localName(name)) {
      case "sheetFormatPr":
        this.#hidesRows = isTrue(attributes["zeroHeight"]);
        return;
      case "col":
        if (isTrue(attributes["hidden"])) this.#hideColumns(attributes);
        return;
      case "strike":
        this.#isStruck ||= isOn(attributes["val"]);
        return;
      case "filters":
      case "customFilters":
      case "dynamicFilter":
      case "top10":
      case "colorFilter":
        this.#look.hasFilter = true;
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
        if (isTrue(hidden) || isShut) this.#row.seen = "hidden";
        return;
      }
      case "c":
        this.#reference = attributes["r"] ?? "";
        this.#type = attributes["t"] ?? "n";
        this.#isStruck = this.#struck.styles.has(Number(attributes["s"] ?? 0));
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
    const value = this.#value();
    row[column] = value;
    this.#isStruck ||= this.#type === "s" && this.#struck.texts.has(Number(this.#text));
    if (this.#isStruck && value.includes("@")) row.seen ??= "struck";
  }

  #hideColumns({ min = "1", max = min }: Readonly<Record<string, string>>): void {
    for (let column = Number(min) - 1; column < Math.min(Number(max), MAX_COLUMNS); column += 1)
      this.#look.hiddenColumns.add(column);
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

/**
 * The rows of a sheet, some at a time.
 *
 * @throws {ListError} if the sheet is damaged
 */
export async function* sheetRows(
  list: string,
  part: Member | undefined,
  context: SheetContext,
): AsyncGenerator<readonly Row[]> {
  const collector = new RowCollector(list, context);
  for await (const _ of walkInSteps(list, part, collector)) {
    if (collector.rows.length === 0) continue;
    yield collector.rows;
    collector.rows = [];
  }
}

function isTrue(attribute: string | undefined): boolean {
  return attribute === "1" || attribute === "true";
}

/** `<strike/>` and `<strike val="1"/>` */
export function isOn(attribute: string | undefined): boolean {
  return attribute === undefined || isTrue(attribute);
}

/** The letters of `BC12` as a number, from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/i.exec(reference)?.[0].toUpperCase() ?? "") {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}
