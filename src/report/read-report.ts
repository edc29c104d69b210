import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { parseJson } from "../text/json.js";
import { visibleJson } from "../text/terminal.js";

/** The last line of a report, which says what it rests on. */
export interface LastLine {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
  /** What the line says; undefined where it is no JSON. */
  readonly value: unknown;
}

export async function lastLine(open: () => Readable): Promise<LastLine> {
  let [text, number] = ["", 0];
  for await (const line of createInterface({ input: open(), crlfDelay: Infinity })) {
    text = line;
    number += 1;
  }
  return { text, number, value: parseJson(text) };
}

/** SHA-256 of all that comes. */
export async function digestOf(stream: Readable): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of stream) hash.update(bytes as Buffer); // a stream without an encoding
  return hash.digest("hex");
}

/** The digest of a line, whether the command wrote it (invisible characters escaped) or a program did (as they are). */
export function shortDigest(line: string): string {
  return createHash("sha256").update(visibleJson(line)).digest("base64url").slice(0, 22);
}
