import type { InvalidAddress } from "../address/address.js";

/**
 * Where a list comes from: a file, or a stream such as stdin with a name for messages. The signal ends
 * the waiting for whoever is to write to a pipe that the path names.
 */
export type ListSource =
  | { readonly path: string; readonly signal?: AbortSignal }
  | { readonly name: string; readonly stream: AsyncIterable<Uint8Array> };

/** How to read a list where it does not speak for itself. */
export interface ListOptions {
  /** The header of the column with the addresses; where there is no header, its number from 1. */
  readonly column?: string | undefined;
  /** A label of the Encoding Standard, such as `windows-1252`. Default: found by the bytes. */
  readonly encoding?: string | undefined;
}

/** One address of one row. */
export interface ListEntry {
  /** As a spreadsheet counts: the header is row 1, blank rows count. */
  readonly row: number;
  /** As it was typed: the cell, or the piece of the cell that this entry is made of. */
  readonly address: string;
  /** The bare address taken out of it, where that is another text. */
  readonly mailbox?: string;
  /** Trouble in reading, which makes the entry invalid whatever the address looks like. */
  readonly problem?: InvalidAddress;
}

/** `txt` is a list without columns: a row is a line. */
export type ListFormat = "csv" | "tsv" | "txt";

/** What was read, and how. The counts are those of the rows read so far. */
export interface ListFacts {
  /** The path as given, or the name of the stream. */
  readonly name: string;
  /** SHA-256 of the bytes as they were given, compressed or not, in hexadecimal. */
  readonly digest: string;
  /** Size as given. */
  readonly bytes: number;
  readonly gzip: boolean;
  /** By its name in the Encoding Standard, in lower case. */
  readonly encoding: string;
  /** The bytes are not UTF-8 and nobody said what they are. */
  readonly encodingGuessed: boolean;
  readonly format: ListFormat;
  /** Absent if each row is one cell. */
  readonly separator?: string;
  /** Of the column with the addresses, from 1. */
  readonly column: number;
  /** Its header, where there is one. */
  readonly columnName?: string;
  readonly hasHeader: boolean;
  /** The file is a report of this command, of which only what is not settled was taken. */
  readonly isOwnReport: boolean;
  /** All of them: with the header, blank ones and those of `settledRows`. */
  readonly rows: number;
  readonly blankRows: number;
  /** Rows with more or fewer cells than the first. */
  readonly raggedRows: number;
  /** Rows of a report of ours whose outcome needs nothing more. */
  readonly settledRows: number;
  readonly entries: number;
}

/** A list on its way through: entries in chunks, in the order of the rows. To be read once. */
export interface ListReading extends AsyncIterable<readonly ListEntry[]> {
  /** Complete once the last chunk was read; `undefined` before the first. */
  readonly facts: ListFacts | undefined;
}
