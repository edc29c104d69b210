import { createHash } from "node:crypto";
import type { ListBytes } from "./list-bytes.js";
import { Utf8Check } from "./utf8-check.js";

/** How much of a list is looked at to find its separator and its column, in bytes. */
const HEAD = 256 * 1024;

/** What has to be known of all bytes before the first row is read. */
export interface Survey {
  /** SHA-256 of the bytes as given, in hexadecimal. */
  readonly digest: string;
  /** How many, as given. */
  readonly bytes: number;
  /** The first of them, decompressed. */
  readonly head: Buffer;
  /** The head is all there is. */
  readonly headIsAll: boolean;
  readonly isUtf8: boolean;
  readonly hasNul: boolean;
}

/**
 * Goes through a list once without keeping it.
 *
 * @throws {ListError} if it cannot be read or decompressed
 */
export async function surveyList(list: ListBytes): Promise<Survey> {
  const hash = createHash("sha256");
  const utf8 = new Utf8Check();
  const head: Buffer[] = [];
  let [bytes, unpacked, hasNul] = [0, 0, false];
  const look = (chunk: Buffer) => {
    if (unpacked < HEAD) head.push(chunk.subarray(0, HEAD - unpacked));
    unpacked += chunk.length;
    utf8.add(chunk);
    hasNul ||= chunk.includes(0);
  };
  for await (const chunk of list.raw()) {
    hash.update(chunk);
    bytes += chunk.length;
    if (!list.gzip) look(chunk);
  }
  if (list.gzip) for await (const chunk of list.unpacked()) look(chunk);
  return {
    digest: hash.digest("hex"),
    bytes,
    head: Buffer.concat(head),
    headIsAll: unpacked <= HEAD,
    isUtf8: utf8.end(),
    hasNul,
  };
}
