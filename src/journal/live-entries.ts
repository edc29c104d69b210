import { Deduplicator } from "../job/deduplicator.js";
import { rowOf, type ListEntry } from "../job/entry.js";
import type { Row } from "../job/job-outcome.js";
import { takeFirst, type FirstTaken, type StoredOutcome, type Taken } from "../job/store.js";
import type { Appender } from "./appender.js";
import { setApart, takenLine, toEntry } from "./entry-lines.js";
import type { EntryLine } from "./lines.js";
import { OutcomeLines } from "./outcome-lines.js";
import { PackedAddresses } from "../address/packed-addresses.js";
import { PackedRows } from "./packed-rows.js";
import type { ReadFile } from "./read-blocks.js";
import type { Section } from "./section.js";
import { walkEntries } from "./walk.js";

export interface LiveEntriesParts {
  readonly file: ReadFile;
  readonly appender: Appender;
  /** Counts an entry that is about to be written. */
  readonly count: (line: EntryLine) => void;
  readonly keepsData: boolean;
}

/** The entry is there already, as `id`; then it was what `first` says. */
interface Again<Data> {
  readonly kind: "again";
  readonly id: number;
  readonly first: FirstTaken<Data>;
}

/**
 * Takes entries into a journal without a list, while its job sends: at any time, and more than once. Holds every distinct
 * address and its row.
 */
export class LiveEntries<Data> {
  readonly #parts: LiveEntriesParts;
  readonly #outcomes: OutcomeLines;
  readonly #rows = new PackedRows();
  readonly #seen = new Deduplicator((id) => this.#rows.get(id), new PackedAddresses());
  #restored: Promise<void> | undefined;

  constructor(parts: LiveEntriesParts) {
    this.#parts = parts;
    this.#outcomes = new OutcomeLines(parts.file);
  }

  async take(
    section: Section,
    entries: readonly ListEntry<Data>[],
  ): Promise<readonly Taken<Data>[]> {
    const { appender, count, keepsData } = this.#parts;
    // Once it is needed: a job that goes on without new entries can do without.
    await (this.#restored ??= this.#restore(section));
    let text = "";
    // In one go, so that the entries stand in the file in the order of their ids.
    const taken = entries.map((given) => {
      const each = this.#take(section.states.entries, given);
      if (each.kind === "again") return each;
      const line = takenLine(each, keepsData);
      count(line);
      text += `${JSON.stringify(line)}\n`;
      return each;
    });
    if (text !== "") await appender.append(text);
    const told: Taken<Data>[] = [];
    for (const each of taken) {
      told.push(each.kind === "again" ? await this.#again(section, each) : each);
    }
    return told;
  }

  /** Puts the entries of earlier runs back. */
  async #restore(section: Section): Promise<void> {
    const { file, appender } = this.#parts;
    for await (const { first, entries } of walkEntries({ file, section, end: appender.end })) {
      for (const [index, line] of entries.entries()) {
        const id = first + index;
        const isApart = setApart(line) !== undefined;
        const { row, address, sent } = toEntry(id, line);
        if (!isApart) this.#rows.set(id, row);
        this.#seen.restore(id, row, address, isApart ? undefined : sent);
      }
    }
  }

  /** @param id of the entry if it is a new one */
  #take(id: number, given: ListEntry<Data>): FirstTaken<Data> | Again<Data> {
    const row = rowOf(given, id + 1);
    const rowBefore = (first: number): Row => this.#rows.get(first);
    const seen = this.#seen.see(row, given, id);
    if (seen.kind === "again") {
      const first = takeFirst(seen.id, row, given, seen.was, rowBefore);
      return { kind: "again", id: seen.id, first };
    }
    if (seen.kind === "new") this.#rows.set(id, row);
    return takeFirst(id, row, given, seen, rowBefore);
  }

  async #again(section: Section, { id, first }: Again<Data>): Promise<Taken<Data>> {
    if (first.kind === "set-apart") return { kind: "settled", id, outcome: first.outcome };
    if (section.states.isToSend(id)) return { kind: "known", id };
    const { offset } = section.states.of(id);
    const settled = this.#outcomes.peek(offset) ?? (await this.#outcomes.at(offset));
    const { id: _, ...entry } = first.entry;
    const outcome: StoredOutcome<Data> = { ...entry, ...settled };
    return { kind: "settled", id, outcome };
  }
}
