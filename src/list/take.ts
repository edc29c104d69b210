import { isPlainAddress, readAddress, type InvalidAddress } from "../address/address.js";
import { codePointOf } from "../address/characters.js";
import { count } from "../text/words.js";
import { BothSides } from "./both-sides.js";
import { readCell } from "./cells.js";
import type { Layout } from "./columns.js";
import { isBlankRow, isOneAddress } from "./dialect.js";
import type { Consent } from "./consent.js";
import type { FileEntry, ReportRows, Row, Sample, UnusualKind } from "./list-reading.js";
import { readReportRow } from "./own-report.js";
import { Sampler } from "./sampler.js";
import { unusualIn } from "./unusual.js";
import type { Filter } from "./where.js";

/** What there is to know of a list before its entries are taken. */
export interface TakeContext {
  readonly layout: Layout;
  readonly filter: Filter;
  /** What rows say of themselves, to be held against the filter; nothing where nobody asked for that. */
  readonly consent: Pick<Consent, "saysOf"> | undefined;
  readonly separator: string | undefined;
  readonly encodingGuessed: boolean;
  /** Whether a column, from 0, holds a value in some row. */
  readonly holds: (column: number, value: string) => boolean;
  /** Cells are told apart by what stands between them. */
  readonly canSlide: boolean;
  /** Which rows of one of our own reports to take. */
  readonly reportRows: ReportRows;
  /** A row of another width is not trusted: an address of another column may have slid into its place. */
  readonly refusesRagged: boolean;
}

/** Makes entries of rows, which must come in order, and counts what is in them. */
export class EntryTaker {
  rows = 0;
  blankRows = 0;
  dataRows = 0;
  settledRows = 0;
  entries = 0;
  readonly leftOut = { rows: 0, entries: 0 };
  readonly unusual: Partial<Record<UnusualKind, Sampler>> = {};
  readonly elsewhere = new Sampler();
  readonly swallowed = new Sampler();
  readonly unasked = new Sampler();
  readonly ragged = new Sampler();
  readonly #sides = new BothSides();
  readonly #context: TakeContext;
  readonly #columns: ReadonlySet<number>;

  constructor(context: TakeContext) {
    this.#context = context;
    this.#columns = new Set(context.layout.isOwnReport ? [1, 2] : context.layout.columns);
  }

  /** Addresses that are taken although another row, which is left out, says that they have not asked to be out. */
  get contradicted(): Sample {
    return this.#sides.found;
  }

  /** The entries of some rows; those that the filter leaves out are counted. */
  read(rows: readonly Row[]): FileEntry[] {
    const { layout } = this.#context;
    const entries: FileEntry[] = [];
    for (const row of rows) {
      this.rows += 1;
      if (isBlankRow(row)) {
        this.blankRows += 1;
        continue;
      }
      if (this.rows <= layout.skip) {
        this.#lookAround(row, new Set());
        continue;
      }
      this.dataRows += 1;
      if (this.#context.canSlide && row.length !== layout.cells)
        this.ragged.add(this.rows, count(row.length, "cell"));
      const isTaken = this.takes(row);
      const found = this.entriesOf(row, this.rows, isTaken === undefined);
      if (isTaken === undefined) {
        entries.push(...found);
        continue;
      }
      if (!isTaken) {
        this.leftOut.rows += 1;
        this.leftOut.entries += found.length;
        this.#weigh(row, found, false);
        continue;
      }
      this.#weigh(row, found, true);
      this.#lookAround(row, this.#columns);
      for (const entry of found) {
        this.#lookAt(entry);
        entries.push(entry);
      }
    }
    this.entries += entries.length;
    return entries;
  }

  /** Whether a separator too many or too few may have moved the cells of a row; the header may leave its last columns unnamed. */
  mayHaveSlid(row: Row): boolean {
    const { layout, canSlide } = this.#context;
    return canSlide && row.length !== layout.cells && isRagged(row, layout.width);
  }

  /** Whether the filter takes a row; `undefined` if that is open, since its cells may have slid. */
  takes(row: Row): boolean | undefined {
    const { layout, filter, holds } = this.#context;
    // A row without an address is nobody's.
    const isOpen = !layout.isOwnReport && this.mayHaveSlid(row) && row.join().includes("@");
    if (!isOpen) return filter.takes(row);
    // An address where it belongs: nothing to the left of it has slid.
    const sure = layout.columns.find((column) => row[column]?.includes("@") === true) ?? -1;
    return filter.takesRagged(row, { width: layout.cells, sure, holds });
  }

  /**
   * The entries of one row of data.
   *
   * @param isOpen whether it is not known if the row is meant; its entries are invalid then
   */
  entriesOf(row: Row, number: number, isOpen = false): FileEntry[] {
    const { layout, encodingGuessed: guessed, refusesRagged } = this.#context;
    if (layout.isOwnReport) return this.#entriesOfReport(row, number);
    const cells = layout.columns.map((column) => row[column] ?? "");
    const filled = cells.filter((cell) => cell.trim() !== "");
    const entries = (filled.length === 0 ? cells.slice(0, 1) : filled).flatMap((cell) =>
      entriesOfCell(cell, number, guessed),
    );
    if (!isOpen && !(refusesRagged && isRagged(row, layout.width))) return entries;
    return entries.map((entry) => ({ ...entry, problem: { ok: false, reason: "ragged-row" } }));
  }

  #entriesOfReport(row: Row, number: number): FileEntry[] {
    const open = readReportRow(row, this.#context.reportRows);
    if (open === undefined) {
      this.settledRows += 1;
      return [];
    }
    const entry = { row: number, ...open };
    const { encodingGuessed } = this.#context;
    return [encodingGuessed ? withProblem(entry, open.mailbox ?? open.address) : entry];
  }

  /** Holds what a row says of itself against whether it is taken. */
  #weigh(row: Row, entries: readonly FileEntry[], isTaken: boolean): void {
    const said = this.#context.consent?.saysOf(row);
    if (said === undefined || !(isTaken || said.side === "in")) return;
    const hasNotAsked = said.side === "in" || said.side === "blank";
    for (const entry of entries) {
      const read = entry.problem ?? readAddress(entry.mailbox ?? entry.address);
      if (!read.ok) continue;
      if (isTaken && hasNotAsked) this.unasked.add(entry.row, `${read.sent} (${said.by})`);
      else this.#sides.see(read.sent, entry.row, isTaken ? "out" : "in");
    }
  }

  #lookAt({ row, address, mailbox, problem }: FileEntry): void {
    const text = mailbox ?? address;
    const read: { ok: true; sent: string } | InvalidAddress = problem ?? readAddress(text);
    if (!read.ok) return;
    const found = unusualIn(read.sent);
    if (found === undefined) return;
    const sampler = (this.unusual[found.kind] ??= new Sampler());
    sampler.add(row, found.hint === undefined ? text : `${text} (${found.hint}?)`);
  }

  /** Addresses where none are taken, and lines within a cell that look like rows. */
  #lookAround(row: Row, taken: ReadonlySet<number>): void {
    const { layout, separator } = this.#context;
    for (let column = 0; column < row.length; column++) {
      const cell = row[column] ?? "";
      if (!taken.has(column) && cell.includes("@") && /[^\s@]@[^\s@]+\.[^\s@]/.test(cell)) {
        this.elsewhere.add(this.rows, layout.header?.[column]?.trim() || `column ${column + 1}`);
      }
      if (separator === undefined || !/[\r\n]/.test(cell)) continue;
      const lines = cell
        .split(/\r\n|\n|\r/)
        .slice(1)
        .filter((line) => looksLikeRow(line, separator));
      if (lines.length > 0) this.swallowed.add(this.rows, count(lines.length, "line"));
    }
  }
}

function looksLikeRow(line: string, separator: string): boolean {
  const cells = line.split(separator);
  return cells.length > 1 && cells.some((cell) => isOneAddress(cell));
}

/** Whether a row has fewer cells than the header, or more that hold something. */
function isRagged(row: Row, width: number): boolean {
  return row.length < width || row.slice(width).some((cell) => cell.trim() !== "");
}

/** The entries of one cell. */
function entriesOfCell(cell: string, row: number, guessed: boolean): FileEntry[] {
  if (isPlainAddress(cell)) return [{ row, address: cell }];
  // In other encodings than the one guessed these two are letters, and letters are not trimmed.
  const text = guessed ? cell.replace(/[\u00A0\u00AD]/g, "\uFFFD") : cell;
  return readCell(text).map(({ source, ...piece }) => {
    const entry = { row, ...piece };
    return guessed ? withProblem(entry, source) : entry;
  });
}

/** The entry, invalid if its address is not all ASCII. */
function withProblem(entry: FileEntry, source: string): FileEntry {
  const [character] = /[^\0-\x7f]/u.exec(source) ?? [];
  if (character === undefined) return entry;
  const codePoint = codePointOf(character);
  return { ...entry, problem: { ok: false, reason: "encoding-guessed", codePoint } };
}
