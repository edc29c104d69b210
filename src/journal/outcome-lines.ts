import type { Settled } from "../job/job-outcome.js";
import type { OutcomeLine } from "./lines.js";
import { parseLine } from "./parse-line.js";
import type { ReadFile } from "./read-blocks.js";

const windowBytes = 1 << 16;
const keptLines = 256;

/**
 * Looks up the lines of outcomes by where they stand. Entries next to each other mostly share a line,
 * and lines looked up one after the other mostly stand close: a few are kept, with a piece of the file.
 */
export class OutcomeLines {
  readonly #file: ReadFile;
  readonly #kept = new Map<number, Settled>();
  #window = Buffer.alloc(0);
  #windowStart = 0;

  constructor(file: ReadFile) {
    this.#file = file;
  }

  /** What the line says, if it is at hand. */
  peek(offset: number): Settled | undefined {
    return this.#kept.get(offset);
  }

  /** What the line says. */
  async at(offset: number): Promise<Settled> {
    const settled = toSettled(await this.lineAt(offset));
    if (this.#kept.size >= keptLines) this.#kept.clear();
    this.#kept.set(offset, settled);
    return settled;
  }

  async lineAt(offset: number): Promise<OutcomeLine> {
    const line = parseLine((this.#cut(offset) ?? (await this.#fetch(offset))).toString("utf8"));
    if (line === undefined || !("outcome" in line)) {
      throw new Error("The journal has been changed by something else while it was read");
    }
    return line;
  }

  #cut(offset: number): Buffer | undefined {
    const start = offset - this.#windowStart;
    if (start < 0 || start >= this.#window.length) return undefined;
    const end = this.#window.indexOf(10, start);
    return end < 0 ? undefined : this.#window.subarray(start, end);
  }

  async #fetch(offset: number): Promise<Buffer> {
    for (let size = windowBytes; ; size *= 2) {
      const buffer = Buffer.allocUnsafe(size);
      const { bytesRead } = await this.#file.read(buffer, 0, size, offset);
      this.#window = buffer.subarray(0, bytesRead);
      this.#windowStart = offset;
      const line = this.#cut(offset);
      if (line !== undefined) return line;
      if (bytesRead < size) return this.#window;
    }
  }
}

/** A line of outcomes as the job knows it. */
function toSettled(line: OutcomeLine): Settled {
  const { outcome, reason, message, time, correlationId } = line;
  const settled = {
    outcome,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    ...(time === undefined ? {} : { time: Date.parse(time) }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
  // Cast: the line was written from a `Settled`; a reason of a later version is shown as it stands.
  return settled as Settled;
}
