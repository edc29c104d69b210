import { lstat, stat } from "node:fs/promises";
import { resolve } from "node:path";

import { findOwnPath } from "../files/write-file.js";

/** Where a report goes. */
export interface ReportTarget {
  /** A file is replaced as a whole; a pipe or a device is written to as the text comes. */
  readonly kind: "file" | "pipe" | "device";
  readonly path: string;
}

/** How a path came to be that of a report. */
export interface ReportPathOptions {
  /**
   * The path is a default and not what the user named: only a file is written there, since a pipe or a
   * device of that name was laid there by somebody else.
   */
  readonly isDefault?: boolean;
}

/**
 * @throws {FileError} if what lies there is not to be written to, or its folder is not there
 * @throws the system's error if the path cannot be looked at
 */
export async function findTarget(
  path: string,
  { isDefault = false }: ReportPathOptions = {},
): Promise<ReportTarget> {
  const stream = isDefault ? undefined : await findStream(resolve(path));
  if (stream !== undefined) return stream;
  return { kind: "file", path: (await findOwnPath(path)).path };
}

/** The pipe or device at a path, if there is one. */
async function findStream(path: string): Promise<ReportTarget | undefined> {
  // The names of the process's own output are links, to a file even where it is redirected; replacing
  // that file would lose what else is written to it.
  const isOwnOutput = /^\/(?:dev|proc)\//.test(path);
  const found = await (isOwnOutput ? stat(path) : lstat(path)).catch(() => undefined);
  if (found === undefined || found.isDirectory() || found.isSymbolicLink()) return undefined;
  if (found.isFile() && !isOwnOutput) return undefined;
  return { kind: found.isFIFO() ? "pipe" : "device", path };
}
