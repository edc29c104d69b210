import type { Readable } from "node:stream";
import { fromBufferPromise, fromFdPromise, type Entry, type ZipFile } from "yauzl";
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
export async function openArchive(list: string, file: number | Buffer): Promise<readonly Member[]> {
  const members: Member[] = [];
  try {
    const zip = await (typeof file === "number"
      ? fromFdPromise(file, { lazyEntries: true })
      : fromBufferPromise(file, { lazyEntries: true }));
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      if (members.length === MAX_MEMBERS) {
        throw new ListError(
          list,
          "it is an archive of more than 10,000 files; unpack it and name one",
        );
      }
      const { fileName: name, uncompressedSize: size } = entry;
      members.push({ name, size, read: () => readMember(list, zip, entry) });
    }
  } catch (error) {
    throw error instanceof ListError ? error : damaged(list, error);
  }
  return members;
}

async function* readMember(list: string, zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
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
    for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw damaged(list, error);
  } finally {
    stream?.destroy();
  }
}

function damaged(list: string, cause: unknown): ListError {
  return new ListError(list, "the zip file is damaged or cut off; fetch it again", { cause });
}
