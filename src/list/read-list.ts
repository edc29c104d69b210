import { type Encoding, findEncoding, headToUtf8, toUtf8 } from "./encoding.js";
import { findLayout } from "./layout.js";
import { type ListBytes, openList } from "./list-bytes.js";
import { ListError } from "./list-error.js";
import type { ListEntry, ListFacts, ListOptions, ListReading, ListSource } from "./list-reading.js";
import { RowReader } from "./row-reader.js";
import { readRows } from "./rows.js";
import { findHint, firstRow, split, splitsOf } from "./separator.js";
import { type Survey, surveyList } from "./survey.js";

/**
 * Reads a list from start to end in memory that does not grow with it: once over all bytes for the
 * encoding and the digest, then row by row. Nothing is opened before the first chunk is asked for.
 *
 * What is at fault late in the file shows late: until the last chunk was read without an error,
 * nothing of the list may be acted on.
 *
 * @throws {ListError} while reading: unreadable, no text, an unclosed quotation mark, no column or
 * several that may hold the addresses, no entry at all
 */
export function readList(source: ListSource, options: ListOptions = {}): ListReading {
  let facts: (() => ListFacts) | undefined;
  const read = async function* (): AsyncGenerator<readonly ListEntry[]> {
    const bytes = await openList(source);
    try {
      const survey = await surveyList(bytes);
      const list = prepare(bytes, survey, options);
      facts = list.facts;
      yield* list.entries();
    } finally {
      await bytes.close();
    }
  };
  return {
    get facts() {
      return facts?.();
    },
    [Symbol.asyncIterator]: read,
  };
}

interface PreparedList {
  facts(): ListFacts;
  entries(): AsyncGenerator<readonly ListEntry[]>;
}

function prepare(bytes: ListBytes, survey: Survey, options: ListOptions): PreparedList {
  const { name } = bytes;
  if (survey.head.length === 0) throw new ListError(name, "it is empty");
  const encoding = findEncoding(name, survey, options.encoding);
  const { layout, width, hint, columnName } = layOut(name, survey, encoding, options.column);
  const reader = new RowReader({ list: name, layout, width, encodingGuessed: encoding.guessed });
  const { separator } = layout.syntax;
  return {
    facts: () => ({
      name,
      digest: survey.digest,
      bytes: survey.bytes,
      gzip: bytes.gzip,
      encoding: encoding.label,
      encodingGuessed: encoding.guessed,
      format: separator === "\t" ? "tsv" : separator === undefined && isText(name) ? "txt" : "csv",
      ...(separator !== undefined && { separator }),
      column: layout.column + 1,
      ...(columnName !== undefined && { columnName }),
      hasHeader: layout.hasHeader,
      isOwnReport: layout.isOwnReport,
      rows: reader.rows,
      blankRows: reader.blankRows,
      raggedRows: reader.raggedRows,
      settledRows: reader.settledRows,
      entries: reader.entries,
    }),
    async *entries() {
      const utf8 = without(hint, toUtf8(name, bytes.unpacked(), encoding));
      for await (const rows of readRows(name, utf8, layout.syntax)) {
        const entries = reader.read(rows);
        if (entries.length > 0) yield entries;
      }
      await bytes.checkUnchanged();
      if (reader.entries > 0) return;
      throw new ListError(
        name,
        layout.isOwnReport
          ? "nothing in this report is rejected, unknown or not sent; there is nothing left to do"
          : "no address was found in it",
      );
    },
  };
}

function layOut(name: string, survey: Survey, encoding: Encoding, column: string | undefined) {
  const whole = headToUtf8(name, survey.head, encoding);
  const hint = findHint(whole);
  const head = whole.subarray(hint?.length ?? 0);
  const splits =
    hint === undefined
      ? splitsOf(head, survey.headIsAll, !isText(name))
      : [split(head, survey.headIsAll, { separator: hint.separator, quotes: true })];
  const layout = findLayout(name, splits, column, isText(name));
  const chosen = splits.find(({ syntax }) => syntax === layout.syntax);
  const row = firstRow(chosen?.rows ?? []);
  return {
    layout,
    width: row.length,
    hint: hint?.length ?? 0,
    columnName: layout.hasHeader ? (row[layout.column] ?? "").trim() : undefined,
  };
}

/** A list of lines by its name, where columns are not expected. */
function isText(name: string): boolean {
  return /\.txt(?:\.gz)?$/i.test(name);
}

async function* without(count: number, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let skip = count;
  for await (const chunk of bytes) {
    const rest = chunk.subarray(skip);
    skip -= chunk.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}
