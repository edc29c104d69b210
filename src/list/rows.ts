import { pipeline } from "node:stream";
import { CsvError, parse, type Options } from "csv-parse";
import { parse as parseWhole } from "csv-parse/sync";
import { ListError } from "./list-error.js";

/** A byte that UTF-8 does not have, and so nothing is split at: a row is one cell. */
const NEVER = Buffer.of(0xff);
/** What a row may hold, in bytes. More is a quotation mark that was never closed, or no list. */
const MAX_ROW = 1024 * 1024;
/** Rows handed on at a time; fewer, if they are long. */
const CHUNK = 1024;
/** What a chunk may hold, in characters, before the row that passes it. */
const CHUNK_LENGTH = 1024 * 1024;
/** Rows looked at to find the separator and the column. */
const HEAD_ROWS = 1000;

/** How the bytes are cut into rows and cells. */
export interface RowSyntax {
  /** Absent if each row is one cell. */
  readonly separator?: string;
  /** Whether quotation marks hold separators and line ends together. */
  readonly quotes: boolean;
}

export type Row = readonly string[];

/**
 * Cuts a list into rows, all of them: blank ones too, since a spreadsheet counts them.
 *
 * @throws {ListError} naming the row at fault; rows before it have been handed on by then
 */
export async function* readRows(
  list: string,
  utf8: AsyncIterable<Buffer>,
  syntax: RowSyntax,
): AsyncGenerator<Row[]> {
  const parser = parse(optionsOf(syntax));
  // What fails here is thrown by the loop as well.
  pipeline(utf8, parser, () => undefined);
  let rows: Row[] = [];
  let length = 0;
  let count = 0;
  try {
    for await (const row of parser as AsyncIterable<Row>) {
      count += 1;
      if (syntax.quotes && row.some(isTorn)) throw new ListError(list, unclear(count));
      for (const cell of row) length += cell.length;
      if (rows.push(row) === CHUNK || length > CHUNK_LENGTH) {
        yield rows;
        rows = [];
        length = 0;
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The message of the parser quotes the cell.
    throw new ListError(list, explain(error, parser.info.records + 1));
  }
  if (rows.length > 0) yield rows;
}

/** The first rows of a list; the last one is left out if it may be cut off. */
export function headRows(utf8: Buffer, isAll: boolean, syntax: RowSyntax): Row[] {
  const rows: Row[] = [];
  const collect = (row: Row) => {
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

function optionsOf({ separator, quotes }: RowSyntax): Options {
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
