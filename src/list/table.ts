import { bytesOf } from "./bytes.js";
import { statusInFileName } from "./consent-names.js";
import { readRows } from "./csv.js";
import { chooseSplit, findHeader, findHint, readSeparator, split, splitsOf } from "./dialect.js";
import { findEncoding, headToUtf8, toUtf8 } from "./encoding.js";
import { kindOfZip, refusalOfText } from "./formats.js";
import { looksLikeJson, openJson } from "./json.js";
import { ListError, ListQuestion, type ListChoice } from "./list-error.js";
import type { ListFormat, ListOptions, Row } from "./list-reading.js";
import { scanBytes } from "./scan-bytes.js";
import type { OpenList } from "./source.js";
import { isWorkbook, openSheet } from "./xlsx.js";
import { openArchive, type Member } from "./zip.js";

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

/** A workbook within an archive is held in memory, in bytes. */
const MAX_NESTED = 64 * 1024 * 1024;
/** What the other files of an archive are: folders of a system, notes, pictures. */
const NO_LIST =
  /(?:^|\/)(?:__MACOSX\/|\.|readme|license)|\.(?:html?|pdf|png|jpe?g|gif|svg|md|rtf|docx?|xml|log|ini|db|lnk|url)$/i;
const ARCHIVE_HINT = "name one with --member";

/**
 * Finds out what a list is and how it is cut into rows.
 *
 * @throws {ListError} if it is of a kind that is not read, or damaged
 * @throws {ListQuestion} if it is an archive of several lists
 */
export async function openTable(list: OpenList, options: ListOptions): Promise<Table> {
  const { name } = list;
  if (list.packing !== "zip") {
    if (options.member !== undefined)
      throw new ListError(name, "it is no archive; leave out --member");
    return openText(
      name,
      name,
      () => (list.packing === "gzip" ? list.unzipped() : list.raw()),
      options,
    );
  }
  const members = await openArchive(name, list.bytes);
  const document = await openDocument(name, name, members, options);
  if (document !== undefined) {
    if (options.member !== undefined)
      throw new ListError(name, "it is no archive; leave out --member");
    return document;
  }
  return openMember(list, await chooseMember(list, members, options), options);
}

async function openMember(
  { name: list, bytes }: OpenList,
  member: Member,
  options: ListOptions,
): Promise<Table> {
  const name = `${list}, ${member.name}`;
  const start = await startOf(member);
  if (start.length === 4 && start.readUInt32BE() === 0x504b0304) {
    if (member.size > MAX_NESTED)
      throw new ListError(name, "it is too large to be read in an archive; unpack it");
    const pieces: Buffer[] = [];
    for await (const piece of member.read()) pieces.push(piece);
    const inner = await openArchive(name, bytesOf(Buffer.concat(pieces), bytes.signal));
    const document = await openDocument(name, member.name, inner, options);
    if (document === undefined)
      throw new ListError(name, "it is an archive within an archive; unpack it");
    return { ...document, member: member.name };
  }
  return {
    ...(await openText(name, member.name, () => member.read(), options)),
    member: member.name,
  };
}

async function startOf(member: Member): Promise<Buffer> {
  for await (const chunk of member.read()) return chunk.subarray(0, 4);
  return Buffer.alloc(0);
}

async function openDocument(
  list: string,
  file: string,
  members: readonly Member[],
  options: ListOptions,
): Promise<Table | undefined> {
  const names = new Set(members.map(({ name }) => name));
  const kind = kindOfZip(names);
  if (kind !== undefined) throw new ListError(list, `it is ${kind}`);
  if (!isWorkbook(names)) return undefined;
  const sheet = await openSheet(list, members, options.sheet);
  if (options.sheet === undefined && sheet.others.some((name) => statusInFileName(name))) {
    throw await sheetQuestion(list, members, [sheet.name, ...sheet.others]);
  }
  const head: Row[] = [];
  for await (const rows of sheet.rows()) {
    head.push(...rows.slice(0, 1000));
    if (head.length >= 1000) break;
  }
  return {
    format: "xlsx",
    file,
    part: sheet.name,
    sheet: sheet.name,
    otherSheets: sheet.others,
    encoding: "utf-8",
    encodingGuessed: false,
    canSlide: false,
    head,
    headerAt: headerIn(list, head, options),
    rows: () => sheet.rows(),
  };
}

/** Where the name of a sheet says who has asked to be out, the first one may hold who has not. */
async function sheetQuestion(
  list: string,
  members: readonly Member[],
  names: readonly string[],
): Promise<ListQuestion> {
  const choices: ListChoice[] = [];
  for (const name of names.slice(0, 20)) {
    let count = 0;
    for await (const rows of (await openSheet(list, members, name)).rows())
      for (const row of rows) if (row.some((cell) => cell.includes("@"))) count += 1;
    const rows = count === 1 ? "1 row" : `${count} rows`;
    choices.push({ what: `sheet "${name}" (${rows} with an address)`, flags: ["--sheet", name] });
  }
  return new ListQuestion(
    list,
    "it has several sheets, and by their names not all of them hold the same people; choose one with --sheet",
    choices,
  );
}

async function openText(
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
    const head: Row[] = [];
    for await (const some of rows()) {
      head.push(...some.slice(0, 1000));
      if (head.length >= 1000) break;
    }
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

function headerIn(
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

async function chooseMember(
  archive: OpenList,
  members: readonly Member[],
  options: ListOptions,
): Promise<Member> {
  const { name: list } = archive;
  const named = options.member;
  if (named !== undefined) {
    const found =
      members.find(({ name }) => name === named) ??
      members.find(({ name }) => name.endsWith(`/${named}`));
    if (found !== undefined) return found;
    throw new ListError(
      list,
      `there is no such file in it; there is ${members
        .slice(0, 20)
        .map(({ name }) => `"${name}"`)
        .join(", ")}`,
    );
  }
  const lists = members.filter(({ name }) => !NO_LIST.test(name));
  const [only, ...more] = lists;
  if (only === undefined) throw new ListError(list, "there is no list in the archive");
  if (more.length === 0) return only;
  const counted: { name: string; rows: number | undefined }[] = [];
  for (const member of lists.slice(0, 20)) {
    counted.push({ name: member.name, rows: await countRows(archive, member, options) });
  }
  const rest = lists.length > counted.length ? `, and ${lists.length - counted.length} more` : "";
  throw new ListQuestion(
    list,
    `it is an archive of several lists${rest}; ${ARCHIVE_HINT}`,
    counted.map(({ name, rows }) => ({
      what:
        rows === undefined
          ? `${name} (it cannot be read)`
          : `${name} (${rows === 1 ? "1 row" : `${rows} rows`})`,
      flags: ["--member", name],
    })),
  );
}

/** How many rows of data a file of an archive has; `undefined` if it is no list. */
async function countRows(
  list: OpenList,
  member: Member,
  { encoding }: ListOptions,
): Promise<number | undefined> {
  try {
    const table = await openMember(list, member, { encoding });
    let count = table.headerAt === undefined ? 0 : -1 - table.headerAt;
    for await (const rows of table.rows())
      for (const row of rows) if (row.some((cell) => cell !== "")) count += 1;
    return Math.max(0, count);
  } catch (error) {
    if (error instanceof ListError) return undefined;
    throw error;
  }
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
