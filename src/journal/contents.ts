import { isLocked } from "../files/lock.js";
import { openRegularFile } from "../files/read-file.js";
import type { Entry } from "../job/entry.js";
import type { Settled } from "../job/job-outcome.js";
import { EarlierList } from "./earlier-list.js";
import type { JobStanding, StoredOutcome } from "../job/store.js";
import { JournalFacts } from "./facts.js";
import type { JournalState } from "./journal-state.js";
import { ListComparison } from "./list-comparison.js";
import type { TornEnd } from "./load.js";
import type { ReadFile } from "./read-blocks.js";
import {
  walkAddresses,
  walkFormerOutcomes,
  walkOutcomes,
  type FormerOutcome,
  type Unsent,
  type Walk,
} from "./walk.js";

/** The file of a journal, and what to do once it has been read. */
export interface OpenFile {
  readonly file: ReadFile;
  close(): Promise<void>;
}

/** Whether a job goes on. */
export interface Going {
  /** @default false */
  readonly goesOn?: boolean;
}

/** What a journal records about its job. Entries are read from the file only when they are needed. */
export class JournalContents<Data = unknown> extends JournalFacts {
  /** The file itself, links resolved. */
  readonly path: string;
  /** An incomplete last line: what a crash left at the end of the file, or what another process is writing. */
  readonly torn: TornEnd | undefined;
  readonly #end: number;

  constructor(path: string, state: JournalState, torn: TornEnd | undefined, end: number) {
    super(state);
    this.path = path;
    this.torn = torn;
    this.#end = end;
  }

  /** Whether a process has the journal open for writing now, as far as its lock tells; takes up to six seconds. */
  async isHeld(): Promise<boolean> {
    return isLocked(this.path);
  }

  /**
   * The phase of the job; "killed" is a run that neither ended nor is still running. If the last run has not ended, this
   * checks whether a process has the journal open.
   */
  async phase(): Promise<JobStanding["phase"] | "killed"> {
    const { phase } = this.standing;
    return phase === "running" && !(await this.isHeld()) ? "killed" : phase;
  }

  /**
   * The addresses still to be sent, in their order: those without an outcome, not sent, unknown, or
   * rejected and to be tried again.
   *
   * @param options.limit only among the first so many distinct valid addresses
   * @param options.unconfirmed of the list that was read last and that nobody has confirmed yet
   */
  left(
    options: { readonly limit?: number | undefined; readonly unconfirmed?: boolean } = {},
  ): AsyncIterable<readonly Entry<Data>[]> {
    const of = options.unconfirmed === true ? this.state.candidate : this.section;
    return this.read((walk) => {
      const { section } = walk;
      // Leave out entries that are added while this loop reads: no earlier run left them.
      const { entries } = section.states;
      const only = (id: number): boolean => id < entries && section.states.isToSend(id);
      return walkAddresses<Data>(walk, { limit: options.limit, only });
    }, of);
  }

  /**
   * Every entry with its outcome, in the order in which they were taken, at any time.
   *
   * @param options.goesOn the job is still running, so an entry without an outcome may still get one
   */
  outcomes(options: Going = {}): AsyncIterable<readonly StoredOutcome<Data, Settled>[]> {
    const { limit = Infinity, stop } = this.state;
    // Cast: it was written from a `JobStop`; one of a later version is shown as it stands.
    const stopped = (stop?.stop ?? "stopped") as NonNullable<JobStanding["stop"]>["reason"];
    // Addresses within the limit were sent, unless the job also stopped for another reason.
    const within = limit < Infinity && stopped === "limit" ? "stopped" : stopped;
    const unsent: Unsent =
      options.goesOn === true
        ? { limit, reason: "pending", open: "under-way" }
        : { limit, reason: within, open: "interrupted" };
    return this.read((walk) => walkOutcomes<Data>(walk, unsent));
  }

  /** The outcomes of addresses that only earlier lists of the job contained. They are not part of the list's counts. */
  formerOutcomes(): AsyncIterable<readonly FormerOutcome[]> {
    return this.read(walkFormerOutcomes);
  }

  /** The lines of a report: every entry of the list, then the addresses that only earlier lists contained. */
  async *reported(
    options: Going = {},
  ): AsyncGenerator<readonly (StoredOutcome<Data, Settled> | FormerOutcome)[]> {
    yield* this.outcomes(options);
    yield* this.formerOutcomes();
  }

  /** Compares the list of the job with another one; close the result afterwards. `undefined` if the job has no list. */
  async compare(): Promise<ListComparison | undefined> {
    const { section } = this;
    if (section === undefined) return undefined;
    const { file, close } = await this.open();
    try {
      const earlier = await EarlierList.read({ file, section, end: await this.endOffset() });
      return new ListComparison(earlier, file, close);
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** How many bytes of the file these contents are read from. */
  place(): Promise<number> {
    return this.endOffset();
  }

  /** Where the journal ends, as far as it can be read. */
  protected async endOffset(): Promise<number> {
    return this.#end;
  }

  /** Opens the file, to be closed by whoever asked. */
  protected async open(): Promise<OpenFile> {
    const file = await openRegularFile(this.path);
    return { file, close: () => file.close() };
  }

  /** Reads from the file, which is closed whatever happens. */
  protected async *read<Part>(
    walk: (walk: Walk) => AsyncIterable<Part>,
    section = this.section,
  ): AsyncGenerator<Part> {
    if (section === undefined) return;
    const end = await this.endOffset();
    const { file, close } = await this.open();
    try {
      yield* walk({ file, section, end });
    } finally {
      await close();
    }
  }
}
