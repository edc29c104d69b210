import type { Entry } from "../job/entry.js";
import type { NotSentReason, Settled } from "../job/job-outcome.js";
import type { StoredOutcome } from "../job/store.js";
import { setApart, toEntry, withOutcome } from "./entry-lines.js";
import type { EntryState } from "./entry-states.js";
import type { EntryLine, JournalLine } from "./lines.js";
import { OutcomeLines } from "./outcome-lines.js";
import { parseLine } from "./parse-line.js";
import { readBlocks, type ReadFile } from "./read-blocks.js";
import type { Section } from "./section.js";

/** Entries of a journal, to be read from its file. */
export interface Walk {
  readonly file: ReadFile;
  readonly section: Section;
  /** Where the journal ends, as far as it is to be read. */
  readonly end: number;
}

/** The lines of the entries, in their order: the id of the first, and the lines. */
export async function* walkEntries({
  file,
  section,
  end,
}: Walk): AsyncGenerator<{ readonly first: number; readonly entries: readonly EntryLine[] }> {
  let first = 0;
  const to = section.formerFrom ?? section.to ?? end;
  for await (const lines of walkLines(file, section.writer, section.from, to)) {
    const entries = lines.filter((line): line is EntryLine => "row" in line);
    if (entries.length > 0) yield { first, entries };
    first += entries.length;
  }
}

/** The lines that count, where the writer at their beginning has the file. */
async function* walkLines(
  file: ReadFile,
  holds: string,
  from: number,
  to: number,
): AsyncGenerator<readonly JournalLine[]> {
  let writer = holds;
  let holder = holds;
  for await (const { lines } of readBlocks(file, from, to)) {
    const counting: JournalLine[] = [];
    for (const text of lines) {
      const line = parseLine(text);
      if (line === undefined) continue;
      if ("by" in line) writer = line.by;
      else if ("opened" in line) holder = writer;
      else if (writer === holder) counting.push(line);
    }
    yield counting;
  }
}

/** Somebody whom an earlier list had, and the newest has not. */
export interface FormerEntry {
  readonly id: number;
  /** As it was typed. */
  readonly address: string;
  /** As it went out. */
  readonly sent: string;
}

/** Addresses with an outcome that are on earlier lists of the job only, in the order in which they left the list. */
export async function* walkFormer({
  file,
  section,
  end,
}: Walk): AsyncGenerator<readonly FormerEntry[]> {
  const { formerFrom, states, to = end } = section;
  if (formerFrom === undefined) return;
  let id = states.entries - states.kinds.former;
  for await (const lines of walkLines(file, section.writer, formerFrom, to)) {
    const entries: FormerEntry[] = [];
    for (const line of lines) {
      if (!("former" in line)) continue;
      const { former: address, sent = address } = line;
      entries.push({ id, address, sent });
      id += 1;
    }
    if (entries.length > 0) yield entries;
  }
}

/** Which of the distinct valid addresses are wanted. */
export interface Wanted {
  /** How many of them to look at. @default all */
  readonly limit?: number | undefined;
  /** Decides on an entry by its id. @default every one */
  readonly only?: (id: number) => boolean;
}

/** Distinct valid addresses, with what earlier runs have left open about each. */
export async function* walkAddresses<Data>(
  walk: Walk,
  { limit = Infinity, only = () => true }: Wanted = {},
): AsyncGenerator<readonly Entry<Data>[]> {
  const { states } = walk.section;
  let looked = 0;
  for await (const { first, entries } of walkEntries(walk)) {
    const found: Entry<Data>[] = [];
    for (const [index, line] of entries.entries()) {
      const id = first + index;
      if (looked >= limit) break;
      if (!states.isItem(id)) continue;
      looked += 1;
      if (only(id)) found.push({ ...toEntry<Data>(id, line), ...leftOpen(states.of(id)) });
    }
    if (found.length > 0) yield found;
    if (looked >= limit) return;
  }
}

/** What an earlier run has left open about an address. */
function leftOpen({
  interrupted,
  outcome,
  again,
}: EntryState): Pick<Entry, "unresolved" | "rejectedBefore"> {
  if (interrupted) return { unresolved: "interrupted" };
  if (outcome === "unknown") return { unresolved: "no-answer" };
  return again ? { rejectedBefore: true } : {};
}

/** Why addresses that no outcome is on record for were not sent. */
export interface Unsent {
  /** How many distinct valid addresses were to be sent. */
  readonly limit: number;
  /** For those within the limit. */
  readonly reason: NotSentReason;
  /** Why nothing is known of those in a call that has no answer. */
  readonly open: "interrupted" | "under-way";
}

/** What became of somebody whom an earlier list of the job had, and the newest has not. */
export type FormerOutcome = {
  readonly row?: undefined;
  /** As it was typed. */
  readonly address: string;
  /** As it went out. */
  readonly sent: string;
} & Settled;

/** What became of every entry, in the order in which they were taken. */
export async function* walkOutcomes<Data>(
  walk: Walk,
  unsent: Unsent,
): AsyncGenerator<readonly StoredOutcome<Data>[]> {
  const lines = new OutcomeLines(walk.file);
  const { states } = walk.section;
  let addresses = 0;
  for await (const { first, entries } of walkEntries(walk)) {
    const outcomes: StoredOutcome<Data>[] = [];
    for (const [index, line] of entries.entries()) {
      const apart = setApart<Data>(line);
      if (apart !== undefined) {
        outcomes.push(apart);
        continue;
      }
      addresses += 1;
      const { interrupted, outcome, offset } = states.of(first + index);
      let settled: Settled;
      if (interrupted) settled = { outcome: "unknown", reason: unsent.open };
      else if (outcome === undefined) {
        const reason = addresses > unsent.limit ? "limit" : unsent.reason;
        settled = { outcome: "not-sent", reason };
      } else settled = lines.peek(offset) ?? (await lines.at(offset));
      outcomes.push(withOutcome<Data>(line, settled));
    }
    yield outcomes;
  }
}

/** What became of those whom earlier lists had. */
export async function* walkFormerOutcomes(walk: Walk): AsyncGenerator<readonly FormerOutcome[]> {
  const lines = new OutcomeLines(walk.file);
  const { states } = walk.section;
  for await (const entries of walkFormer(walk)) {
    const outcomes: FormerOutcome[] = [];
    for (const { id, address, sent } of entries) {
      const { offset } = states.of(id);
      outcomes.push({ address, sent, ...(lines.peek(offset) ?? (await lines.at(offset))) });
    }
    yield outcomes;
  }
}
