/** A file that is open for reading; a `FileHandle` is one. */
export interface ReadFile {
  read(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
}

/** Lines that stand one behind the other in the file. */
export interface LineBlock {
  readonly lines: readonly string[];
  /** Where each line begins, and behind the last one where the next would. */
  readonly offsets: readonly number[];
}

const chunkBytes = 1 << 18;
/** No line that is written comes near to this, in bytes. */
const longestLine = 1 << 26;

/** A line has no end within the bound. */
export class LongLineError extends Error {
  override readonly name = "LongLineError";
}

/**
 * The whole lines of a file between two places, in blocks. A rest without a line feed is left out; it
 * begins where the last block ends.
 *
 * @throws {LongLineError} for a line that is longer than any that is written
 */
export async function* readBlocks(
  file: ReadFile,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): AsyncGenerator<LineBlock> {
  let buffer = Buffer.allocUnsafe(chunkBytes);
  let start = from;
  let held = 0;
  for (;;) {
    if (held >= longestLine) throw new LongLineError("A line of a journal is too long");
    if (held === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    const length = Math.min(buffer.length - held, to - start - held);
    if (length <= 0) return;
    const { bytesRead } = await file.read(buffer, held, length, start + held);
    if (bytesRead === 0) return;
    held += bytesRead;
    const lines: string[] = [];
    const offsets: number[] = [start];
    const filled = buffer.subarray(0, held);
    let begin = 0;
    for (let end = filled.indexOf(10); end >= 0; end = filled.indexOf(10, begin)) {
      lines.push(filled.toString("utf8", begin, end));
      begin = end + 1;
      offsets.push(start + begin);
    }
    if (lines.length === 0) continue;
    buffer.copyWithin(0, begin, held);
    held -= begin;
    start += begin;
    yield { lines, offsets };
  }
}
