import { constants } from "node:fs";
import { lstat, open, stat, type FileHandle } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Writable } from "node:stream";
import { FileError } from "./file-error.js";
import { inFolderOf } from "./own-folder.js";
import { openPipe } from "./pipe.js";
import { findOwnPath } from "./write-file.js";

const { O_WRONLY, O_APPEND, O_NOFOLLOW = 0 } = constants;

/** The system's names for the outputs of a process. Other names below `/dev` may be files of any user (`/dev/shm`). */
const OWN_OUTPUT =
  /^\/(?:dev\/(?:stdout|stderr|fd\/\d+)|proc\/(?:self|thread-self|\d+)(?:\/task\/\d+)?\/fd\/\d+)$/;

/** Where a report goes. */
export interface Target {
  /** A file is replaced as a whole; a pipe or a device is written to as the text comes. */
  readonly kind: "file" | "pipe" | "device";
  readonly path: string;
}

/** How a path came to be that of a report. */
export interface TargetOptions {
  /**
   * Whether the path is a default that the user did not name. Then only a file is written there: a pipe or device of that
   * name was put there by somebody else.
   * @default false
   */
  readonly isDefault?: boolean | undefined;
}

/**
 * @throws {FileError} if what lies there is not to be written to, or its folder is not there
 * @throws the system's error if the path cannot be looked at
 */
export async function findTarget(
  path: string,
  { isDefault = false }: TargetOptions = {},
): Promise<Target> {
  const stream = isDefault ? undefined : await findStream(resolve(path));
  if (stream !== undefined) return stream;
  return { kind: "file", path: (await findOwnPath(path)).path };
}

/** A device, to be written to. */
export async function openDevice(path: string): Promise<FileHandle> {
  // Appending, since what is redirected to a file may have come to it before.
  if (OWN_OUTPUT.test(path)) return open(path, O_WRONLY | O_APPEND);
  const handle = await inFolderOf(path, (folder) =>
    open(folder.at(basename(path)), O_WRONLY | O_APPEND | O_NOFOLLOW),
  );
  if (!(await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new FileError(path, "another file has come there");
}

/** @param signal ends the wait for a reader of a pipe */
export async function openTarget(
  { kind, path }: Target,
  signal: AbortSignal | undefined,
): Promise<Writable> {
  if (kind === "device") return (await openDevice(path)).createWriteStream();
  if (OWN_OUTPUT.test(path)) return openPipe(path, O_WRONLY, signal);
  return inFolderOf(path, (folder) =>
    openPipe(folder.at(basename(path)), O_WRONLY | O_NOFOLLOW, signal),
  );
}

/** The pipe or device at a path, if there is one. */
async function findStream(path: string): Promise<Target | undefined> {
  // The names of the process's own output are links, to a file even where it is redirected; replacing
  // that file would lose what else is written to it.
  const isOwnOutput = OWN_OUTPUT.test(path);
  const found = await (isOwnOutput ? stat(path) : lstat(path)).catch(() => undefined);
  if (found === undefined || found.isDirectory() || found.isSymbolicLink()) return undefined;
  if (found.isFile() && !isOwnOutput) return undefined;
  return { kind: found.isFIFO() ? "pipe" : "device", path };
}
