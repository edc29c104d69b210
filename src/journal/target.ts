import { lstat, open, readlink, realpath, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { constants } from "node:fs";
import { JournalError } from "./journal-error.js";
import { reasonOf, systemCode } from "../files/system-error.js";

/** A file to be, with all links on the way resolved. */
export interface Target {
  readonly path: string;
  readonly exists: boolean;
}

/**
 * Where a path leads, also through a link to a file that does not exist yet.
 *
 * @throws JournalError where the folder is not there, or the path is no regular file
 */
export async function findTarget(path: string, links = 0): Promise<Target> {
  try {
    const real = await realpath(path);
    if (!(await stat(real)).isFile()) {
      throw new JournalError(
        "unwritable",
        `${path} cannot be a journal: it is no regular file. Name another one (of \`run\`: --journal)`,
      );
    }
    return { path: real, exists: true };
  } catch (error) {
    if (error instanceof JournalError) throw error;
    if (systemCode(error) !== "ENOENT") throw unusable(path, error);
  }
  const link = await lstat(path).catch(() => undefined);
  if (link?.isSymbolicLink() === true && links < 40) {
    return findTarget(resolve(dirname(path), await readlink(path)), links + 1);
  }
  try {
    return { path: join(await realpath(dirname(path)), basename(path)), exists: false };
  } catch (error) {
    throw unusable(
      path,
      error,
      systemCode(error) === "ENOENT" ? "its folder is not there" : undefined,
    );
  }
}

/**
 * Opens a journal for reading and appending; one that is not there is made, for its owner alone.
 *
 * @throws JournalError
 */
export async function openTarget(path: string): Promise<FileHandle> {
  try {
    const { O_RDWR, O_APPEND, O_CREAT } = constants;
    const file = await open(path, O_RDWR | O_APPEND | O_CREAT, 0o600);
    // A umask may have taken away even what the owner needs.
    if ((await file.stat()).size === 0) await file.chmod(0o600);
    return file;
  } catch (error) {
    throw unusable(path, error);
  }
}

/** Sees to it that a new file is found again after a power cut, where the system can do that. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), "r").catch(() => undefined);
  // Windows has no such thing, and some network file systems refuse it.
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

function unusable(path: string, cause: unknown, reason = reasonOf(cause)): JournalError {
  return new JournalError(
    "unwritable",
    `The journal ${path} cannot be opened: ${reason}. Nothing has been sent. ` +
      `Mend that, or name another file with --journal`,
    cause,
  );
}
