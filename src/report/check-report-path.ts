import { realpath, stat } from "node:fs/promises";

import { reporting, ReportError } from "./report-error.js";
import { discard, openDraft } from "./report-file.js";
import { findTarget, type ReportTarget } from "./report-target.js";

/** A file that a report must not replace. */
export interface OtherFile {
  /** For the message, "the list" for instance. */
  readonly what: string;
  readonly path: string;
}

/**
 * Tries out, before anything is sent, whether a report can be written: a file is made beside it and
 * taken away again. What is there already stays as it is.
 *
 * @param others files of the same job
 * @throws {ReportError} if it cannot, or if the path is that of one of the others
 */
export async function checkReportPath(
  path: string,
  others: readonly OtherFile[] = [],
): Promise<void> {
  const target = await reporting(path, () => findTarget(path));
  for (const other of others) {
    if (await isSame(target, other.path)) throw new ReportError(path, `it is ${other.what}`);
  }
  // Opening a pipe would wait for somebody to read it, and its reader would see the end of it.
  if (target.kind === "stream" && (await stat(target.path)).isFIFO()) return;
  await reporting(path, async () => {
    const draft = await openDraft(target);
    try {
      // Nothing at all for a device, which is enough to hear of a full one; a letter for a disk.
      await draft.handle.write(draft.path === undefined ? "" : "r");
    } finally {
      await discard(draft);
    }
  });
}

async function isSame(target: ReportTarget, other: string): Promise<boolean> {
  if (target.identity === undefined) {
    // Two files that are both still to be made can only be compared by name.
    const there = await findTarget(other).catch(() => undefined);
    return there?.identity === undefined && there?.path === target.path;
  }
  const path = await realpath(other).catch(() => other);
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && `${found.dev}:${found.ino}` === target.identity;
}
