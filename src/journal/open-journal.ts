import type { FileHandle } from "node:fs/promises";
import { hostname } from "node:os";
import { FileError } from "../files/file-error.js";
import { openRegularFile } from "../files/read-file.js";
import { reasonOf, systemCode } from "../files/system-error.js";
import { syncFolder } from "../files/write-file.js";
import { duration, moment } from "../text/words.js";
import { Appender, takenOver } from "./appender.js";
import { JournalContents } from "./contents.js";
import { findHolder } from "./holder.js";
import { JournalError, JournalLockedError } from "./journal-error.js";
import { Journal } from "./journal.js";
import { journalFormat, toTime, type HeadLine, type OpenedLine } from "./lines.js";
import { loadJournal } from "./load.js";
import { lockPath, takeLock, type Lock } from "../files/lock.js";
import { findTarget, openTarget } from "./target.js";

/** What a journal that is to be made is bound to. */
export interface NewJournal {
  readonly origin: string;
  readonly businessUnitId?: number | undefined;
  /** Of this program. */
  readonly version: string;
}

export interface OpenOptions {
  /** Makes the journal where there is none; without it, that is an error. */
  readonly create?: NewJournal | undefined;
  /** Default: `Date.now`. */
  readonly clock?: () => number;
}

/**
 * Reads a journal without touching it, also while another process writes to it.
 *
 * @throws JournalError
 */
export async function readJournal(path: string): Promise<JournalContents> {
  let file: FileHandle;
  try {
    file = await openRegularFile(path);
  } catch (error) {
    if (systemCode(error) === "ENOENT") throw absent(path);
    if (error instanceof FileError) {
      throw new JournalError("not-a-journal", `${path} is not a journal: ${error.reason}`, error);
    }
    throw new JournalError("unreadable", `${path} cannot be read: ${reasonOf(error)}`, error);
  }
  try {
    const { state, torn } = await loadJournal(path, file);
    if (state.head === undefined) throw absent(path);
    return new JournalContents(path, state, torn);
  } finally {
    await file.close();
  }
}

/**
 * Opens a journal for writing, with its lock, or makes one. An end that a crash has left is dropped:
 * `torn` of the result tells of it, as `tookOver` does of a lock that was left behind.
 *
 * @throws JournalLockedError where another process writes to it
 * @throws JournalError
 */
export async function openJournal(path: string, options: OpenOptions = {}): Promise<Journal> {
  const clock = options.clock ?? Date.now;
  const target = await findTarget(path);
  if (target.stats === undefined && options.create === undefined) throw absent(path);
  let lose: (() => void) | undefined;
  let lost = false;
  const lock = await lockOrRefuse(target.path, clock, () => {
    lost = true;
    lose?.();
  });
  let file: FileHandle | undefined;
  try {
    const { handle, warning } = await openTarget(target.path);
    file = handle;
    const { state, torn } = await loadJournal(path, file);
    if (state.head === undefined && options.create === undefined) throw absent(path);
    if (torn !== undefined) await file.truncate(torn.offset);
    const end = torn?.offset ?? (await file.stat()).size;
    const appender = new Appender(path, file, end);
    lose = () => appender.fail(takenOver(path));
    if (lost) lose();
    const head = state.head === undefined ? toHead(options.create, clock()) : undefined;
    const opened: OpenedLine = { opened: toTime(clock()), pid: process.pid, host: hostname() };
    const first = head === undefined ? [opened] : [head, opened];
    // This also shows that the file can be written to, before anything is sent.
    await appender.append(first.map((line) => `${JSON.stringify(line)}\n`).join(""));
    for (const line of first) state.apply(line, { offset: 0, next: 0 });
    if (head !== undefined) await syncFolder(target.path);
    return new Journal({ path: target.path, state, torn, warning, appender, lock, clock });
  } catch (error) {
    await file?.close();
    await lock.release().catch(() => undefined);
    throw error;
  }
}

async function lockOrRefuse(path: string, clock: () => number, onLost: () => void): Promise<Lock> {
  let lock: Lock | undefined;
  try {
    lock = await takeLock(path, onLost);
  } catch (error) {
    throw new JournalError(
      "unwritable",
      `The journal ${path} cannot be locked: ${lockPath(path)} cannot be made: ${reasonOf(error)}. ` +
        `Nothing has been sent`,
      error,
    );
  }
  if (lock !== undefined) return lock;
  const holder = await findHolder(path);
  const who =
    holder === undefined
      ? ""
      : ` (process ${holder.pid} on ${holder.host}, since ${moment(holder.since)}, for ` +
        `${duration(Math.max(0, clock() - holder.since) / 1000)})`;
  throw new JournalLockedError(
    `Another run${who} has the journal ${path}. Wait until it has ended, or stop it`,
    holder,
  );
}

function toHead(create: NewJournal | undefined, now: number): HeadLine | undefined {
  if (create === undefined) return undefined;
  const { origin, businessUnitId, version } = create;
  return { journal: journalFormat, origin, businessUnitId, created: toTime(now), version };
}

function absent(path: string): JournalError {
  return new JournalError("absent", `There is no journal ${path}`);
}
