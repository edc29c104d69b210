import type { ListEntry } from "../job/entry.js";
import type { StoredOutcome, Taken } from "../job/store.js";
import type { Appender } from "./appender.js";
import { takenLine } from "./entry-lines.js";
import type { EntryLine } from "./lines.js";
import { OutcomeLines } from "./outcome-lines.js";
import type { ReadFile } from "./read-blocks.js";
import type { Section } from "./section.js";
import { StreamTaker, type TakenBefore } from "./stream-taker.js";

export interface StreamParts {
  readonly file: ReadFile;
  readonly appender: Appender;
  /** Counts an entry that is about to be written. */
  readonly count: (line: EntryLine) => void;
  readonly keepsData: boolean;
}

/** Takes entries into a journal without a list, while its job sends. */
export class Stream<Data> {
  readonly #parts: StreamParts;
  readonly #outcomes: OutcomeLines;
  #taker: Promise<StreamTaker> | undefined;

  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.#outcomes = new OutcomeLines(parts.file);
  }

  async take(
    section: Section,
    entries: readonly ListEntry<Data>[],
  ): Promise<readonly Taken<Data>[]> {
    const { appender, count, keepsData } = this.#parts;
    // Before anything is changed.
    for (const entry of entries) check(entry, keepsData);
    const taker = await (this.#taker ??= this.#restore(section));
    let text = "";
    // In one go, so that the entries stand in the file in the order of their ids.
    const taken = entries.map((given) => {
      const each = taker.take(section.states.entries, given);
      if (each.kind === "again") return each;
      const line = takenLine(each);
      count(line);
      text += `${JSON.stringify(keepsData ? line : { ...line, data: undefined })}\n`;
      return each;
    });
    if (text !== "") await appender.append(text);
    const told: Taken<Data>[] = [];
    for (const [index, each] of taken.entries()) {
      const given = entries[index];
      if (each.kind !== "again") told.push(each);
      else if (given !== undefined) told.push(await this.#again(section, each, given));
    }
    return told;
  }

  /** The tables are made once they are needed: a job that goes on without new entries can do without. */
  async #restore(section: Section): Promise<StreamTaker> {
    const { file, appender } = this.#parts;
    const taker = new StreamTaker();
    if (section.states.entries > 0) await taker.restore({ file, section, end: appender.end });
    return taker;
  }

  async #again(
    section: Section,
    { id, row, sent, outcome: apart }: TakenBefore<Data>,
    { address, data }: ListEntry<Data>,
  ): Promise<Taken<Data>> {
    if (apart !== undefined) return { kind: "settled", id, outcome: apart };
    if (section.states.isToSend(id)) return { kind: "known", id };
    const { offset } = section.states.of(id);
    const settled = this.#outcomes.peek(offset) ?? (await this.#outcomes.at(offset));
    const kept = data === undefined ? undefined : { data };
    const outcome: StoredOutcome<Data> = { row, address, sent, ...kept, ...settled };
    return { kind: "settled", id, outcome };
  }
}

/** @throws TypeError */
function check({ row, data }: ListEntry, keepsData: boolean): void {
  if (row !== undefined && !["string", "bigint"].includes(typeof row) && !Number.isFinite(row)) {
    throw new TypeError("the row of an entry must be a text, a finite number or a bigint");
  }
  if (!keepsData || data === undefined) return;
  try {
    JSON.stringify(data);
  } catch (cause) {
    throw new TypeError(
      'the data of an entry cannot be kept as JSON; open the journal with { data: "leave" } to leave it out',
      { cause },
    );
  }
}
