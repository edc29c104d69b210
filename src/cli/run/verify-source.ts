import type { ListEntry } from "../../index.js";
import { JournalError, readList, type JournalContents, type ListOptions } from "../../node.js";
import type { Io } from "../io.js";
import { StoppedError } from "../stopped-error.js";
import { listSource, stdinName } from "./list-source.js";
import { readJob } from "./open-job.js";

/** The journal at a path; nothing where the file is something else, such as a list. */
export async function findJournal(path: string): Promise<JournalContents | undefined> {
  if (path === stdinName) return undefined;
  try {
    return await readJob(path);
  } catch (error) {
    const isOther =
      error instanceof JournalError && ["absent", "not-a-journal"].includes(error.fault);
    if (isOther) return undefined;
    throw error;
  }
}

/** Whether the job does not know what became of an entry. */
interface InDoubt {
  readonly isUnknown: boolean;
}

/** Entries to be read back, the same each time. */
export type Entries = AsyncIterable<ListEntry<InDoubt>> | Iterable<ListEntry<InDoubt>>;

/** What is kept of an entry: its place, counted from 0, and whether its outcome is unknown. */
export interface Kept extends InDoubt {
  readonly place: number;
}

/** Entries with their places. */
export async function* numbered(entries: Entries): AsyncGenerator<ListEntry<Kept>, void> {
  let place = 0;
  for await (const entry of entries) {
    yield { ...entry, data: { isUnknown: false, ...entry.data, place } };
    place += 1;
  }
}

/** The entries of a job that are out by their outcomes, or may be; the others were never sent, or HubSpot refused them. */
export async function* entriesOfJob(
  job: JournalContents,
): AsyncGenerator<ListEntry<InDoubt>, void> {
  for await (const outcomes of job.outcomes()) {
    for (const entry of outcomes) {
      const { row, address, outcome } = entry;
      const isUnknown = outcome === "unknown";
      if (!isUnknown && outcome !== "unsubscribed" && outcome !== "already-unsubscribed") continue;
      yield { row, address, mailbox: entry.sent, data: { isUnknown } };
    }
  }
}

/**
 * The entries of a list; of a report, those that it says are out. It is read to its end before the first is given, since what is wrong with a list may show late.
 *
 * @throws {ListError} if the list cannot be read
 * @throws {StoppedError} at a signal
 */
export async function entriesOfList(
  list: string,
  options: ListOptions,
  io: Io,
): Promise<readonly ListEntry<InDoubt>[]> {
  const entries: ListEntry<InDoubt>[] = [];
  try {
    for await (const part of readList(listSource(list, io), { ...options, reportRows: "out" })) {
      StoppedError.check(io.signal);
      entries.push(...part);
    }
  } catch (error) {
    // A stream that the signal has cut off gives an error of its own.
    StoppedError.check(io.signal);
    throw error;
  }
  return entries;
}
