import { count } from "../text/words.js";
import { bytesOf } from "./bytes.js";
import { ListError, ListQuestion } from "./list-error.js";
import type { ListOptions } from "./list-reading.js";
import { openDocument } from "./open-sheet.js";
import { openText } from "./open-text.js";
import type { OpenList } from "./source.js";
import type { Table } from "./table.js";
import { openArchive, type Member } from "./zip.js";

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
      what: rows === undefined ? `${name} (it cannot be read)` : `${name} (${count(rows, "row")})`,
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
    let filled = table.headerAt === undefined ? 0 : -1 - table.headerAt;
    for await (const rows of table.rows())
      for (const row of rows) if (row.some((cell) => cell !== "")) filled += 1;
    return Math.max(0, filled);
  } catch (error) {
    if (error instanceof ListError) return undefined;
    throw error;
  }
}
