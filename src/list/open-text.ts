import { readRows } from "./csv.js";
import { chooseSplit, findHint, readSeparator, split, splitsOf } from "./dialect.js";
import { findEncoding, headToUtf8, toUtf8 } from "./encoding.js";
import { refusalOfText } from "./formats.js";
import { looksLikeJson, openJson } from "./json.js";
import { ListError } from "./list-error.js";
import type { ListOptions, Row } from "./list-reading.js";
import { scanBytes } from "./scan-bytes.js";
import { headerIn, headRowsOf, type Table } from "./table.js";

/**
 * Finds out how a text is cut into rows: by separators, by lines, or as JSON.
 *
 * @param file its name, which may say what it is
 * @throws {ListError} if it is of a kind that is not read, or damaged
 */
export async function openText(
  list: string,
  file: string,
  bytes: () => AsyncIterable<Buffer>,
  options: ListOptions,
): Promise<Table> {
  if (options.sheet !== undefined)
    throw new ListError(list, "it is no workbook; leave out --sheet");
  const scan = await scanBytes(bytes());
  if (scan.head.length === 0) throw new ListError(list, "it is empty");
  const encoding = findEncoding(list, scan, options.encoding);
  const whole = headToUtf8(list, scan.head, encoding);
  const refusal = refusalOfText(whole.toString("utf8", 0, 16 * 1024));
  if (refusal !== undefined) throw new ListError(list, refusal);
  const text = () => toUtf8(list, bytes(), encoding);
  const common = { file, encoding: encoding.label, encodingGuessed: encoding.guessed };
  if (/\.(?:json|jsonl|ndjson)(?:\.gz)?$/i.test(file) || looksLikeJson(whole)) {
    const { keys, isLines, place, rows } = await openJson(list, text);
    if (options.headerRow !== undefined || options.separator !== undefined) {
      throw new ListError(list, "it is JSON; leave out --header-row and --separator");
    }
    const head = await headRowsOf(rows());
    const names = keys.length === 0 ? {} : { keys };
    const headerAt = keys.length > 0 || isSingle(head) ? undefined : headerIn(list, head, options);
    return {
      ...common,
      ...names,
      ...(place !== undefined && { part: place }),
      format: isLines ? "jsonl" : "json",
      canSlide: false,
      head,
      headerAt,
      rows,
    };
  }
  const isText = isTextName(file);
  const hint = findHint(whole);
  const head = whole.subarray(hint?.length ?? 0);
  const separator =
    options.separator === undefined ? hint?.separator : readSeparator(list, options.separator);
  const splits =
    separator === undefined
      ? splitsOf(head, scan.headIsAll, isText)
      : [split(head, scan.headIsAll, { separator, quotes: true })];
  const { syntax, rows } = chooseSplit(list, splits, options, isText);
  return {
    ...common,
    format:
      syntax.separator === "\t" ? "tsv" : syntax.separator === undefined && isText ? "txt" : "csv",
    ...(syntax.separator !== undefined && { separator: syntax.separator }),
    canSlide: syntax.separator !== undefined,
    head: rows,
    headerAt: headerIn(list, rows, options),
    rows: () => readRows(list, without(hint?.length ?? 0, text()), syntax),
  };
}

function isSingle(head: readonly Row[]): boolean {
  return head.every((row) => row.length < 2);
}

/** A list of lines by its name, where columns are not expected. */
function isTextName(name: string): boolean {
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
