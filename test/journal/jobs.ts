import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Journal } from "../../src/journal/journal.js";
import type { JournalContents } from "../../src/journal/contents.js";
import { openJournal } from "../../src/journal/open-journal.js";
import type { Entry } from "../../src/job/entry.js";
import type { EntryOutcome, Settled } from "../../src/job/job-outcome.js";

/** A clock that stands still, so that what a journal holds is the same in each run. */
export const noon = Date.UTC(2026, 10, 26, 12);

export const origin = "https://api.hubapi.com";

/** A folder for the files of one test file, removed at its end. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "journal-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a journal, or makes it. */
export async function openAt(path: string, businessUnitId?: number): Promise<Journal> {
  const journal = await openJournal(path, { clock: () => noon });
  await journal.bind({ server: origin, businessUnitId });
  return journal;
}

/** Addresses as entries of a list whose header is row 1. */
export function entriesOf(addresses: readonly string[]): { row: number; address: string }[] {
  return addresses.map((address, index) => ({ row: index + 2, address }));
}

/** Writes a list into a journal, and leaves it unconfirmed. */
export async function writeList(
  journal: Journal,
  addresses: readonly string[],
  digest = "d1",
): ReturnType<Journal["endList"]> {
  await journal.startList({ name: "list.csv", digest });
  await journal.take(entriesOf(addresses));
  return journal.endList({ blankRows: 0, facts: { format: "csv" } });
}

/** A journal with a confirmed list, as a run finds it that is about to send. */
export async function confirmedJournal(
  path: string,
  addresses: readonly string[],
): Promise<Journal> {
  const journal = await openAt(path);
  await writeList(journal, addresses);
  await journal.confirm({ addresses: addresses.length });
  await journal.startRun();
  return journal;
}

/** As many distinct addresses as asked for. */
export function people(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `p${index}@example.com`);
}

/** Addresses as the items of a list that begins with them. */
export function itemsOf(addresses: readonly string[]): Entry[] {
  return addresses.map((sent, id) => ({ id, row: id + 2, address: sent, sent }));
}

/** One call from its line to its outcomes. */
export async function call(
  journal: Journal,
  number: number,
  items: readonly Entry[],
  settled: Settled = { outcome: "unsubscribed", time: noon, correlationId: `c-${number}` },
): Promise<void> {
  await journal.calling({ call: number, purpose: "first", entries: items });
  await journal.settle(items.map((item) => ({ entry: item, result: settled })));
}

/** All that an iterable of arrays gives. */
export async function all<Part>(parts: AsyncIterable<readonly Part[]>): Promise<Part[]> {
  const whole: Part[] = [];
  for await (const part of parts) whole.push(...part);
  return whole;
}

/** The outcomes of a journal, each as `address outcome reason`. */
export async function told(contents: JournalContents): Promise<string[]> {
  const tell = (entry: EntryOutcome): string => {
    const reason = "reason" in entry && entry.reason !== undefined ? ` ${entry.reason}` : "";
    return `${entry.address} ${entry.outcome}${reason}`;
  };
  return (await all(contents.outcomes())).map(tell);
}

/** What a crash would leave of a journal just now, as another file: all that is on disk. */
export async function crash(path: string): Promise<string> {
  const left = `${path}.left`;
  await copyFile(path, left);
  return left;
}
