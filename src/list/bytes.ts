const CHUNK = 256 * 1024;

/** Bytes that can be read at any position and more than once. */
export interface Bytes {
  readonly size: number;
  /** Ends the reading, with its reason. */
  readonly signal: AbortSignal | undefined;
  /** Fills a buffer from a position on. @returns how many bytes were there; none at the end and beyond it */
  readonly read: (buffer: Buffer, position: number) => Promise<number>;
}

/** Bytes that are in memory. */
export function bytesOf(buffer: Buffer, signal: AbortSignal | undefined): Bytes {
  const read = async (into: Buffer, position: number): Promise<number> =>
    buffer.copy(into, 0, position);
  return { size: buffer.length, signal, read };
}

/** Reads a range of the bytes in pieces; fewer bytes if the range exceeds the end. */
export async function* piecesOf(
  { signal, read }: Bytes,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  for (let position = start; position < end;) {
    signal?.throwIfAborted();
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, end - position));
    const length = await read(buffer, position);
    if (length === 0) return;
    yield buffer.subarray(0, length);
    position += length;
  }
}

/**
 * Unpacked bytes, a piece at a time. A few bytes may unpack to hours of reading, so the signal is checked at each piece.
 *
 * @throws the signal's reason
 */
export async function* heeding(
  signal: AbortSignal | undefined,
  pieces: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    yield piece;
  }
}
