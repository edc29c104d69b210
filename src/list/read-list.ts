import { createHash } from "node:crypto";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { number } from "../text/words.js";
import { findLayout, otherSheetsHint, type Layout } from "./columns.js";
import { ask } from "./ask.js";
import { findConsent } from "./consent.js";
import { quoteName } from "./header.js";
import { ListError } from "./list-error.js";
import type {
  ConsentFacts,
  FileEntry,
  ListFacts,
  ListOptions,
  ListReading,
  ListSource,
} from "./list-reading.js";
import { headOf } from "./columns.js";
import { scanTable, type TableScan } from "./scan.js";
import { openList, type OpenList } from "./source.js";
import { openTable } from "./open-table.js";
import type { Table } from "./table.js";
import { EntryTaker } from "./take.js";
import { readFilter, type Filter } from "./where.js";

const OPTIONS: NamesOf<ListOptions> = {
  columns: true,
  encoding: true,
  separator: true,
  headerRow: true,
  sheet: true,
  member: true,
  where: true,
  allRows: true,
  reportRows: true,
};

/**
 * Reads a list from start to end in memory that does not grow with it: first all of it to decide what is meant, then row by
 * row. Nothing is opened before the first chunk is asked for.
 *
 * What is at fault late in the file shows late: until the last chunk was read without an error, nothing of the list may be
 * acted on.
 *
 * @throws {ListError} while reading: unreadable, of a kind that is not read, an unclosed quotation mark, no column that holds
 * the addresses, no entry at all
 * @throws {ListQuestion} before the first chunk, if a person has to say which rows, column or file is meant
 * @throws {TypeError} for a wrong option or source, at once
 *
 * @example
 * ```ts
 * const entries = [];
 * for await (const part of readList({ path: "list.csv" }, { columns: ["email"] })) entries.push(...part);
 * const job = unsubscribeAll(client, entries); // only now is the whole list known to be in order
 * ```
 */
export function readList(source: ListSource, options: ListOptions = {}): ListReading {
  const { path, stream }: { path?: unknown; stream?: unknown } = source;
  if (typeof path !== "string" && (typeof stream !== "object" || stream === null)) {
    throw new TypeError("a list is read from { path }, or from { name, stream }");
  }
  const given = readMembers("readList", options, OPTIONS);
  let facts: (() => ListFacts) | undefined;
  const read = async function* (): AsyncGenerator<readonly FileEntry[]> {
    const list = await openList(source);
    try {
      const prepared = await prepare(list, given);
      facts = prepared.facts;
      yield* prepared.entries();
    } finally {
      await list.close();
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
  entries(): AsyncGenerator<readonly FileEntry[]>;
}

async function prepare(list: OpenList, options: ListOptions): Promise<PreparedList> {
  const { name } = list;
  const { columns: named = [], where = [], allRows = false, reportRows = "open" } = options;
  const { digest, bytes } = await digestOf(list);
  const table = await openTable(list, options);
  const { header, skip } = headOf(table);
  const scan = await scanTable(table.rows(), skip, header);
  const layout = findLayout(name, table, scan, named);
  const width = Math.max(scan.columns.length, header?.length ?? 0);
  const filter = readFilter(name, header, width, where);
  const consent = findConsent(
    [...nameParts(table), ...(table.part === undefined ? [] : [table.part]), ...titlesOf(table)],
    header,
    scan,
    layout.isOwnReport ? [...scan.columns.keys()] : layout.columns,
    table.encodingGuessed,
  );
  const taker = new EntryTaker({
    layout,
    filter,
    consent: where.length > 0 && consent.speaks ? consent : undefined,
    separator: table.separator,
    encodingGuessed: table.encodingGuessed,
    canSlide: table.canSlide,
    holds: (column, value) => scan.columns[column]?.values.has(value) === true,
    reportRows,
    refusesRagged: table.canSlide && !layout.isOwnReport && holdsOthers(scan, layout),
  });
  if (!allRows && !layout.isOwnReport)
    await ask(name, table, { scan, layout, filter, consent, taker });
  const { separator, member, sheet, otherSheets } = table;
  const names =
    header === undefined
      ? undefined
      : layout.columns.map((column) => (header[column] ?? "").trim());
  return {
    facts: () => ({
      name,
      digest,
      bytes,
      gzip: list.packing === "gzip",
      ...(member !== undefined && { member }),
      ...(sheet !== undefined && { sheet }),
      ...(otherSheets !== undefined && otherSheets.length > 0 && { otherSheets }),
      encoding: table.encoding,
      encodingGuessed: table.encodingGuessed,
      format: table.format,
      ...(separator !== undefined && { separator }),
      columns: layout.columns.map((column) => column + 1),
      ...(names !== undefined && { columnNames: names }),
      hasHeader: header !== undefined,
      headerRow: skip,
      isOwnReport: layout.isOwnReport,
      where,
      allRows,
      consent: consent.facts,
      rows: taker.rows,
      blankRows: taker.blankRows,
      dataRows: taker.dataRows,
      ragged: taker.ragged,
      settledRows: taker.settledRows,
      leftOut: taker.leftOut,
      entries: taker.entries,
      unusual: taker.unusual,
      elsewhere: taker.elsewhere,
      swallowed: taker.swallowed,
      unasked: taker.unasked,
      contradicted: taker.contradicted,
    }),
    async *entries() {
      for await (const rows of table.rows()) {
        const entries = taker.read(rows);
        if (entries.length > 0) yield entries;
      }
      await list.checkUnchanged();
      if (taker.entries > 0) return;
      throw new ListError(
        name,
        layout.isOwnReport
          ? reportRows === "open"
            ? "nothing in this report is rejected, unknown or not sent; there is nothing left to do"
            : "nothing in this report was told to be out; there is nothing to read back"
          : taker.leftOut.entries > 0
            ? `--where leaves out all ${number(taker.leftOut.rows)} rows; a value is compared with the whole cell${valuesIn(consent.facts, filter)}`
            : `no address was found in it${otherSheetsHint(table)}`,
      );
    },
  };
}

/** What a column holds that `--where` names, where those are a few values. */
function valuesIn({ columns }: ConsentFacts, filter: Filter): string {
  return columns
    .filter(({ column, values }) => filter.columns.has(column - 1) && values.length > 0)
    .map(({ name, column, values }) => {
      const each = values.map(
        ({ value, count }) =>
          `${value === "" ? "an empty cell" : quoteName(value)} (${number(count)})`,
      );
      return `. ${quoteName(name === "" ? `column ${column}` : name)} holds ${each.join(", ")}`;
    })
    .join("");
}

/** The name of the file, and of the folders in an archive; those that a person keeps lists in are theirs. */
function nameParts({ file, member }: Table): readonly string[] {
  const parts = file.split(/[\\/]/);
  return member === undefined ? parts.slice(-1) : parts;
}

/** The lines of a title above the header. */
function titlesOf({ head, headerAt = 0 }: Table): readonly string[] {
  return head.slice(0, headerAt).map((row) => row.join(" "));
}

async function digestOf(list: OpenList): Promise<{ digest: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of list.raw()) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { digest: hash.digest("hex"), bytes };
}

/** Whether addresses stand in other columns too, from where one may slide into the column that is read. */
function holdsOthers({ columns }: TableScan, layout: Layout): boolean {
  return columns.some(({ addresses }, column) => addresses > 0 && !layout.columns.includes(column));
}
