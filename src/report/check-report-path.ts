import { isSameFile } from "../files/identity.js";
import { openDraft } from "../files/write-file.js";
import { findTarget, openDevice, type TargetOptions } from "../files/write-target.js";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { reporting, ReportError } from "./report-error.js";

/** A file that a report must not replace. */
export interface OtherFile {
  /** For the message, "the list" for instance. */
  readonly what: string;
  readonly path: string;
}

const OPTIONS: NamesOf<TargetOptions> = { isDefault: true };

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
  options: TargetOptions = {},
): Promise<void> {
  const { isDefault } = readMembers("checkReportPath", options, OPTIONS);
  for (const other of others) {
    if (await isSameFile(path, other.path)) throw new ReportError(path, `it is ${other.what}`);
  }
  const target = await reporting(path, () => findTarget(path, { isDefault }));
  // Opening a pipe would wait for somebody to read it, and its reader would see the end of it.
  if (target.kind === "pipe") return;
  await reporting(path, () => (target.kind === "file" ? tryFile : tryDevice)(target.path));
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
