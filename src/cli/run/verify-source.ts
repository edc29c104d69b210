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

/** The entries that a job was to send; a limit may have left others out. */
export async function* entriesOfJob(job: JournalContents): AsyncGenerator<ListEntry, void> {
  for await (const outcomes of job.outcomes()) {
    for (const outcome of outcomes) {
      const { row, address } = outcome;
      if (outcome.outcome === "invalid" || outcome.outcome === "duplicate") continue;
      if (outcome.outcome === "not-sent" && outcome.reason === "limit") continue;
      yield { row, address, mailbox: outcome.sent };
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
): Promise<readonly ListEntry[]> {
  const entries: ListEntry[] = [];
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
