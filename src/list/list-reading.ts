import type { InvalidAddress } from "../address/address.js";

/**
 * Where a list comes from: a file, or a stream such as stdin with a name for messages. The signal ends reading with its
 * reason, and also the wait for a writer if the path is a named pipe; it does not close the stream.
 */
export type ListSource =
  | { readonly path: string; readonly signal?: AbortSignal }
  | {
      readonly name: string;
      readonly stream: AsyncIterable<Uint8Array>;
      readonly signal?: AbortSignal;
    };

/** Which rows of a report to take: what another run takes up, or what was told out. */
export type ReportRows = "open" | "out";

/** How to read a list where detection is not enough. */
export interface ListOptions {
  /** The columns with the addresses: their headers, or their numbers from 1. @default found by what they hold */
  readonly columns?: readonly string[] | undefined;
  /** A label of the Encoding Standard, such as `windows-1252`. @default found by the bytes */
  readonly encoding?: string | undefined;
  /** What stands between two cells: one character, or `comma`, `semicolon`, `tab`, `pipe`, `space`. @default found by the rows */
  readonly separator?: string | undefined;
  /** The row that holds the names of the columns, from 1; what stands above it is left out. @default found by the rows */
  readonly headerRow?: number | undefined;
  /** The sheet of a workbook, by its name or its number from 1. @default the first one */
  readonly sheet?: string | undefined;
  /** The file in an archive. @default the only list in it */
  readonly member?: string | undefined;
  /**
   * Which rows to take: `COLUMN=VALUE`, `COLUMN!=VALUE`, `COLUMN=` for empty, `COLUMN!=` for filled. Several values of one
   * column are alternatives; conditions on different columns must all hold.
   * @default all rows
   */
  readonly where?: readonly string[] | undefined;
  /** Take all rows, whatever they say about consent, and also hidden ones. @default false */
  readonly allRows?: boolean | undefined;
  /**
   * Which rows to take of a report that a job has written: `open` (rejected, unknown or not sent), or `out` (those whose
   * addresses are out).
   * @default "open"
   */
  readonly reportRows?: ReportRows | undefined;
}

/** One address of one row. */
export interface FileEntry {
  /** As a spreadsheet counts: the header is row 1, blank rows count. Of JSON: the element, from 1. */
  readonly row: number;
  /** As it was typed: the cell, or the piece of the cell that this entry is made of. */
  readonly address: string;
  /** The bare address taken out of it, where that is another text. */
  readonly mailbox?: string;
  /** A problem in reading that makes the entry invalid, whatever the address. */
  readonly problem?: InvalidAddress;
}

/** `txt` is a list without columns: a row is a line. */
export type ListFormat = "csv" | "tsv" | "txt" | "xlsx" | "json" | "jsonl";

/** A row of cells. `seen` is set on those of a spreadsheet that it does not show, or whose address is struck through. */
export type Row = readonly string[] & { readonly seen?: "hidden" | "struck" };

/** Something that a person may want to check before sending, with a count and the first few cases. */
export interface Sample {
  readonly count: number;
  readonly first: readonly { readonly row: number; readonly text: string }[];
}

/** A column that was examined for who wants to be out. */
export interface ConsentColumn {
  /** From 1. */
  readonly column: number;
  readonly name: string;
  /** It says who wants out, or it is only one of yes and no. */
  readonly decides: boolean;
  /** The most frequent values with their counts, an empty one for empty cells; none where all differ. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

/** What a list says of consent. */
export interface ConsentFacts {
  readonly columns: readonly ConsentColumn[];
  /** What the name of the file, or a title in it, says of all in it, such as `unsubscribed`. */
  readonly file?: string;
}

/** Kinds of addresses that are valid but seldom intended. */
export type UnusualKind =
  | "label"
  | "mark"
  | "wildcard"
  | "masked"
  | "dots"
  | "dotless-domain"
  | "mixed-scripts"
  | "near-miss";

/** What was read, and how. The counts are those of the rows read so far. */
export interface ListFacts {
  /** The path as given, or the name of the stream. */
  readonly name: string;
  /** SHA-256 of the bytes as they were given, compressed or not, in hexadecimal. */
  readonly digest: string;
  /** Size as given. */
  readonly bytes: number;
  readonly gzip: boolean;
  /** The file of the archive that was read. */
  readonly member?: string;
  /** The sheet of the workbook that was read, and those that were not. */
  readonly sheet?: string;
  readonly otherSheets?: readonly string[];
  /** By its name in the Encoding Standard, in lower case. */
  readonly encoding: string;
  /** The bytes are not UTF-8 and nobody said what they are. */
  readonly encodingGuessed: boolean;
  readonly format: ListFormat;
  /** Absent if each row is one cell. */
  readonly separator?: string;
  /** The columns with the addresses, from 1. */
  readonly columns: readonly number[];
  /** Their headers, where there are any. */
  readonly columnNames?: readonly string[];
  readonly hasHeader: boolean;
  /** The row of the header, from 1; 0 where there is none, or where names are part of the format. */
  readonly headerRow: number;
  /** The file is a report of this command: only its rows that are not settled were taken. */
  readonly isOwnReport: boolean;
  /** What `--where` and `--all-rows` said. */
  readonly where: readonly string[];
  readonly allRows: boolean;
  /** The columns that were looked at for consent, and what was decided. */
  readonly consent: ConsentFacts;
  /** All of them: with the header, blank ones and those of `settledRows`. */
  readonly rows: number;
  readonly blankRows: number;
  /** Those below the header that are not blank. */
  readonly dataRows: number;
  /** Rows with more or fewer cells than the header; the text is how many. */
  readonly ragged: Sample;
  /** Rows of a report of ours whose outcome needs nothing more. */
  readonly settledRows: number;
  /** Rows, and the entries in them, that `--where` left out. */
  readonly leftOut: { readonly rows: number; readonly entries: number };
  readonly entries: number;
  /** Addresses that are legal and odd, by kind: each row and address. */
  readonly unusual: Readonly<Partial<Record<UnusualKind, Sample>>>;
  /** Cells outside the columns with the addresses that hold something like one; the text names the column. */
  readonly elsewhere: Sample;
  /** Quoted cells that hold lines which look like rows of the list; the text is how many lines. */
  readonly swallowed: Sample;
  /** Addresses that `--where` takes by rows which say that they have not asked to be out; the text names the value. */
  readonly unasked: Sample;
  /** Addresses that `--where` takes although another row, which it leaves out, says that they have not asked; `row` is that row. */
  readonly contradicted: Sample;
}

/** A list being read: entries in chunks, in the order of the rows. It can be iterated once. */
export interface ListReading extends AsyncIterable<readonly FileEntry[]> {
  /** Complete once the last chunk was read; `undefined` before the first. */
  readonly facts: ListFacts | undefined;
}
