import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import { systemCode } from "../files/system-error.js";
import { ReportError } from "./report-error.js";

/** Where a report goes. */
export interface ReportTarget {
  /** A file is replaced as a whole; a pipe or a device is written to as it is. */
  readonly kind: "file" | "stream";
  /** With links followed, so that the file is replaced and not the link to it. */
  readonly path: string;
  /** The file that is there already, as the file system knows it. */
  readonly identity: string | undefined;
}

/**
 * @throws {ReportError} if the path is that of a folder, or its folder is not there
 * @throws the system's error if the path cannot be looked at
 */
export async function findTarget(path: string): Promise<ReportTarget> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch((error: unknown) => {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  });
  if (found === undefined) {
    const folder = await realpath(dirname(absolute)).catch((error: unknown) => {
      if (systemCode(error) !== "ENOENT") throw error;
      throw new ReportError(path, `there is no folder ${dirname(absolute)}`, { cause: error });
    });
    return { kind: "file", path: join(folder, basename(absolute)), identity: undefined };
  }
  if (found.isDirectory()) throw new ReportError(path, "it is a folder");
  // What stands there for the process's own output may be a file, but replacing it would lose the rest.
  const stream = !found.isFile() || /^\/(?:dev|proc)\//.test(absolute);
  return {
    kind: stream ? "stream" : "file",
    path: stream ? absolute : await realpath(absolute),
    identity: `${found.dev}:${found.ino}`,
  };
}
