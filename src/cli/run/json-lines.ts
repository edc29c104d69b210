import type { Entry, SettledEntry } from "../../index.js";
import { toJsonLine, type Reported } from "../../node.js";
import type { DataOutput } from "../io.js";

/** What a job is asked for: every line of its report, in the report's order. */
export type Outcomes = () => AsyncIterable<readonly Reported[]>;

/**
 * Writes a line of JSON for each entry of a job, once: what this run does not send at the beginning, the rest as soon as its
 * outcome is on record, and at the end what has none.
 */
export class JsonLines {
  readonly #output: DataOutput;
  readonly #outcomes: Outcomes;
  /** One bit an entry: its line is written. */
  readonly #written: Uint8Array;
  readonly #entries: number;
  #count = 0;

  constructor(output: DataOutput, entries: number, outcomes: Outcomes) {
    this.#output = output;
    this.#entries = entries;
    this.#outcomes = outcomes;
    this.#written = new Uint8Array(Math.ceil(entries / 8));
  }

  /**
   * Writes the lines of all but those that are still to come.
   *
   * @param pending what this run sends
   * @throws {OutputError} if stdout cannot be written
   */
  async before(pending: AsyncIterable<readonly Entry[]>): Promise<void> {
    const toCome = new Uint8Array(this.#written.length);
    for await (const entries of pending) for (const { id } of entries) mark(toCome, id);
    await this.#writeAll((id) => !isMarked(toCome, id));
  }

  /** @throws {OutputError} if stdout cannot be written */
  async settled(results: readonly SettledEntry[]): Promise<void> {
    const lines = results.map(({ entry: { id, row, address, sent }, result }) =>
      this.#line(id, { row, address, sent, ...result }),
    );
    await this.#output.write(lines.join(""));
  }

  /**
   * Writes the lines that are still missing.
   *
   * @throws {OutputError} if stdout cannot be written
   */
  async rest(): Promise<void> {
    if (this.#count < this.#entries) await this.#writeAll((id) => !isMarked(this.#written, id));
  }

  async #writeAll(wanted: (id: number) => boolean): Promise<void> {
    let id = 0;
    for await (const outcomes of this.#outcomes()) {
      const lines: string[] = [];
      for (const outcome of outcomes) {
        if (wanted(id)) lines.push(this.#line(id, outcome));
        id += 1;
      }
      if (lines.length > 0) await this.#output.write(lines.join(""));
    }
  }

  #line(id: number, outcome: Reported): string {
    if (!isMarked(this.#written, id)) this.#count += 1;
    mark(this.#written, id);
    return `${toJsonLine(outcome)}\n`;
  }
}

function mark(bits: Uint8Array, id: number): void {
  bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7));
}

function isMarked(bits: Uint8Array, id: number): boolean {
  return ((bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;
}
