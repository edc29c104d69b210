import { ListError } from "./list-error.js";
import { kindOfBinary } from "./formats.js";
import type { ByteScan } from "./scan-bytes.js";

/** What the bytes of a list mean. */
export interface Encoding {
  /** By its name in the Encoding Standard, in lower case. */
  readonly label: string;
  readonly guessed: boolean;
  /** Length of the byte order mark at the start. */
  readonly mark: number;
}

/** The encoding of most lists that are not UTF-8. Only their ASCII characters are trusted. */
const GUESS = "windows-1252";

const MARKS: readonly { readonly label: string; readonly bytes: readonly number[] }[] = [
  { label: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { label: "utf-16le", bytes: [0xff, 0xfe] },
  { label: "utf-16be", bytes: [0xfe, 0xff] },
];

/**
 * Finds the encoding: by the mark at the start, by its name, or by the bytes.
 *
 * @throws {ListError} if the name is not known or contradicts the bytes, or the list is no text
 */
export function findEncoding(list: string, scan: ByteScan, named: string | undefined): Encoding {
  const mark = MARKS.find(({ bytes }) => bytes.every((byte, at) => scan.head[at] === byte));
  const label = named === undefined ? undefined : labelOf(list, named);
  const found = label ?? mark?.label ?? byZeroBytes(scan.head) ?? "utf-8";
  if (mark !== undefined && found !== mark.label && !(isUtf16(found) && isUtf16(mark.label))) {
    throw new ListError(
      list,
      `it says by its byte order mark that it is ${mark.label}; leave out --encoding ${found}`,
    );
  }
  const encoding = mark !== undefined && isUtf16(found) ? mark.label : found;
  const binary = kindOfBinary(scan.head) ?? "not text";
  if (binary !== "not text" || (scan.hasNul && !isUtf16(encoding))) {
    throw new ListError(list, `it is ${binary}; save the list as CSV (UTF-8) and run again`);
  }
  const length = mark?.bytes.length ?? 0;
  if (encoding !== "utf-8" || scan.isUtf8) return { label: encoding, guessed: false, mark: length };
  if (label !== undefined) {
    throw new ListError(list, "it is not UTF-8 throughout; name its real encoding with --encoding");
  }
  return { label: GUESS, guessed: true, mark: length };
}

/**
 * The text of a list as UTF-8, without the mark.
 *
 * @throws {ListError} if it is UTF-16 and broken
 */
export async function* toUtf8(
  list: string,
  bytes: AsyncIterable<Buffer>,
  encoding: Encoding,
): AsyncGenerator<Buffer> {
  const decode = decoderOf(list, encoding);
  let skip = encoding.mark;
  for await (const chunk of bytes) {
    const text = chunk.subarray(skip);
    skip -= chunk.length - text.length;
    yield decode(text, false);
  }
  yield decode(Buffer.alloc(0), true);
}

/** The start of it; a character that is cut off at the end is left out. */
export function headToUtf8(list: string, head: Buffer, encoding: Encoding): Buffer {
  return decoderOf(list, encoding)(head.subarray(encoding.mark), false);
}

function decoderOf(list: string, { label }: Encoding): (bytes: Buffer, isLast: boolean) => Buffer {
  if (label === "utf-8") return (bytes) => bytes;
  // Always as a stream: of a whole text, Node 20 decodes windows-1252 as if it were Latin-1.
  const decoder = new TextDecoder(label, { ignoreBOM: true, fatal: isUtf16(label) });
  return (bytes, isLast) => {
    try {
      const text = decoder.decode(bytes, { stream: true });
      return Buffer.from(isLast ? text + decoder.decode() : text);
    } catch (error) {
      throw new ListError(list, `it is not ${label} throughout; save it as CSV (UTF-8)`, {
        cause: error,
      });
    }
  };
}

function labelOf(list: string, named: string): string {
  try {
    return new TextDecoder(named).encoding;
  } catch (error) {
    throw new ListError(
      list,
      `--encoding ${named} is not known here; use a name such as utf-8, utf-16le, windows-1252, ` +
        "iso-8859-15 or macintosh, or save the list as UTF-8",
      { cause: error },
    );
  }
}

/** UTF-16 without a mark: every other byte of most characters is zero, and of no other encoding. */
function byZeroBytes(head: Buffer): string | undefined {
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = head.length / 4; // half of the characters
  if (odd > many && even === 0) return "utf-16le";
  return even > many && odd === 0 ? "utf-16be" : undefined;
}

function isUtf16(label: string): boolean {
  return label.startsWith("utf-16");
}
