import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { FileEntry, ListFacts, ListOptions } from "../../src/list/list-reading.js";
import { readList } from "../../src/list/read-list.js";
import { readAddress } from "../../src/address/address.js";

const folder = mkdtempSync(join(tmpdir(), "list-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

export interface ReadBack {
  readonly entries: readonly FileEntry[];
  /** Each entry as `row address`, or `row !reason` with the code point. */
  readonly read: readonly string[];
  readonly facts: ListFacts;
}

/** Writes a list to a file; text goes out as UTF-8. */
export function listFile(content: string | Uint8Array, name = "list.csv"): string {
  const path = join(folder, `${(files += 1)}-${name}`);
  writeFileSync(path, content);
  return path;
}

/** Writes a list to a file and reads it. */
export async function read(
  content: string | Uint8Array,
  name?: string,
  options?: ListOptions,
): Promise<ReadBack> {
  return readFrom({ path: listFile(content, name) }, options);
}

/** Reads a list from start to end. */
export async function readFrom(
  source: Parameters<typeof readList>[0],
  options?: ListOptions,
): Promise<ReadBack> {
  const list = readList(source, options);
  const entries: FileEntry[] = [];
  for await (const chunk of list) entries.push(...chunk);
  const { facts } = list;
  if (facts === undefined) throw new Error("there are no facts");
  return { entries, read: entries.map(brief), facts };
}

/** Bytes of a text in which each character is one byte. */
export function latin1(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

function brief({ row, address, mailbox, problem }: FileEntry): string {
  const result = problem ?? readAddress(mailbox ?? address);
  if (result.ok) return `${row} ${result.sent}`;
  return [`${row} !${result.reason}`, result.codePoint].filter(Boolean).join(" ");
}
