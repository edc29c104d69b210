import type { Item } from "../../job/entry.js";
import type { EntryOutcome } from "../../job/job-outcome.js";
import type { SettledItem } from "../../job/journal.js";
import type { DataOutput } from "../io.js";
import { toJsonLine } from "../../report/json-line.js";

/** What a job is asked for: every entry of its list, in the list's order. */
export type Outcomes = () => AsyncIterable<readonly EntryOutcome[]>;

/**
 * Writes a line of JSON for each entry of a job, once, as soon as its outcome is on record: what is
 * known from before while the list goes by, the rest as it is settled, and at the end what was not.
 */
export class JsonLines {
  readonly #output: DataOutput;
  readonly #outcomes: Outcomes;
  /** One bit an entry: its line is written. */
  readonly #written: Uint8Array;
  readonly #entries: number;
  #count = 0;
  /** As typed, of the addresses that are on their way. */
  readonly #typed = new Map<number, string>();

  constructor(output: DataOutput, entries: number, outcomes: Outcomes) {
    this.#output = output;
    this.#entries = entries;
    this.#outcomes = outcomes;
    this.#written = new Uint8Array(Math.ceil(entries / 8));
  }

  /**
   * Hands the addresses on that are to be sent, and writes the lines of the entries between them.
   *
   * @throws {OutputError} if stdout cannot be written
   */
  async *follow(source: AsyncIterable<readonly Item[]>): AsyncGenerator<readonly Item[], void> {
    const outcomes = this.#outcomes()[Symbol.asyncIterator]();
    let passed = 0;
    let part: readonly EntryOutcome[] = [];
    let at = 0;
    try {
      for await (const items of source) {
        const lines: string[] = [];
        for (const { id } of items) {
          for (; passed <= id; passed += 1, at += 1) {
            while (at >= part.length) {
              const next = await outcomes.next();
              if (next.done === true) throw new Error("an item that is not among the entries");
              [part, at] = [next.value, 0];
            }
            const outcome = part[at];
            if (outcome === undefined) continue;
            if (passed === id) this.#typed.set(id, outcome.address);
            else lines.push(this.#line(passed, outcome));
          }
        }
        await this.#write(lines);
        yield items;
      }
    } finally {
      await outcomes.return?.();
    }
  }

  /** @throws {OutputError} if stdout cannot be written */
  async settled(results: readonly SettledItem[]): Promise<void> {
    const lines = results.map(({ item: { id, row, sent }, settled }) => {
      const address = this.#typed.get(id) ?? sent;
      this.#typed.delete(id);
      return this.#line(id, { row, address, sent, ...settled });
    });
    await this.#write(lines);
  }

  /**
   * Writes the lines that are still missing.
   *
   * @throws {OutputError} if stdout cannot be written
   */
  async rest(): Promise<void> {
    if (this.#count === this.#entries) return;
    let id = 0;
    for await (const outcomes of this.#outcomes()) {
      const lines: string[] = [];
      for (const outcome of outcomes) {
        if (!this.#isWritten(id)) lines.push(this.#line(id, outcome));
        id += 1;
      }
      await this.#write(lines);
    }
  }

  #line(id: number, outcome: EntryOutcome): string {
    this.#written[id >> 3] = (this.#written[id >> 3] ?? 0) | (1 << (id & 7));
    this.#count += 1;
    return `${toJsonLine(outcome)}\n`;
  }

  #isWritten(id: number): boolean {
    return ((this.#written[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;
  }

  async #write(lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await this.#output.write(lines.join(""));
  }
}
