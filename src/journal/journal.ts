import { unlink } from "node:fs/promises";
import { hostname } from "node:os";
import type { CallRecord, JobJournal, SettledItem } from "../job/journal.js";
import type { JobStop } from "../job/stop.js";
import type { Appender } from "./appender.js";
import { JournalContents } from "./contents.js";
import { EarlierList, type ListChange } from "./earlier-list.js";
import type { JournalState, Place } from "./journal-state.js";
import { toTime, type EntryLine, type JournalLine } from "./lines.js";
import { ListWriter, type ListReadingEnd, type TakenEntry } from "./list-writer.js";
import type { TornEnd } from "./load.js";
import type { Lock } from "../files/lock.js";
import { formatRanges } from "./ranges.js";
import { settledLines } from "./settled-lines.js";

// For lines of which nobody asks where they stand.
const nowhere: Place = { offset: 0, next: 0 };

/** What an opened journal is made of. */
export interface JournalParts {
  readonly path: string;
  readonly state: JournalState;
  readonly torn: TornEnd | undefined;
  /** Of the file, for the person. */
  readonly warning: string | undefined;
  readonly appender: Appender;
  readonly lock: Lock;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/**
 * A journal opened for writing. Each promise resolves once what it wrote is on disk.
 *
 * All that write throw a `JournalError`: "unwritable", or "lock-lost" after another process has taken
 * the lock over. From then on nothing is written any more.
 */
export class Journal extends JournalContents implements JobJournal {
  /** Whether a run that ended without releasing its lock had left it behind. */
  readonly tookOver: boolean;
  /** What there is to be said of the file: others can read it all the same. */
  readonly warning: string | undefined;
  readonly #appender: Appender;
  readonly #lock: Lock;
  readonly #clock: () => number;
  #list: ListWriter | undefined;

  constructor(parts: JournalParts) {
    super(parts.path, parts.state, parts.torn);
    this.tookOver = parts.lock.tookOver;
    this.warning = parts.warning;
    this.#appender = parts.appender;
    this.#lock = parts.lock;
    this.#clock = parts.clock;
  }

  /**
   * Begins a list. Where the journal has a confirmed one, that stays the list of the job until the new
   * one is confirmed, and the two are compared.
   */
  async startList(list: { readonly name: string; readonly digest: string }): Promise<void> {
    const { active } = this.state;
    const earlier = active === undefined ? undefined : await EarlierList.read(this.path, active);
    const sink = {
      write: (line: JournalLine) => this.#write(line),
      take: (line: EntryLine) => this.#apply(line, nowhere),
      writeEntries: async (text: string) => void (await this.#appender.append(text)),
    };
    await this.#write({ list: "start", name: list.name, digest: list.digest, at: this.#now() });
    this.#list = new ListWriter(sink, earlier);
  }

  /** Adds entries in the order in which the intake took them. */
  async addEntries(entries: readonly TakenEntry[]): Promise<void> {
    await this.#openList().add(entries);
  }

  /** @returns how the list differs from the confirmed one, if there is one */
  async endList(end: ListReadingEnd): Promise<ListChange | undefined> {
    const change = await this.#openList().end(end);
    this.#list = undefined;
    return change;
  }

  /** The list read last is to be sent; or the one there is, once more, with another limit. */
  async confirm(confirmed: { addresses: number; limit?: number | undefined }): Promise<void> {
    const { addresses, limit } = confirmed;
    await this.#write({ confirmed: this.#now(), addresses, limit });
  }

  async startRun(run: { readonly limit?: number | undefined } = {}): Promise<void> {
    await this.#write({ run: this.#now(), pid: process.pid, host: hostname(), limit: run.limit });
  }

  async sending({ call, purpose, items }: CallRecord): Promise<void> {
    await this.#write({ call, purpose, entries: formatRanges(items.map(({ id }) => id)) });
  }

  async settled(items: readonly SettledItem[]): Promise<void> {
    await Promise.all(settledLines(items).map((line) => this.#write(line)));
  }

  /** The job has stopped, and no call is under way any more. */
  async recordStop(stop: Omit<JobStop, "cause">, limit?: number): Promise<void> {
    const resumeAt = stop.resumeAt === undefined ? undefined : toTime(stop.resumeAt);
    const { reason, message } = stop;
    await this.#write({ stop: reason, message, resumeAt, limit, at: this.#now() });
  }

  /** The job is done, and no call is under way any more. */
  async recordEnd(): Promise<void> {
    await this.#write({ end: this.#now(), totals: this.totals() });
  }

  /** What is rejected becomes to be sent once more, beside what is unknown or not sent. */
  async retry(): Promise<void> {
    await this.#write({ retry: this.#now() });
  }

  /** Waits for what is being written, and lets the lock go. */
  async close(): Promise<void> {
    try {
      await this.#appender.close();
    } finally {
      await this.#lock.release().catch(() => undefined);
    }
  }

  /** Closes a journal that nobody has confirmed anything in, and removes it. */
  async discard(): Promise<void> {
    if (this.state.confirmed !== undefined) throw new Error("A confirmed job is not thrown away");
    try {
      await this.#appender.close();
      await unlink(this.path);
    } finally {
      await this.#lock.release().catch(() => undefined);
    }
  }

  async #write(line: JournalLine): Promise<void> {
    const text = `${JSON.stringify(line)}\n`;
    const offset = await this.#appender.append(text);
    this.#apply(line, { offset, next: offset + Buffer.byteLength(text) });
  }

  /** What is written must be what can be loaded. */
  #apply(line: JournalLine, place: Place): void {
    const problem = this.state.apply(line, place);
    if (problem !== undefined)
      throw new Error(`A line was written where it cannot stand: ${problem}`);
  }

  #openList(): ListWriter {
    if (this.#list === undefined) throw new Error("No list has been begun");
    return this.#list;
  }

  #now(): string {
    return toTime(this.#clock());
  }
}
