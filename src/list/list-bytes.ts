import type { FileHandle } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { openToRead, type ReadableFile } from "../files/read-file.js";
import { reasonOf, systemCode } from "../files/system-error.js";
import { ListError } from "./list-error.js";
import type { ListSource } from "./list-reading.js";
import { spool } from "./spool.js";

const CHUNK = 256 * 1024;

/** The bytes of a list, to be read from the start as often as needed. */
export interface ListBytes {
  readonly name: string;
  readonly gzip: boolean;
  /** As they were given. */
  raw(): AsyncIterable<Buffer>;
  /** What they hold: decompressed, if they are compressed. */
  unpacked(): AsyncIterable<Buffer>;
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
export async function openList(source: ListSource): Promise<ListBytes> {
  if ("stream" in source) return bytesOf(source.name, await spool(source.name, source.stream));
  const { path } = source;
  let file: ReadableFile;
  try {
    file = await openToRead(path, source.signal);
  } catch (error) {
    throw new ListError(path, `it cannot be read: ${reasonOf(error)}`, { cause: error });
  }
  return bytesOf(path, "handle" in file ? file.handle : await spool(path, file.stream));
}

async function bytesOf(name: string, file: FileHandle): Promise<ListBytes> {
  const before = await file.stat();
  const magic = await file.read(Buffer.alloc(2), 0, 2, 0);
  const gzip = magic.bytesRead === 2 && magic.buffer.readUInt16BE() === 0x1f8b;
  const raw = () => readable(name, file);
  return {
    name,
    gzip,
    raw,
    unpacked: () => (gzip ? unzipped(name, raw()) : raw()),
    async checkUnchanged() {
      const now = await file.stat();
      if (now.size === before.size && now.mtimeMs === before.mtimeMs) return;
      throw new ListError(name, "it was changed while it was being read; run again");
    },
    close: () => file.close(),
  };
}

async function* readable(name: string, file: FileHandle): AsyncGenerator<Buffer> {
  // By position: a stream of a file handle holds on to it, and is there once.
  for (let position = 0; ;) {
    const buffer = Buffer.allocUnsafe(CHUNK);
    let size: number;
    try {
      size = (await file.read(buffer, 0, CHUNK, position)).bytesRead;
    } catch (error) {
      throw new ListError(name, `it cannot be read: ${reasonOf(error)}`, { cause: error });
    }
    if (size === 0) return;
    yield buffer.subarray(0, size);
    position += size;
  }
}

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
