import type { FileHandle } from "node:fs/promises";
import type { Item } from "../job/entry.js";
import type { EntryOutcome, NotSentReason } from "../job/job-outcome.js";
import type { EntryState } from "./entry-states.js";
import type { EntryLine } from "./lines.js";
import type { ListSection } from "./list-section.js";
import { OutcomeLines, toSettled } from "./outcome-lines.js";
import { parseLine } from "./parse-line.js";
import { readBlocks } from "./read-blocks.js";

/** The lines of a list's entries, in its order: the place of the first in the list, and the lines. */
async function* walkEntries(
  file: FileHandle,
  section: ListSection,
): AsyncGenerator<{ readonly first: number; readonly entries: readonly EntryLine[] }> {
  let first = 0;
  for await (const { lines } of readBlocks(file, section.from, section.to)) {
    const entries: EntryLine[] = [];
    for (const text of lines) {
      const line = parseLine(text);
      // Between the entries and the end stand the outcomes that an earlier list has left.
      if (line !== undefined && "row" in line) entries.push(line);
    }
    if (entries.length > 0) yield { first, entries };
    first += entries.length;
  }
}

/**
 * The distinct valid addresses of a list, or some of them.
 *
 * @param limit how many of them to look at
 * @param wanted decides on an entry by its place in the list
 */
export async function* walkItems(
  file: FileHandle,
  section: ListSection,
  limit: number,
  wanted: (id: number) => boolean,
): AsyncGenerator<readonly Item[]> {
  let looked = 0;
  for await (const { first, entries } of walkEntries(file, section)) {
    const items: Item[] = [];
    for (const [index, { row, address, sent = address }] of entries.entries()) {
      const id = first + index;
      if (looked >= limit) break;
      if (!section.states.isItem(id)) continue;
      looked += 1;
      if (wanted(id)) items.push({ id, row, sent, ...doubtOf(section.states.of(id)) });
    }
    if (items.length > 0) yield items;
    if (looked >= limit) return;
  }
}

/** What an earlier run has left open about an address. */
function doubtOf({ interrupted, outcome }: EntryState): Pick<Item, "doubt"> {
  if (interrupted) return { doubt: "interrupted" };
  return outcome === "unknown" ? { doubt: "no-answer" } : {};
}

/** Why addresses that no outcome is on record for were not sent. */
export interface Unsent {
  /** How many distinct valid addresses were to be sent. */
  readonly limit: number;
  /** For those within the limit. */
  readonly reason: NotSentReason;
}

/** What became of every entry of a list, in its order. */
export async function* walkOutcomes(
  file: FileHandle,
  section: ListSection,
  unsent: Unsent,
): AsyncGenerator<readonly EntryOutcome[]> {
  const lines = new OutcomeLines(file);
  let addresses = 0;
  for await (const { first, entries } of walkEntries(file, section)) {
    const outcomes: EntryOutcome[] = [];
    for (const [index, entry] of entries.entries()) {
      const apart = setApart(entry);
      if (apart !== undefined) {
        outcomes.push(apart);
        continue;
      }
      addresses += 1;
      const { row, address, sent = address } = entry;
      const { interrupted, outcome, offset } = section.states.of(first + index);
      if (interrupted)
        outcomes.push({ row, address, sent, outcome: "unknown", reason: "interrupted" });
      else if (outcome === undefined) {
        const reason = addresses > unsent.limit ? "limit" : unsent.reason;
        outcomes.push({ row, address, sent, outcome: "not-sent", reason });
      } else {
        const settled = toSettled(lines.peek(offset) ?? (await lines.at(offset)));
        outcomes.push({ row, address, sent, ...settled });
      }
    }
    yield outcomes;
  }
}

/** The outcome of an entry that is never sent. */
function setApart(entry: EntryLine): EntryOutcome | undefined {
  const { row, address, sent = address, duplicateOf, invalid, codePoint } = entry;
  if (duplicateOf !== undefined) return { row, address, sent, outcome: "duplicate", duplicateOf };
  if (invalid === undefined) return undefined;
  // Cast: the reason was written from an `InvalidAddress`; one of a later version is shown as it stands.
  const reason = invalid as Extract<EntryOutcome, { outcome: "invalid" }>["reason"];
  return {
    row,
    address,
    outcome: "invalid",
    reason,
    ...(codePoint === undefined ? {} : { codePoint }),
  };
}
