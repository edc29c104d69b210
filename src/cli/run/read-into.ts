import type { Journal, JournalContents, ListChange, ListFacts, ListReading } from "../../node.js";
import type { JsonObject } from "../../text/json.js";
import { ListCount } from "./list-count.js";
import { takeList, type Take } from "./take-list.js";

/** A list that is in the journal now. */
export interface ReadIn {
  readonly count: ListCount;
  readonly facts: ListFacts;
  /** How it differs from the confirmed list that the journal had before. */
  readonly change: ListChange | undefined;
}

/**
 * Reads a list into a journal, unless it is the one that the journal holds, read in the same way.
 *
 * @returns nothing if it is the same
 * @throws {ListError} if the list is not fit to be sent
 * @throws {StoppedError} at a signal
 */
export async function readInto(
  journal: Journal,
  reading: ListReading,
  signal: AbortSignal,
): Promise<ReadIn | undefined> {
  const count = new ListCount();
  let begun = false;
  let same = false;
  const take: Take = async (entries) => {
    const { facts } = reading;
    if (facts === undefined) throw new Error("a list with entries has facts");
    same ||= !begun && isSame(journal, facts);
    if (same) return [];
    if (!begun) await journal.startList({ name: facts.name, digest: facts.digest });
    begun = true;
    return journal.take(entries);
  };
  for await (const part of takeList(reading, take, signal)) {
    if (same) return undefined;
    for (const each of part) count.add(each);
  }
  const { facts } = reading;
  if (!begun || facts === undefined)
    throw new Error("a list without entries is refused in reading");
  const change = await journal.endList({ blankRows: facts.blankRows, facts: factsToKeep(facts) });
  return { count, facts, change };
}

/** Whether a list is the confirmed one of a journal, read in the same way. */
export function isSame(
  { confirmed, list }: Pick<JournalContents, "confirmed" | "list">,
  facts: ListFacts,
): boolean {
  if (confirmed === undefined || list === undefined || list.digest !== facts.digest) return false;
  const kept = factsToKeep(facts);
  const how = [
    "columns",
    "encoding",
    "encodingGuessed",
    "separator",
    "headerRow",
    "sheet",
    "member",
  ];
  const ways = [...how, "where", "allRows"];
  return ways.every((name) => JSON.stringify(list.facts[name]) === JSON.stringify(kept[name]));
}

/** What tells how the list was read; its texts are left aside. */
function factsToKeep(facts: ListFacts): JsonObject {
  const { rows, ragged, settledRows, bytes, gzip, format, encoding, encodingGuessed } = facts;
  const { columns, headerRow, hasHeader, isOwnReport, where, allRows, leftOut } = facts;
  const { separator = null, sheet = null, member = null } = facts;
  return {
    rows,
    raggedRows: ragged.count,
    settledRows,
    bytes,
    gzip,
    format,
    encoding,
    encodingGuessed,
    separator,
    columns: [...columns],
    sheet,
    member,
    headerRow,
    hasHeader,
    where: [...where],
    allRows,
    leftOut: { ...leftOut },
    isOwnReport,
  };
}
