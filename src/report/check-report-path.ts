import { isSameFile } from "../files/identity.js";
import { openRegularFile } from "../files/read-file.js";
import { systemCode } from "../files/system-error.js";
import { openDraft } from "../files/write-file.js";
import { findTarget, openDevice, type TargetOptions } from "../files/write-target.js";
import { csvColumns } from "../list/own-report.js";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { reporting, ReportError } from "./report-error.js";

/** A file that a report must not replace. */
export interface OtherFile {
  /** What it is, for the message: "the list", for instance. */
  readonly what: string;
  readonly path: string;
}

const OPTIONS: NamesOf<TargetOptions> = { isDefault: true };

/**
 * Checks before sending whether a report can be written, by creating a file beside it and removing that again. An existing
 * file is not changed.
 *
 * @param others files of the same job
 * @throws {ReportError} if it cannot, if the path is that of one of the others, or if a file is there that is no report
 *
 * @example
 * ```ts
 * await checkReportPath("report.csv", [{ what: "the list", path: "list.csv" }]);
 * ```
 */
export async function checkReportPath(
  path: string,
  others: readonly OtherFile[] = [],
  options: TargetOptions = {},
): Promise<void> {
  const { isDefault } = readMembers("checkReportPath", options, OPTIONS);
  for (const other of others) {
    if (await isSameFile(path, other.path)) throw new ReportError(path, `it is ${other.what}`);
  }
  const target = await reporting(path, () => findTarget(path, { isDefault }));
  // Opening a pipe would wait for somebody to read it, and its reader would see the end of it.
  if (target.kind === "pipe") return;
  if (target.kind === "file" && !(await reporting(path, () => mayBeReplaced(target.path)))) {
    const what =
      "there is a file of that name which is no report of this program, and it would be gone";
    throw new ReportError(path, what);
  }
  await reporting(path, () => (target.kind === "file" ? tryFile : tryDevice)(target.path));
}

const START_OF_PAGE = /^<!doctype html>[^]*<title>Opt-out report: /;

/** Whether what is there is an earlier report, or nothing: a journal, a list or a token by a slip of the keyboard stays. */
async function mayBeReplaced(path: string): Promise<boolean> {
  const start = await startOf(path);
  if (start === undefined || start === "") return true;
  return START_OF_PAGE.test(start) || start.replace(/^\ufeff/, "").startsWith(csvColumns.join());
}

/** The first characters of a file; `undefined` where it is not there. */
async function startOf(path: string): Promise<string | undefined> {
  const handle = await openRegularFile(path).catch((error: unknown) => {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  });
  try {
    const read = await handle?.read(Buffer.alloc(4096), 0, 4096, 0);
    return read?.buffer.toString("utf8", 0, read.bytesRead);
  } finally {
    await handle?.close();
  }
}

async function tryFile(path: string): Promise<void> {
  const draft = await openDraft(path);
  try {
    // A letter, to hear of a full disk.
    await draft.handle.write("r");
  } finally {
    await draft.discard();
  }
}

async function tryDevice(path: string): Promise<void> {
  const handle = await openDevice(path);
  try {
    // Nothing at all, which is enough to hear of a full one.
    await handle.write("");
  } finally {
    await handle.close();
  }
}
