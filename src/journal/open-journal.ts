import type { FileHandle } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { readCount } from "../client/options.js";
import { isFileError } from "../files/file-error.js";
import { openRegularFile } from "../files/read-file.js";
import { reasonOf, systemCode } from "../files/system-error.js";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { duration, moment } from "../text/words.js";
import packageJson from "../../package.json" with { type: "json" };
import { Appender, writeWhole } from "./appender.js";
import { JournalContents } from "./contents.js";
import type { JsonData } from "./json-data.js";
import { findHolder } from "./holder.js";
import { JournalError, JournalLockedError } from "./journal-error.js";
import { Journal } from "./journal.js";
import { journalFormat, toTime } from "./lines.js";
import type { HeadLine, JournalLine, OpenedLine } from "./lines.js";
import { loadJournal, loadOn, type LoadedJournal } from "./load.js";
import { takenOver } from "./loss.js";
import { lockPath, takeLock, type Lock } from "../files/lock.js";
import { findTarget, openTarget, unusable } from "./target.js";

/** Options of `openJournal`. */
export interface OpenOptions {
  /** Whether a missing journal is created; if not, `openJournal` rejects with the fault "absent". @default true */
  readonly create?: boolean | undefined;
  /**
   * Whether the `data` of entries is written to the file as JSON ("keep") or not ("leave"). With "keep" it comes back as it was
   * given, and the job throws a `TypeError` for data that JSON cannot represent (a date, a map, an object of a class, a function,
   * a bigint, `NaN`). With "leave" it may be anything, but only comes back for entries taken by this run.
   * @default "keep"
   */
  readonly data?: "keep" | "leave" | undefined;
  /** The time of what is put on record, in milliseconds since 1970. @default Date.now */
  readonly clock?: (() => number) | undefined;
}

const OPTIONS: NamesOf<OpenOptions> = { create: true, data: true, clock: true };

/** Options of `readJournal`. */
export interface ReadOptions {
  /**
   * Reads the journal only up to this place, in bytes from its start, as `place()` returned it earlier.
   * @default its end
   */
  readonly upTo?: number | undefined;
}

const READ_OPTIONS: NamesOf<ReadOptions> = { upTo: true };

/**
 * Reads a journal without changing it, also while another process writes to it.
 *
 * @throws {JournalError} also "damaged" where `upTo` is no place in it
 * @throws {TypeError} for an option that is wrong
 *
 * @example
 * ```ts
 * const job = await readJournal("opt-outs.journal");
 * console.log(await job.phase(), job.outcomeTotals());
 * for await (const part of job.outcomes()) for (const { row, outcome } of part) console.log(row, outcome);
 * ```
 */
export async function readJournal<Data = unknown>(
  path: string,
  options: ReadOptions = {},
): Promise<JournalContents<Data>> {
  const { upTo } = readMembers("readJournal", options, READ_OPTIONS);
  // Node itself is ended by a place that is no whole number.
  if (upTo !== undefined) readCount("upTo", upTo, 0);
  let file: FileHandle;
  try {
    file = await openRegularFile(path);
  } catch (error) {
    if (systemCode(error) === "ENOENT") throw absent(path);
    if (isFileError(error)) {
      throw new JournalError("not-a-journal", `${path} is not a journal: ${error.reason}`, error);
    }
    throw new JournalError("unreadable", `${path} cannot be read: ${reasonOf(error)}`, error);
  }
  try {
    const { state, torn, end } = await loadJournal(path, file, upTo);
    if (upTo !== undefined && end !== upTo) {
      const problem = `${path} is shorter than it was, or was changed: no line of it ends at byte ${upTo}`;
      throw new JournalError("damaged", problem);
    }
    if (state.head === undefined) throw absent(path);
    return new JournalContents<Data>(path, state, torn, end);
  } finally {
    await file.close();
  }
}

/**
 * Opens a journal for writing and locks it, or creates one. An incomplete last line, as a crash leaves it, is dropped: `torn` of
 * the result describes it. `tookOver` is true if the lock of a crashed process was taken over.
 *
 * @throws {JournalLockedError} where another process writes to it
 * @throws {JournalError} for a file that cannot be used; `fault` says why
 *
 * @example
 * ```ts
 * const store = await openJournal("opt-outs.journal");
 * try {
 *   for await (const { row, outcome } of unsubscribeAll(client, addresses, { store })) console.log(row, outcome);
 * } finally {
 *   await store.close();
 * }
 * ```
 */
export function openJournal<Data = unknown>(
  path: string,
  options: OpenOptions & { readonly data: "leave" },
): Promise<Journal<Data>>;
export function openJournal<Data = unknown>(
  path: string,
  options?: OpenOptions,
): Promise<Journal<JsonData<Data>>>;
export async function openJournal<Data>(
  path: string,
  options: OpenOptions = {},
): Promise<Journal<Data>> {
  const {
    create = true,
    data = "keep",
    clock = Date.now,
  } = readMembers("openJournal", options, OPTIONS);
  if (data !== "keep" && data !== "leave") throw new TypeError('data must be "keep" or "leave"');
  const target = await findTarget(path);
  if (target.stats === undefined && !create) throw absent(path);
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
    const { state, torn, end, by } = await takeFile(path, file, { create, clock });
    const appender = new Appender({ path: target.path, file, end, by });
    lose = () => appender.fail(takenOver(path));
    if (lost) lose();
    const keepsData = data === "keep";
    const parts = {
      path: target.path,
      file,
      state,
      torn,
      warning,
      appender,
      lock,
      clock,
      keepsData,
    };
    return new Journal<Data>(parts);
  } catch (error) {
    await file?.close();
    await lock.release().catch(() => undefined);
    throw error;
  }
}

/**
 * Loads a journal and writes into it who has it from here on. One that stood still, and from whom the lock was taken,
 * may write until it sees that line: what came before the line counts, and what comes after it does not.
 */
async function takeFile(
  path: string,
  file: FileHandle,
  { create, clock }: { readonly create: boolean; readonly clock: () => number },
): Promise<LoadedJournal & { readonly by: string }> {
  const loaded = await loadWhole(path, file);
  if (loaded.state.head === undefined && !create) throw absent(path);
  const by = randomBytes(4).toString("base64url");
  const at = toTime(clock());
  const head: HeadLine = { journal: journalFormat, created: at, version: packageJson.version };
  const opened: OpenedLine = { opened: at, pid: process.pid, host: hostname() };
  const first: readonly JournalLine[] = [
    ...(loaded.state.head === undefined ? [head] : []),
    { by },
    opened,
  ];
  try {
    // This also shows that the file can be written to, before anything is sent.
    await writeWhole(file, Buffer.from(first.map((line) => `${JSON.stringify(line)}\n`).join("")));
  } catch (error) {
    throw unusable(path, error);
  }
  const { state, end } = await loadOn(path, file, loaded);
  if (state.holder !== by) throw takenOver(path);
  return { ...loaded, end, by };
}

/** Drops an incomplete last line that a crash left, but not one that is being written now. */
async function loadWhole(path: string, file: FileHandle): Promise<LoadedJournal> {
  for (;;) {
    const loaded = await loadJournal(path, file);
    const { torn } = loaded;
    if (torn === undefined) return loaded;
    if ((await file.stat()).size !== torn.offset + torn.bytes) continue;
    await file.truncate(torn.offset);
    return loaded;
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
        `Nothing has been sent. Mend that, or name another journal`,
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

function absent(path: string): JournalError {
  return new JournalError("absent", `There is no journal ${path}`);
}
