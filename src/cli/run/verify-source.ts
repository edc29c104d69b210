import type { Item } from "../../job/entry.js";
import type { Io } from "../io.js";
import type { JournalContents } from "../../journal/contents.js";
import { JournalError } from "../../journal/journal-error.js";
import { readJournal } from "../../journal/open-journal.js";
import { ListTaker } from "../../journal/list-taker.js";
import type { ListOptions } from "../../list/list-reading.js";
import { readList } from "../../list/read-list.js";
import { listSource, stdinName } from "./list-source.js";
import { takeList, type Take } from "./take-list.js";

/** An address to be read back, with what was typed for it. */
export interface TypedItem extends Item {
  readonly address: string;
}

/** The journal at a path; nothing where the file is something else, such as a list. */
export async function findJournal(path: string): Promise<JournalContents | undefined> {
  if (path === stdinName) return undefined;
  try {
    return await readJournal(path);
  } catch (error) {
    const isOther =
      error instanceof JournalError && ["absent", "not-a-journal"].includes(error.fault);
    if (isOther) return undefined;
    throw error;
  }
}

/** The addresses that a job was to send; a limit may have left others out. */
export async function* addressesOfJob(
  job: JournalContents,
): AsyncGenerator<readonly TypedItem[], void> {
  let id = 0;
  for await (const outcomes of job.outcomes()) {
    const items: TypedItem[] = [];
    for (const outcome of outcomes) {
      const { row, address } = outcome;
      const left =
        outcome.outcome === "invalid" ||
        outcome.outcome === "duplicate" ||
        (outcome.outcome === "not-sent" && outcome.reason === "limit");
      if (!left) items.push({ id, row: Number(row), address, sent: outcome.sent });
      id += 1;
    }
    yield items;
  }
}

/**
 * The distinct valid addresses of a list. It is read to its end before the first is given, since what
 * is wrong with a list may show late.
 *
 * @throws {ListError} if the list cannot be read
 */
export async function addressesOfList(
  list: string,
  options: ListOptions,
  io: Io,
): Promise<readonly TypedItem[]> {
  const items: TypedItem[] = [];
  const reading = readList(listSource(list, io), options);
  const taker = new ListTaker();
  const take: Take = (entries) => entries.map((entry) => taker.take(entry));
  for await (const part of takeList(reading, take, io.signal)) {
    for (const { taken } of part) {
      if (taken.kind !== "new") continue;
      const { id, row, sent, address } = taken.entry;
      items.push({ id, row: Number(row), sent, address });
    }
  }
  return items;
}
