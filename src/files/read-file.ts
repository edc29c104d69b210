import { constants, type Stats } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { FileError } from "./file-error.js";
import { openPipe } from "./pipe.js";

/*
 * Files that the user names to be read. Links are followed, since Kubernetes mounts secrets as links,
 * and so are pipes, since a shell passes `<(pass show hubspot)` as one.
 */

/** A regular file is read by position, as often as needed; anything else once, as it comes. */
export type ReadableFile =
  | { readonly stats: Stats; readonly handle: FileHandle }
  | { readonly stats: Stats; readonly stream: Readable };

// Windows has no such flag, and no such pipes.
const { O_RDONLY, O_NONBLOCK = 0 } = constants;

/**
 * Opens a file to read it. Opening a named pipe does not wait for its writer; reading it does, until
 * the signal is aborted.
 *
 * @throws {FileError} if it is a folder
 * @throws the system's error if it cannot be opened
 */
export async function openToRead(path: string, signal?: AbortSignal): Promise<ReadableFile> {
  const seen = await stat(path);
  if (seen.isDirectory()) throw new FileError(path, "it is a folder; name the file in it");
  if (seen.isFIFO()) return { stats: seen, stream: await openPipe(path, O_RDONLY, signal) };
  const handle = await open(path, seen.isFile() ? O_RDONLY | O_NONBLOCK : O_RDONLY);
  try {
    const stats = await handle.stat();
    if (stats.isFile()) return { stats, handle };
    return { stats, stream: handle.createReadStream({ signal }) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * Opens a regular file to read it. A pipe is not even opened, since its writer would notice.
 *
 * @throws {FileError} if it is something else
 * @throws the system's error if it cannot be opened
 */
export async function openRegularFile(path: string): Promise<FileHandle> {
  if (!(await stat(path)).isFile()) throw new FileError(path, "it is no regular file");
  const handle = await open(path, O_RDONLY | O_NONBLOCK);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new FileError(path, "it is no regular file");
}

/** What to read of a small file. */
export interface SmallFileOptions {
  /** The most bytes it may hold. */
  readonly most: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a small file whole, as UTF-8.
 *
 * @throws {FileError} if it holds more than it may
 * @throws the system's error if it cannot be read, or the signal's reason
 */
export async function readSmallFile(
  path: string,
  { most, signal }: SmallFileOptions,
): Promise<{ readonly text: string; readonly stats: Stats }> {
  const file = await openToRead(path, signal);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    const stream = "stream" in file ? file.stream : file.handle.createReadStream({ signal });
    // Typed `any` by Node; without an encoding a stream gives bytes. Leaving the loop closes the file.
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) throw new FileError(path, `it holds more than ${most} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
  return { text: Buffer.concat(chunks, size).toString("utf8"), stats: file.stats };
}
