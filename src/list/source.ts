import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { openToRead, type ReadableFile } from "../files/read-file.js";
import { reasonOf, systemCode } from "../files/system-error.js";
import { openUnnamedFile } from "../files/unnamed-file.js";
import { heeding, piecesOf, type Bytes } from "./bytes.js";
import { ListError } from "./list-error.js";
import type { ListSource } from "./list-reading.js";

const CHUNK = 256 * 1024;

/** A list that is open, to be read from the start as often as needed. */
export interface OpenList {
  readonly name: string;
  readonly packing: "none" | "gzip" | "zip";
  /** The bytes as they were given, at any position. */
  readonly bytes: Bytes;
  /** The bytes as they were given. */
  raw(): AsyncIterable<Buffer>;
  /** What was packed as gzip. */
  unzipped(): AsyncIterable<Buffer>;
  /** @throws {ListError} if the file is no longer what it was when it was opened */
  checkUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a list. What can be read only once (a stream, a pipe by its path) is first written to a
 * file that nobody else can open and that is gone with the process.
 *
 * @throws {ListError} if it cannot be read
 */
export async function openList(source: ListSource): Promise<OpenList> {
  const { signal } = source;
  if ("stream" in source) {
    return opened(source.name, await spool(source.name, source.stream), signal);
  }
  const { path } = source;
  let file: ReadableFile;
  try {
    file = await openToRead(path, signal);
  } catch (error) {
    throw new ListError(path, `it cannot be read: ${reasonOf(error)}`, { cause: error });
  }
  return opened(path, "handle" in file ? file.handle : await spool(path, file.stream), signal);
}

async function opened(
  name: string,
  file: FileHandle,
  signal: AbortSignal | undefined,
): Promise<OpenList> {
  const before = await file.stat();
  // By position: a stream of a file handle holds on to it, and is there once.
  const read: Bytes["read"] = async (buffer, position) => {
    if (position >= before.size) return 0;
    try {
      return (await file.read(buffer, 0, buffer.length, position)).bytesRead;
    } catch (error) {
      throw new ListError(name, `it cannot be read: ${reasonOf(error)}`, { cause: error });
    }
  };
  const bytes = { size: before.size, signal, read };
  const raw = (): AsyncIterable<Buffer> => piecesOf(bytes, 0, bytes.size);
  const magic = Buffer.alloc(4);
  await read(magic, 0);
  const start = magic.readUInt32BE();
  return {
    name,
    packing: start === 0x504b0304 ? "zip" : start >>> 16 === 0x1f8b ? "gzip" : "none",
    bytes,
    raw,
    unzipped: () => heeding(signal, unzipped(name, raw())),
    async checkUnchanged() {
      const now = await file.stat();
      if (now.size === before.size && now.mtimeMs === before.mtimeMs) return;
      throw new ListError(name, "it was changed while it was being read; run again");
    },
    close: () => file.close(),
  };
}

/**
 * What a gzip file holds.
 *
 * @throws {ListError} if it is cut off or damaged
 */
async function* unzipped(name: string, raw: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // What fails here is thrown by the loop as well.
  pipeline(Readable.from(raw), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk; // typed `any` by Node
  } catch (error) {
    const code = systemCode(error);
    if (code === "Z_BUF_ERROR") {
      throw new ListError(name, "the gzip file is cut off; fetch it again", { cause: error });
    }
    if (code?.startsWith("Z_") === true) {
      throw new ListError(name, "the gzip file is damaged; fetch it again", { cause: error });
    }
    throw error;
  }
}

/**
 * Writes a stream to a file, so that it can be read twice: the byte that shows its encoding may be
 * the last one.
 *
 * @throws {ListError} if it cannot be read, or there is no room for it
 */
async function spool(name: string, stream: AsyncIterable<Uint8Array>): Promise<FileHandle> {
  const file = await openUnnamedFile().catch((error: unknown) => {
    throw new ListError(name, `no temporary file can be made in ${tmpdir()}: ${reasonOf(error)}`, {
      cause: error,
    });
  });
  try {
    for await (const chunk of stream) await file.appendFile(chunk);
    return file;
  } catch (error) {
    await file.close();
    const where = `(it is kept in ${tmpdir()} while it is read, or where TMPDIR says)`;
    throw new ListError(name, `it cannot be read: ${reasonOf(error)} ${where}`, { cause: error });
  }
}
