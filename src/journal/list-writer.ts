import type { JsonObject } from "../text/json.js";
import type { NumberedEntry } from "../job/entry.js";
import type { Taken } from "../job/intake.js";
import type { EarlierList, ListChange } from "./earlier-list.js";
import type { EntryLine, JournalLine } from "./lines.js";

/** An entry as it was read, with what the intake made of it. */
export interface TakenEntry {
  readonly entry: NumberedEntry;
  readonly taken: Taken;
}

/** What is known of a list once it has been read to its end. */
export interface ListReadingEnd {
  readonly blankRows: number;
  /** Whatever else is worth keeping; nothing that names a person. */
  readonly facts: JsonObject;
}

/** The ways into the journal; both promises resolve once the text is on disk. */
export interface ListSink {
  /** A line with a meaning of its own. */
  write(line: JournalLine): Promise<void>;
  /** An entry is about to be written: it may be counted now, since its list counts later. */
  take(line: EntryLine): void;
  /** Lines of entries. */
  writeEntries(text: string): Promise<void>;
}

// In UTF-16 units, well below what one write may hold.
const pieceLength = 1 << 17;

/** Writes a list into the journal: entries in large pieces, one under way while the next is made. */
export class ListWriter {
  readonly #sink: ListSink;
  readonly #earlier: EarlierList | undefined;
  #text = "";
  #underWay: Promise<void> = Promise.resolve();
  readonly #counts = { entries: 0, addresses: 0, duplicates: 0, invalid: 0 };

  constructor(sink: ListSink, earlier: EarlierList | undefined) {
    this.#sink = sink;
    this.#earlier = earlier;
  }

  async add(entries: readonly TakenEntry[]): Promise<void> {
    for (const { entry, taken } of entries) {
      const line = this.#toLine(entry, taken);
      this.#sink.take(line);
      this.#text += `${JSON.stringify(line)}\n`;
      if (this.#text.length >= pieceLength) await this.#pass();
    }
  }

  async end({ blankRows, facts }: ListReadingEnd): Promise<ListChange | undefined> {
    await this.#pass();
    // All is on disk before the line that makes it count.
    await this.#underWay;
    if (this.#earlier !== undefined) {
      for await (const lines of this.#earlier.carriedLines()) {
        await Promise.all(lines.map((line) => this.#sink.write(line)));
      }
    }
    await this.#sink.write({ list: "end", ...this.#counts, blankRows, facts });
    return this.#earlier?.change();
  }

  #toLine({ row, address, mailbox }: NumberedEntry, taken: Taken): EntryLine {
    const counts = this.#counts;
    const id = counts.entries;
    counts.entries += 1;
    if (taken.kind === "invalid") {
      counts.invalid += 1;
      const { reason, codePoint } = taken.problem;
      return { row, address, mailbox, invalid: reason, codePoint };
    }
    if (taken.kind === "duplicate") {
      counts.duplicates += 1;
      const { sent, duplicateOf } = taken;
      return { row, address, mailbox, sent: sent === address ? undefined : sent, duplicateOf };
    }
    if (taken.item.id !== id) throw new Error("The entries of a list come to the journal in order");
    counts.addresses += 1;
    const { sent } = taken.item;
    this.#earlier?.match(sent, id);
    return { row, address, mailbox, sent: sent === address ? undefined : sent };
  }

  async #pass(): Promise<void> {
    await this.#underWay;
    if (this.#text === "") return;
    this.#underWay = this.#sink.writeEntries(this.#text);
    // Whoever comes next sees the failure; here it must not count as unhandled.
    this.#underWay.catch(() => undefined);
    this.#text = "";
  }
}
