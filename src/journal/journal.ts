import { removeFile } from "../files/identity.js";
import type { Lock } from "../files/lock.js";
import { rowOf, type Entry, type ListEntry } from "../job/entry.js";
import type { JobStop } from "../job/stop.js";
import type { CallRecord, JobBinding, JobStore, SettledEntry, Taken } from "../job/store.js";
import type { Appender } from "./appender.js";
import { compareBindings, describeMismatch } from "./binding.js";
import type { OpenFile } from "./contents.js";
import { JournalCourse } from "./course.js";
import { EarlierList, type ListChange } from "./earlier-list.js";
import { JournalError } from "./journal-error.js";
import type { JournalState, Place } from "./journal-state.js";
import type { EntryLine, JournalLine } from "./lines.js";
import type { ListRow } from "./list-taker.js";
import { ListWriter, type ListReadingEnd } from "./list-writer.js";
import { checkJsonData } from "./json-data.js";
import type { TornEnd } from "./load.js";
import { formatRanges } from "./ranges.js";
import type { ReadFile } from "./read-blocks.js";
import { settledLines } from "./settled-lines.js";
import { LiveEntries } from "./live-entries.js";

// For lines whose place in the file is never asked for.
const nowhere: Place = { offset: 0, next: 0 };

/** What an opened journal is made of. */
export interface JournalParts {
  readonly path: string;
  readonly file: ReadFile;
  readonly state: JournalState;
  readonly torn: TornEnd | undefined;
  /** What to tell the person about the file. */
  readonly warning: string | undefined;
  readonly appender: Appender;
  readonly lock: Lock;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly keepsData: boolean;
}

/**
 * A journal opened for writing: pass it to `unsubscribeAll` as `store`, and close it afterwards. `retry()` has rejected entries
 * sent again, `outcomes()` lists every entry, and `remaining` counts what is left to be sent. The other methods are those by
 * which a job writes to its store, or by which the command keeps a list.
 *
 * A promise resolves once its lines are on disk; the entries of a list are on disk once `endList` has resolved. Every method that
 * writes throws a `JournalError`: "unwritable", or "lock-lost" after another process has taken the file over or somebody has
 * removed it, after which nothing more is written. A call at the wrong time is a `TypeError`.
 */
export class Journal<Data = unknown> extends JournalCourse<Data> implements JobStore<Data> {
  readonly bindsAccount = true;
  /** Whether the lock was taken over from a process that had ended without releasing it. */
  readonly tookOver: boolean;
  /** A warning for the user where others can read the file in spite of its mode. */
  readonly warning: string | undefined;
  readonly #parts: JournalParts;
  readonly #live: LiveEntries<Data>;
  #list: ListWriter | undefined;
  #closed = false;
  #succeededBefore: boolean;

  constructor(parts: JournalParts) {
    super(parts.path, parts.state, parts.torn, parts.appender.end, parts.clock);
    this.tookOver = parts.lock.tookOver;
    this.warning = parts.warning;
    this.#parts = parts;
    this.#live = new LiveEntries({ ...parts, count: (line) => this.#apply(line, nowhere) });
    this.#succeededBefore = this.state.succeeded.size > 0;
  }

  /** Whether another process has the file now, as far as this one has noticed. */
  get lost(): boolean {
    return this.#parts.appender.lost;
  }

  /** Whether an earlier run by the same route has opted somebody out; before this run has begun, by any route. */
  get succeededBefore(): boolean {
    return this.#succeededBefore;
  }

  /**
   * @param binding what the job is bound to
   * @param options with `limit`, the most addresses that are sent; by default what was confirmed
   * @throws {JournalError} "other-job", or "unconfirmed" where the journal has a list that nobody has confirmed
   */
  async begin(
    binding: JobBinding,
    { limit }: { readonly limit?: number | undefined } = { limit: this.confirmed?.limit },
  ): Promise<void> {
    const mismatches = this.binding === undefined ? [] : compareBindings(this.binding, binding);
    if (mismatches.length > 0) {
      const what = describeMismatch(mismatches);
      throw new JournalError(
        "other-job",
        `${this.path} is the journal of another job: ${what}. Nothing was sent; name another journal`,
      );
    }
    if (this.state.active === undefined && this.state.listsBegun > 0) {
      throw new JournalError(
        "unconfirmed",
        `Nobody has confirmed the list of ${this.path}. Nothing was sent`,
      );
    }
    const { route = "batch" } = binding;
    this.#succeededBefore = this.state.succeeded.has(route);
    await this.bind(binding);
    await this.startRun({ limit, apiVersion: binding.apiVersion, route });
  }

  /**
   * Takes entries into the list that was started, or while the job sends. Unless the journal was opened with `data:
   * "leave"`, `data` is kept as JSON and must consist of texts, finite numbers, booleans, `null`, arrays and plain objects.
   *
   * @throws {TypeError} for any other `data`, and for a row that is no text, finite number or bigint
   */
  async take(entries: readonly ListEntry<Data>[]): Promise<readonly Taken<Data>[]> {
    // Before anything is changed.
    for (const [index, entry] of entries.entries()) {
      rowOf(entry, index + 1);
      if (this.#parts.keepsData) checkJsonData(entry.data);
    }
    if (this.#list !== undefined) return this.#list.take(entries as readonly ListRow<Data>[]);
    const { active } = this.state;
    if (active === undefined || active.list !== undefined) {
      throw new TypeError(
        active === undefined
          ? "entries are taken once the run has begun, or into a list that was started"
          : `${this.path} is the journal of a list, and takes no further entries; use another journal`,
      );
    }
    return this.#live.take(active, entries);
  }

  /** As far as the confirmed limit. */
  pending(): AsyncIterable<readonly Entry<Data>[]> {
    return this.left({ limit: this.state.limit });
  }

  /** Resolves once the call is on record and may be made. @param record the call and its entries */
  async calling({ call, purpose, entries }: CallRecord<Data>): Promise<void> {
    await this.write({ call, purpose, entries: formatRanges(entries.map(({ id }) => id)) });
  }

  async settle(results: readonly SettledEntry<Data>[]): Promise<void> {
    await Promise.all(settledLines(results).map((line) => this.write(line)));
  }

  /** The job is done, or has stopped; no call is under way any more. */
  async end(stop: Omit<JobStop, "cause"> | undefined): Promise<void> {
    await (stop === undefined ? this.recordEnd() : this.recordStop(stop, this.state.limit));
  }

  /**
   * Whether this process still has the journal: no other process has taken it over, and nobody has removed it. Ask before
   * you replace or remove a file of the job.
   */
  override async isHeld(): Promise<boolean> {
    return (await this.#parts.appender.loss()) === undefined;
  }

  /** Resolves where `isHeld` is true. @throws {JournalError} "lock-lost" where it is not */
  async checkHeld(): Promise<void> {
    const loss = await this.#parts.appender.loss();
    if (loss !== undefined) throw loss;
  }

  /**
   * Starts a new list. A confirmed list stays the list of the job until the new one is confirmed, and the two are compared.
   */
  async startList(list: { readonly name: string; readonly digest: string }): Promise<void> {
    const { active: section } = this.state;
    const { file, appender, keepsData } = this.#parts;
    const earlier =
      section === undefined
        ? undefined
        : await EarlierList.read({ file, section, end: appender.end });
    const sink = {
      write: (line: JournalLine) => this.write(line),
      take: (line: EntryLine) => this.#apply(line, nowhere),
      writeEntries: async (text: string) => void (await appender.append(text)),
    };
    await this.write({ list: "start", name: list.name, digest: list.digest, at: this.now() });
    this.#list = new ListWriter(sink, earlier, keepsData);
  }

  /** Ends the list that was started. @returns how it differs from the confirmed one, if there is one */
  async endList(end: ListReadingEnd): Promise<ListChange | undefined> {
    if (this.#list === undefined) throw new Error("No list has been begun");
    const change = await this.#list.end(end);
    this.#list = undefined;
    return change;
  }

  /** Waits for writes in progress and releases the lock. */
  async close(): Promise<void> {
    this.#closed = true;
    try {
      await this.#parts.appender.close();
    } finally {
      await this.#parts.lock.release().catch(() => undefined);
    }
  }

  /** `await using` closes it. */
  readonly [Symbol.asyncDispose] = (): Promise<void> => this.close();

  /**
   * Closes and removes a journal in which nobody has confirmed anything.
   *
   * @throws {JournalError} "lock-lost" where it is another process's by now, and leaves it then
   */
  async discard(): Promise<void> {
    if (this.state.confirmed !== undefined) throw new Error("A confirmed job is not thrown away");
    try {
      await this.checkHeld();
      await removeFile(this.path);
    } finally {
      await this.close();
    }
  }

  protected override async endOffset(): Promise<number> {
    const { appender } = this.#parts;
    await appender.idle();
    return appender.end;
  }

  /** By its own handle: what lies under its name may be another file by now. */
  protected override async open(): Promise<OpenFile> {
    if (this.#closed) return super.open();
    return { file: this.#parts.file, close: async () => undefined };
  }

  /** What is written must be what can be loaded: so a line that cannot stand is not written. */
  protected override async write(line: JournalLine): Promise<void> {
    this.#check(this.state.problemOf(line));
    this.#apply(line, await this.#parts.appender.append(`${JSON.stringify(line)}\n`));
  }

  #apply(line: JournalLine, place: Place): void {
    this.#check(this.state.apply(line, place));
  }

  /** @throws {TypeError} */
  #check(problem: string | undefined): void {
    if (problem === undefined) return;
    throw new TypeError(`${this.path} cannot have this on record: ${problem}`);
  }
}
