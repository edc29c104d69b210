import { entriesOfCell, withProblem } from "./entries.js";
import type { Layout } from "./layout.js";
import { ListError } from "./list-error.js";
import type { ListEntry } from "./list-reading.js";
import { readReportRow } from "./own-report.js";
import type { Row } from "./rows.js";
import { isBlankRow, isOneAddress } from "./separator.js";

/** What there is to know of a list before its rows are read. */
export interface RowContext {
  readonly list: string;
  readonly layout: Layout;
  /** How many cells the first row has. */
  readonly width: number;
  readonly encodingGuessed: boolean;
}

/** Makes entries of rows, which must come in order, and counts both. */
export class RowReader {
  rows = 0;
  blankRows = 0;
  raggedRows = 0;
  settledRows = 0;
  entries = 0;
  readonly #context: RowContext;
  #headerIsDue: boolean;

  constructor(context: RowContext) {
    this.#context = context;
    this.#headerIsDue = context.layout.hasHeader;
  }

  /** @throws {ListError} if an address stands where none was before, and no header explains it */
  read(rows: readonly Row[]): ListEntry[] {
    const entries: ListEntry[] = [];
    for (const row of rows) {
      this.rows += 1;
      if (isBlankRow(row)) {
        this.blankRows += 1;
        continue;
      }
      if (row.length !== this.#context.width) this.raggedRows += 1;
      if (this.#headerIsDue) this.#headerIsDue = false;
      else for (const entry of this.#entriesOf(row)) entries.push(entry);
    }
    this.entries += entries.length;
    return entries;
  }

  #entriesOf(row: Row): ListEntry[] {
    const { layout, encodingGuessed } = this.#context;
    if (layout.isOwnReport) return this.#entriesOfReport(row);
    if (layout.byAddresses && row.length > 1) this.#checkOthers(row);
    return entriesOfCell(row[layout.column] ?? "", this.rows, encodingGuessed);
  }

  #entriesOfReport(row: Row): ListEntry[] {
    const open = readReportRow(row);
    if (open === undefined) {
      this.settledRows += 1;
      return [];
    }
    const entry = { row: this.rows, ...open };
    const { encodingGuessed } = this.#context;
    return [encodingGuessed ? withProblem(entry, open.mailbox ?? open.address) : entry];
  }

  /** What was told apart by the first rows may be otherwise in later ones. */
  #checkOthers(row: Row): void {
    const { list, layout } = this.#context;
    const other = row.findIndex((cell, column) => column !== layout.column && isOneAddress(cell));
    if (other === -1) return;
    throw new ListError(
      list,
      `row ${this.rows}: an address stands in column ${other + 1}, others in column ` +
        `${layout.column + 1}; give the list a header`,
    );
  }
}
