import { isUtf8 } from "node:buffer";

/** How much of a list is looked at to find its separator, in bytes. */
const HEAD = 256 * 1024;

/** What has to be known of all bytes of a text before the first row is read. */
export interface ByteScan {
  /** The first of them, decompressed. */
  readonly head: Buffer;
  /** The head is all there is. */
  readonly headIsAll: boolean;
  readonly isUtf8: boolean;
  readonly hasNul: boolean;
}

/**
 * Goes through a text once without keeping it.
 *
 * @throws {ListError} if it cannot be read or decompressed
 */
export async function scanBytes(bytes: AsyncIterable<Buffer>): Promise<ByteScan> {
  const utf8 = new Utf8Check();
  const head: Buffer[] = [];
  let length = 0;
  let hasNul = false;
  for await (const chunk of bytes) {
    if (length < HEAD) head.push(Buffer.from(chunk.subarray(0, HEAD - length)));
    length += chunk.length;
    utf8.add(chunk);
    hasNul ||= chunk.includes(0);
  }
  return { head: Buffer.concat(head), headIsAll: length <= HEAD, isUtf8: utf8.end(), hasNul };
}

/** Tells whether bytes that come in pieces are UTF-8; a character may lie across two pieces. */
export class Utf8Check {
  #rest: Buffer = Buffer.alloc(0);
  #valid = true;

  add(chunk: Buffer): void {
    if (!this.#valid) return;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const whole = bytes.length - unfinished(bytes);
    this.#valid = isUtf8(bytes.subarray(0, whole));
    this.#rest = Buffer.from(bytes.subarray(whole));
  }

  /** Whether all that was added is UTF-8, to the end. */
  end(): boolean {
    return this.#valid && this.#rest.length === 0;
  }
}

/** How many bytes at the end begin a character that is not there in whole. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes.readUInt8(bytes.length - back);
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return size > back ? back : 0;
    }
  }
  return 0;
}
