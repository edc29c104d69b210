import { constants } from "node:fs";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";

import { prependMark } from "./byte-order-mark.js";
import { reporting } from "./report-error.js";
import { findTarget, type ReportTarget } from "./report-target.js";

/** Bytes gathered before they are written. */
const BUFFER = 256 * 1024;

/** A file's pieces are gathered beside it, under a name of its own, and put in its place at the end. */
export interface Draft {
  readonly handle: FileHandle;
  /** Where it is gathered; undefined if it goes out as it comes. */
  readonly path: string | undefined;
  readonly target: ReportTarget;
}

export interface ReportFileOptions {
  /** A byte order mark at the start, if the text holds other characters than those of ASCII. */
  readonly markNonAscii?: boolean;
}

/**
 * Writes a report: the whole of it, or nothing. A file that is there already is replaced at the end, in
 * one step; a new one can be read by its owner alone. A pipe or a device is written to as the text comes.
 *
 * @throws {ReportError} if it cannot be written
 * @throws what the iteration throws; nothing of the report is left behind then either
 */
export async function writeReport(
  path: string,
  text: AsyncIterable<string>,
  options: ReportFileOptions = {},
): Promise<void> {
  const draft = await reporting(path, async () => openDraft(await findTarget(path)));
  try {
    const ascii = await writeAll(path, draft, text);
    await reporting(path, async () => {
      if (draft.path === undefined) return draft.handle.close();
      if (!ascii && options.markNonAscii === true) await prependMark(draft.handle);
      await draft.handle.sync();
      await draft.handle.close();
      await rename(draft.path, draft.target.path);
    });
  } catch (error) {
    await discard(draft);
    throw error;
  }
}

/** Opens what a report is written to. */
export async function openDraft(target: ReportTarget): Promise<Draft> {
  if (target.kind === "stream") {
    // Appending, since what is redirected to a file may have come to it before.
    const flags = constants.O_WRONLY | constants.O_APPEND;
    return { handle: await open(target.path, flags), path: undefined, target };
  }
  const name = `.${basename(target.path)}.${randomUUID().slice(0, 8)}.part`;
  const path = join(dirname(target.path), name);
  return { handle: await open(path, "wx+", 0o600), path, target };
}

/** Closes and takes away what has been written so far; never throws, since there is an error already. */
export async function discard(draft: Draft): Promise<void> {
  await draft.handle.close().catch(() => {});
  if (draft.path !== undefined) await rm(draft.path, { force: true }).catch(() => {});
}

/** Whether all of the text was ASCII. */
async function writeAll(path: string, draft: Draft, text: AsyncIterable<string>): Promise<boolean> {
  let ascii = true;
  let gathered = "";
  const flush = async (): Promise<void> => {
    const bytes = Buffer.from(gathered);
    ascii &&= bytes.length === gathered.length;
    gathered = "";
    // writeFile on a handle goes on where the last one ended, and repeats a short write.
    await reporting(path, () => draft.handle.writeFile(bytes));
  };
  for await (const piece of text) {
    gathered += piece;
    if (gathered.length >= BUFFER) await flush();
  }
  await flush();
  return ascii;
}
