import { reasonOf } from "../files/system-error.js";
import { findOwnPath, openOwnFile, type OwnFile, type OwnPath } from "../files/write-file.js";
import { JournalError } from "./journal-error.js";

/**
 * Where a journal is or is to be made.
 *
 * @throws JournalError where its folder is not there, or what lies there is not to be written to
 */
export function findTarget(path: string): Promise<OwnPath> {
  return journaling(path, () => findOwnPath(path));
}

/**
 * Opens a journal for reading and appending; one that is not there is made, for its owner alone.
 *
 * @throws JournalError
 */
export function openTarget(path: string): Promise<OwnFile> {
  return journaling(path, () => openOwnFile(path));
}

async function journaling<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw unusable(path, error);
  }
}

export function unusable(path: string, cause: unknown): JournalError {
  return new JournalError(
    "unwritable",
    `The journal ${path} cannot be opened: ${reasonOf(cause)}. Nothing has been sent. ` +
      `Mend that, or name another file`,
    cause,
  );
}
