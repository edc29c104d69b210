import { CsvError, parse, type Options } from "csv-parse";
import { parse as parseWhole } from "csv-parse/sync";
import { ListError } from "./list-error.js";
import type { Row } from "./list-reading.js";

/** A byte that cannot occur in UTF-8, so nothing is split: each row is one cell. */
const NEVER = Buffer.of(0xff);
/** The longest row, in bytes. A longer one has an unclosed quotation mark, or the file is not a list. */
const MAX_ROW = 1024 * 1024;
/** Rows handed on at a time; fewer, if they are long. */
const CHUNK = 1024;
/** What they may hold, in characters. */
const CHUNK_LENGTH = 1024 * 1024;
/** Rows looked at to find the separator. */
const HEAD_ROWS = 1000;

/** How the bytes are cut into rows and cells. */
export interface Syntax {
  /** Absent if each row is one cell. */
  readonly separator?: string;
  /** Whether quotation marks hold separators and line ends together. */
  readonly quotes: boolean;
}

/**
 * Cuts a list into rows, all of them: blank ones too, since a spreadsheet counts them.
 *
 * @throws {ListError} naming the row at fault; rows before it have been handed on by then
 */
export async function* readRows(
  list: string,
  utf8: AsyncIterable<Buffer>,
  syntax: Syntax,
): AsyncGenerator<readonly Row[]> {
  let rows: string[][] = [];
  let failure: Error | undefined;
  let [count, length] = [0, 0];
  const parser = parse(optionsOf(syntax));
  parser.on("error", (error) => {
    failure ??= error;
  });
  // As an event, since a step of an async loop for each row takes as long as the parsing.
  parser.on("data", (row: string[]) => {
    count += 1;
    if (syntax.quotes && row.some(isTorn)) failure ??= new ListError(list, unclear(count));
    if (failure !== undefined) return;
    rows.push(row);
    for (const cell of row) length += cell.length;
  });
  const take = () => {
    const taken = rows;
    rows = [];
    length = 0;
    return taken;
  };
  for await (const chunk of utf8) {
    await new Promise<void>((resolve) => void parser.write(chunk, () => resolve()));
    if (failure !== undefined) break;
    if (rows.length >= CHUNK || length > CHUNK_LENGTH) yield take();
  }
  if (failure === undefined) {
    await new Promise<void>((resolve) => {
      parser.once("end", resolve).once("error", () => resolve());
      parser.end();
    });
  }
  const last = take();
  if (last.length > 0) yield last;
  if (failure === undefined) return;
  if (!(failure instanceof CsvError)) throw failure;
  // Do not pass on the parser's message: it quotes the cell.
  throw new ListError(list, explain(failure, count + 1));
}

/** The first rows of a list; the last one is left out if it may be cut off. */
export function headRows(utf8: Buffer, isAll: boolean, syntax: Syntax): Row[] {
  const rows: Row[] = [];
  const collect = (row: string[]) => {
    rows.push(row);
    return null;
  };
  try {
    parseWhole(utf8, { ...optionsOf(syntax), to: HEAD_ROWS, on_record: collect });
  } catch {
    return rows; // up to where this syntax does not fit, or the head ends within quotation marks
  }
  return isAll || rows.length >= HEAD_ROWS ? rows : rows.slice(0, -1);
}

function optionsOf({ separator, quotes }: Syntax): Options {
  return {
    delimiter: separator ?? NEVER,
    quote: quotes ? '"' : null,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    // A quotation mark inside a cell (5" or "Nina" <n@…>) stands for itself, as in a spreadsheet.
    relax_quotes: true,
    max_record_size: MAX_ROW,
  };
}

/**
 * Whether a cell began with a quotation mark that was closed in the middle of another row's cell:
 * the rows in between may have been swallowed.
 */
function isTorn(cell: string): boolean {
  return cell.charCodeAt(0) === 0x22 && /[\r\n]/.test(cell);
}

function unclear(row: number): string {
  return `row ${row}: a quotation mark opens here and is not closed where a cell ends; mend it and run again`;
}

function explain(error: CsvError, row: number): string {
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return `row ${row}: a quotation mark opens here and is never closed; mend it and run again`;
    case "CSV_MAX_RECORD_SIZE":
      return (
        `row ${row}: it is longer than 1 MiB; is a quotation mark not closed, ` +
        "or is this no list of addresses?"
      );
    default:
      return `row ${row}: it cannot be read as CSV (${error.code})`;
  }
}
