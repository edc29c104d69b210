import { isAscii } from "node:buffer";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { openDraft, type Draft } from "../files/write-file.js";
import { findTarget, openTarget, type Target, type TargetOptions } from "../files/write-target.js";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { prependMark } from "./byte-order-mark.js";
import { ReportError, reporting } from "./report-error.js";

const notOurs = "another run has the journal by now, or it was removed; what lies there is left";
/** Bytes gathered before they are written. */
const BUFFER = 256 * 1024;

/** Options of `writeCsvReport` and `writeHtmlReport`. */
export interface ReportFileOptions extends TargetOptions {
  /**
   * Called right before the file is put in its place; `false` keeps the existing one. For instance `() =>
   * journal.isHeld()`, so that a job that another process has taken over replaces nothing.
   * @default it is put there
   */
  readonly holds?: (() => Promise<boolean>) | undefined;
  /** Ends the wait for a reader of a named pipe. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: NamesOf<ReportFileOptions> = { isDefault: true, holds: true, signal: true };

/**
 * Writes a report completely or not at all. An existing file is replaced at the end, in one step; only the owner can read a
 * new one. A pipe or a device is written to while the text is produced.
 *
 * @param markNonAscii a byte order mark at the start, if the text holds other characters than those of ASCII
 * @returns a warning for the person, where others can read the file all the same
 * @throws {ReportError} if it cannot be written
 * @throws what the iteration throws; nothing of a file is left behind then either
 */
export async function writeReport(
  path: string,
  text: AsyncIterable<string>,
  given: ReportFileOptions = {},
  markNonAscii = false,
): Promise<string | undefined> {
  const options = readMembers("a report", given, OPTIONS);
  const target = await reporting(path, () => findTarget(path, options));
  if (target.kind !== "file") {
    await writeStream(path, target, text, options.signal);
    return undefined;
  }
  const draft = await reporting(path, () => openDraft(target.path));
  try {
    const ascii = await writeAll(path, draft, text);
    await reporting(path, async () => {
      if (!ascii && markNonAscii) await prependMark(draft.handle);
      await draft.commit(async () => {
        if ((await options.holds?.()) === false) throw new ReportError(path, notOurs);
      });
    });
    return draft.warning;
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

async function writeStream(
  path: string,
  target: Target,
  text: AsyncIterable<string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  let sourceFailure: { readonly error: unknown } | undefined;
  async function* source(): AsyncGenerator<Buffer> {
    try {
      for await (const bytes of gathered(text)) yield bytes;
    } catch (error) {
      sourceFailure = { error };
      throw error;
    }
  }
  await reporting(path, async () => {
    const stream = await openTarget(target, signal);
    await pipeline(Readable.from(source(), { objectMode: false }), stream);
  }).catch((error: unknown) => {
    if (sourceFailure !== undefined) throw sourceFailure.error;
    if (signal?.aborted !== true) throw error;
    throw new ReportError(path, "it was stopped before all of it was read", { cause: error });
  });
}

/** Whether all of the text was ASCII. */
async function writeAll(path: string, draft: Draft, text: AsyncIterable<string>): Promise<boolean> {
  let ascii = true;
  for await (const bytes of gathered(text)) {
    ascii &&= isAscii(bytes);
    // writeFile on a handle goes on where the last one ended, and repeats a short write.
    await reporting(path, () => draft.handle.writeFile(bytes));
  }
  return ascii;
}

async function* gathered(text: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let pieces = "";
  for await (const piece of text) {
    pieces += piece;
    if (pieces.length < BUFFER) continue;
    yield Buffer.from(pieces);
    pieces = "";
  }
  yield Buffer.from(pieces);
}
