import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from "yauzl";
import { heeding, piecesOf, type Bytes } from "./bytes.js";
import { ListError } from "./list-error.js";

/** More files than any export has; their names are held in memory. */
const MAX_MEMBERS = 10_000;
/**
 * How much larger than packed a file may be, beyond a size that harms nobody. A list of addresses packs to a tenth, one of
 * the same row over and over to a hundredth; a thousandth is all that the format can do, and is made to do harm.
 */
const MAX_RATIO = 200;
const HARMLESS = 64 * 1024 * 1024;

/** A file in an archive. */
export interface Member {
  readonly name: string;
  /** Unpacked, in bytes, as the archive says; reading is held to it. */
  readonly size: number;
  /**
   * Its bytes, as often as needed.
   *
   * @throws {ListError} if it has a password, is damaged, or unpacks to far more than it should
   */
  read(): AsyncIterable<Buffer>;
}

/**
 * The files of an archive.
 *
 * @throws {ListError} if it is damaged
 */
export async function openArchive(list: string, bytes: Bytes): Promise<readonly Member[]> {
  const members: Member[] = [];
  try {
    const reader = new BytesReader(bytes);
    const zip = await fromRandomAccessReaderPromise(reader, bytes.size, { autoClose: false });
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      if (members.length === MAX_MEMBERS) {
        throw new ListError(
          list,
          "it is an archive of more than 10,000 files; unpack it and name one",
        );
      }
      const { fileName: name, uncompressedSize: size } = entry;
      members.push({ name, size, read: () => readMember(list, bytes, zip, entry) });
    }
  } catch (error) {
    throw damaged(list, bytes, error);
  }
  return members;
}

/** Positions of an archive may be anything; the library's own readers end the process at one that is none. */
class BytesReader extends RandomAccessReader {
  readonly #bytes: Bytes;

  constructor(bytes: Bytes) {
    super();
    this.#bytes = bytes;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.#bytes.read(buffer.subarray(offset, offset + length), position).then(
      (bytesRead) => callback(null, bytesRead),
      (error: unknown) => callback(error as Error), // a ListError, or the reason of a signal
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(piecesOf(this.#bytes, start, end));
  }
}

async function* readMember(
  list: string,
  bytes: Bytes,
  zip: ZipFile,
  entry: Entry,
): AsyncGenerator<Buffer> {
  if (entry.isEncrypted()) {
    throw new ListError(list, "it has a password; unpack it and name the file in it");
  }
  if (!entry.canDecodeFileData()) {
    throw new ListError(
      list,
      "it is packed in a way that is not known here; unpack it and name the file in it",
    );
  }
  if (entry.uncompressedSize > HARMLESS + MAX_RATIO * entry.compressedSize) {
    throw new ListError(
      list,
      "it would unpack to far more than a list packs to, as a zip bomb does; unpack it and look",
    );
  }
  let stream: Readable | undefined;
  try {
    stream = await zip.openReadStreamPromise(entry);
    let sum = 0;
    for await (const chunk of heeding(bytes.signal, stream)) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    // One letter of an address may be another.
    if (sum !== entry.crc32) throw new Error("the checksum is another");
  } catch (error) {
    throw damaged(list, bytes, error);
  } finally {
    stream?.destroy();
  }
}

function damaged(list: string, { signal }: Bytes, cause: unknown): Error {
  signal?.throwIfAborted();
  if (cause instanceof ListError) return cause;
  return new ListError(list, "the zip file is damaged or cut off; fetch it again", { cause });
}
