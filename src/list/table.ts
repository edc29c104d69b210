import { findHeader } from "./dialect.js";
import { ListError } from "./list-error.js";
import type { ListFormat, ListOptions, Row } from "./list-reading.js";
import type { SheetLook } from "./sheet-rows.js";

/** A list as rows of cells, whatever it was. */
export interface Table {
  readonly format: ListFormat;
  /** The name that speaks of its content: of the file, or of the member of an archive. */
  readonly file: string;
  readonly member?: string;
  /** The name of the part that is read: of a sheet, or of a list within JSON. */
  readonly part?: string;
  readonly sheet?: string;
  readonly otherSheets?: readonly string[];
  /** What the sheet looks like, once all rows have been read. */
  readonly look?: SheetLook;
  readonly encoding: string;
  readonly encodingGuessed: boolean;
  readonly separator?: string;
  /** Cells are told apart by what stands between them, so that one too few moves the others. */
  readonly canSlide: boolean;
  /** The names of the columns, where they are no row of the table. */
  readonly keys?: readonly string[];
  /** Which of the first rows holds the names, from 0. */
  readonly headerAt: number | undefined;
  /** The first rows, to look at. */
  readonly head: readonly Row[];
  /** All rows, as often as needed. */
  rows(): AsyncGenerator<readonly Row[]>;
}

/** Rows that are looked at before all of them are. */
const HEAD = 1000;

/** The first rows of a table. */
export async function headRowsOf(rows: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const head: Row[] = [];
  for await (const some of rows) {
    head.push(...some.slice(0, HEAD));
    if (head.length >= HEAD) break;
  }
  return head;
}

/**
 * Which of the first rows holds the names of the columns, from 0.
 *
 * @throws {ListError} if `--header-row` names none of them
 */
export function headerIn(
  list: string,
  head: readonly Row[],
  { headerRow }: ListOptions,
): number | undefined {
  const at = findHeader(head, headerRow);
  if (headerRow !== undefined && at === undefined) {
    throw new ListError(
      list,
      `--header-row ${headerRow}: there is no such row among the first ${head.length}`,
    );
  }
  return at;
}
