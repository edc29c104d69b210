import type { JsonObject } from "../text/json.js";
import type { Taken } from "../job/store.js";
import type { EarlierList, ListChange } from "./earlier-list.js";
import { takenLine } from "./entry-lines.js";
import type { EntryLine, JournalLine } from "./lines.js";
import { ListTaker, type ListRow } from "./list-taker.js";

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
  readonly #keepsData: boolean;
  readonly #taker = new ListTaker();
  #text = "";
  #underWay: Promise<void> = Promise.resolve();
  readonly #counts = { entries: 0, addresses: 0, duplicates: 0, invalid: 0, formers: 0 };

  constructor(sink: ListSink, earlier: EarlierList | undefined, keepsData: boolean) {
    this.#sink = sink;
    this.#earlier = earlier;
    this.#keepsData = keepsData;
  }

  /** Says at once what the entries are: they count from the end of the list on. */
  async take<Data>(entries: readonly ListRow<Data>[]): Promise<Taken<Data>[]> {
    const all: Taken<Data>[] = [];
    for (const given of entries) {
      const taken = this.#taker.take(given);
      this.#count(taken);
      const line = takenLine(taken, this.#keepsData);
      this.#sink.take(line);
      this.#text += `${JSON.stringify(line)}\n`;
      if (this.#text.length >= pieceLength) await this.#pass();
      all.push(taken);
    }
    return all;
  }

  async end({ blankRows, facts }: ListReadingEnd): Promise<ListChange | undefined> {
    await this.#pass();
    // All is on disk before the line that makes it count.
    await this.#underWay;
    if (this.#earlier !== undefined) {
      for await (const lines of this.#earlier.formerLines(this.#counts.entries)) {
        this.#counts.formers += lines.length;
        await Promise.all(lines.map((line) => this.#sink.write(line)));
      }
      for await (const lines of this.#earlier.carriedLines()) {
        await Promise.all(lines.map((line) => this.#sink.write(line)));
      }
    }
    await this.#sink.write({ list: "end", ...this.#counts, blankRows, facts });
    return this.#earlier?.change();
  }

  #count(taken: ReturnType<ListTaker["take"]>): void {
    const counts = this.#counts;
    counts.entries += 1;
    if (taken.kind === "new") {
      counts.addresses += 1;
      this.#earlier?.match(taken.entry.sent, taken.entry.id);
    } else if (taken.outcome.outcome === "duplicate") counts.duplicates += 1;
    else counts.invalid += 1;
  }

  async #pass(): Promise<void> {
    await this.#underWay;
    if (this.#text === "") return;
    this.#underWay = this.#sink.writeEntries(this.#text);
    // The next `await` of this promise throws the error; until then Node must not report it as unhandled.
    this.#underWay.catch(() => undefined);
    this.#text = "";
  }
}
