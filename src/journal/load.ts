import type { FileHandle } from "node:fs/promises";
import { maxWriteBytes } from "./appender.js";
import { JournalError } from "./journal-error.js";
import { JournalState } from "./journal-state.js";
import { journalFormat } from "./lines.js";
import { parseLine } from "./parse-line.js";
import { LongLineError, readBlocks, type LineBlock } from "./read-blocks.js";

/** An end of a journal that a crash has left: it is no part of it, and nothing relied on it. */
export interface TornEnd {
  /** Where it begins. */
  readonly offset: number;
  readonly bytes: number;
}

export interface LoadedJournal {
  readonly state: JournalState;
  readonly torn: TornEnd | undefined;
  /** Where its last whole line ends. */
  readonly end: number;
  /** How many whole lines it has. */
  readonly lines: number;
}

const headStart = `{"journal":`;

/**
 * Reads a journal from its first line to its last whole one. An empty file gives a state without a
 * head.
 *
 * @param upTo the place at which to stop, which is the end of a line; the end of the file if left out

 * @throws JournalError where the file is no journal, one of another format, or damaged
 */
export async function loadJournal(
  path: string,
  file: FileHandle,
  upTo?: number,
): Promise<LoadedJournal> {
  const { size } = await file.stat();
  const empty = { state: new JournalState(), torn: undefined, end: 0, lines: 0 };
  if (size === 0) return empty;
  if (await isTornHead(path, file, size)) return { ...empty, torn: { offset: 0, bytes: size } };
  return loadOn(path, file, empty, upTo);
}

/**
 * Reads on where an earlier reading has ended.
 *
 * @throws JournalError where the file is damaged
 */
export async function loadOn(
  path: string,
  file: FileHandle,
  { state, end, lines: before }: LoadedJournal,
  upTo?: number,
): Promise<LoadedJournal> {
  const size = upTo ?? (await file.stat()).size;
  let good = end;
  let number = before;
  const blocks = bounded(path, readBlocks(file, end, upTo), () => number + 1);
  for await (const { lines, offsets } of blocks) {
    for (const [index, text] of lines.entries()) {
      number += 1;
      const offset = offsets[index] ?? 0;
      const next = offsets[index + 1] ?? offset;
      const line = parseLine(text);
      // A hole that a power cut has left in the last write.
      if (line === undefined && text.includes("\0") && size - offset <= maxWriteBytes) {
        const torn = { offset, bytes: size - offset };
        return { state, torn, end: offset, lines: number - 1 };
      }
      if (
        number === 1 &&
        line !== undefined &&
        "journal" in line &&
        line.journal !== journalFormat
      ) {
        throw otherFormat(path, line.journal);
      }
      const problem =
        line === undefined ? "it cannot be read" : state.apply(line, { offset, next });
      if (problem !== undefined) throw damaged(path, number, problem);
      good = next;
    }
  }
  // While another process writes, the file may have grown since.
  const torn = size > good ? { offset: good, bytes: size - good } : undefined;
  return { state, torn, end: good, lines: number };
}

/** Tells of a line that is too long by its number. */
async function* bounded(
  path: string,
  blocks: AsyncIterable<LineBlock>,
  next: () => number,
): AsyncGenerator<LineBlock> {
  try {
    yield* blocks;
  } catch (error) {
    if (!(error instanceof LongLineError)) throw error;
    throw damaged(path, next(), "it is longer than any that is written");
  }
}

/** Whether the file is what a crash leaves of a journal whose first line was just being written. */
async function isTornHead(path: string, file: FileHandle, size: number): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
  const start = buffer.toString("latin1", 0, bytesRead);
  if (start.startsWith(headStart) && start.includes("\n")) return false;
  let end = start.length;
  while (start[end - 1] === "\0") end -= 1;
  const torn = start.slice(0, end);
  if (size <= 4096 && (headStart.startsWith(torn) || torn.startsWith(headStart))) return true;
  throw new JournalError(
    "not-a-journal",
    `${path} is not a journal: its first line is not that of one. It has not been changed`,
  );
}

function otherFormat(path: string, format: number): JournalError {
  return new JournalError(
    "other-format",
    `${path} is a journal of format ${format}; this version knows format ${journalFormat}. ` +
      `Continue with the version that wrote it, or begin a new journal`,
  );
}

function damaged(path: string, line: number, problem: string): JournalError {
  return new JournalError(
    "damaged",
    `${path} is damaged at line ${line}: ${problem}. It has not been changed. Restore an earlier copy, or ` +
      `begin a new journal: it sends those who are already out once more, which does no harm`,
  );
}
