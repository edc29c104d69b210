import { isLocked } from "../files/lock.js";
import { openRegularFile } from "../files/read-file.js";
import type { Entry } from "../job/entry.js";
import type { Settled } from "../job/job-outcome.js";
import type { Route } from "../job/route.js";
import type { JobBinding, JobStanding, StoredOutcome } from "../job/store.js";
import type { JobTotals } from "../job/totals.js";
import { EarlierList } from "./earlier-list.js";
import { EntryStates } from "./entry-states.js";
import type { JournalState } from "./journal-state.js";
import { ListComparison } from "./list-comparison.js";
import type { TornEnd } from "./load.js";
import type { ReadFile } from "./read-blocks.js";
import type { JournalList, Section } from "./section.js";
import {
  walkAddresses,
  walkFormerOutcomes,
  walkOutcomes,
  type FormerOutcome,
  type Unsent,
  type Walk,
} from "./walk.js";

const noStates = new EntryStates();

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

/** One time that sending began. */
export interface JournalRun {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly pid: number;
  readonly host: string;
  /** The name of the user at that computer, where it has one. */
  readonly user: string | undefined;
  /** By which calls it sent. */
  readonly route: Route;
}

/** What a journal says of its job. Texts are read from the file when they are asked for. */
export class JournalContents<Data = unknown> {
  /** The file itself, links resolved. */
  readonly path: string;
  /** What a crash had left at the end of the file, or what another process was just writing. */
  readonly torn: TornEnd | undefined;
  protected readonly state: JournalState;
  readonly #end: number;

  constructor(path: string, state: JournalState, torn: TornEnd | undefined, end: number) {
    this.path = path;
    this.state = state;
    this.torn = torn;
    this.#end = end;
  }

  /** When the file was made, in milliseconds since 1970, and by which version of the program. */
  get head(): { readonly created: number; readonly version: string } {
    const { head } = this.state;
    if (head === undefined) throw new Error("A journal without its first line has no contents");
    return { created: Date.parse(head.created), version: head.version };
  }

  /** What the job is bound to; undefined until it was first begun. */
  get binding(): JobBinding | undefined {
    const { bound, account: line } = this.state;
    const { account: id = 0, verified = false, type, timeZone } = line ?? {};
    const account = line && { id, verified, type, timeZone };
    return bound && { server: bound.server, businessUnitId: bound.businessUnitId, account };
  }

  /** The version of the API that the last run has used, where that is known. */
  get apiVersion(): string | undefined {
    return this.state.runs.at(-1)?.apiVersion;
  }

  /** The list of the job, if it has one: the last confirmed one, else the last that was read to its end. */
  get list(): JournalList | undefined {
    return this.section?.list;
  }

  /** How far the job has come, and why its last run ended early. */
  get standing(): JobStanding {
    return this.state.standing;
  }

  /** Whether a process has the journal open for writing now, as far as its lock tells; takes up to six seconds. */
  async isHeld(): Promise<boolean> {
    return isLocked(this.path);
  }

  /**
   * How far the job has come, where a run that neither ended nor goes on is told apart: "killed". Looks who has the journal,
   * if the last run has not ended.
   */
  async phase(): Promise<JobStanding["phase"] | "killed"> {
    const { phase } = this.standing;
    return phase === "running" && !(await this.isHeld()) ? "killed" : phase;
  }

  /** When the list was last agreed to, how many addresses that were, and the user who was logged in. */
  get confirmed(): { at: number; addresses: number; limit?: number; user?: string } | undefined {
    const line = this.state.confirmed;
    if (line === undefined) return undefined;
    const { addresses, limit, user } = line;
    return {
      at: Date.parse(line.confirmed),
      addresses,
      ...(limit === undefined ? {} : { limit }),
      ...(user === undefined ? {} : { user }),
    };
  }

  /** Each time that sending began, in the order of time. */
  get runs(): readonly JournalRun[] {
    return this.state.runs.map(({ run, pid, host, user, route = "batch" }) => ({
      at: Date.parse(run),
      pid,
      host,
      user,
      route,
    }));
  }

  /** Somebody was sent, or may have been. Until then the job may still be bound to another server or brand. */
  get hasSent(): boolean {
    return this.state.hasSent;
  }

  /** What is settled was to be sent once more, and not all of that was done. */
  get isSendingAgain(): boolean {
    return this.state.isSendingAgain;
  }

  /**
   * How many addresses of the list are out or rejected, by the time at which their day began in UTC; NaN where that is not
   * known.
   *
   * @param options.unconfirmed of the list that was read last and that nobody has confirmed yet
   */
  settledByDay(options: { readonly unconfirmed?: boolean } = {}): ReadonlyMap<number, number> {
    const section = options.unconfirmed === true ? this.state.candidate : this.section;
    return (section?.states ?? noStates).settledByDay();
  }

  /** When the last run stopped or the job ended, in milliseconds since 1970, unless something has begun since. */
  get ended(): number | undefined {
    const { stop, end } = this.state;
    const time = stop?.at ?? end?.end;
    return time === undefined ? undefined : Date.parse(time);
  }

  /** How many addresses are left to be sent. */
  get remaining(): number {
    return this.section?.states.toSend ?? 0;
  }

  /** The count of what `outcomes()` gives: every entry has an outcome, none is pending. */
  outcomeTotals(): JobTotals {
    const { entries, pending, outcomes } = this.totals;
    const { open } = this.section?.states ?? noStates;
    const unknown = outcomes.unknown + open;
    const unsent = outcomes["not-sent"] + pending - open;
    return { entries, pending: 0, outcomes: { ...outcomes, unknown, "not-sent": unsent } };
  }

  /** The outcomes on record; what has none, or is in a call under way, is pending. */
  get totals(): JobTotals {
    const { entries: all, kinds, outcomes } = this.section?.states ?? noStates;
    const entries = all - kinds.former;
    const known = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    return { entries, pending: entries - known, outcomes };
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
      // Those that come while it is read were not left by an earlier run.
      const { entries } = section.states;
      const only = (id: number): boolean => id < entries && section.states.isToSend(id);
      return walkAddresses<Data>(walk, { limit: options.limit, only });
    }, of);
  }

  /**
   * What became of every entry, in the order in which they were taken, at any time.
   *
   * @param options.goesOn the job is running: what has no outcome yet may still get one
   */
  outcomes(options: Going = {}): AsyncIterable<readonly StoredOutcome<Data, Settled>[]> {
    const { limit = Infinity, stop } = this.state;
    // Cast: it was written from a `JobStop`; one of a later version is shown as it stands.
    const stopped = (stop?.stop ?? "stopped") as NonNullable<JobStanding["stop"]>["reason"];
    // Those within the limit have been sent, or the job stopped for another reason as well.
    const within = limit < Infinity && stopped === "limit" ? "stopped" : stopped;
    const unsent: Unsent =
      options.goesOn === true
        ? { limit, reason: "pending", open: "under-way" }
        : { limit, reason: within, open: "interrupted" };
    return this.read((walk) => walkOutcomes<Data>(walk, unsent));
  }

  /** What became of those whom earlier lists of the job had, and the newest has not; they are in no count of the list. */
  formerOutcomes(): AsyncIterable<readonly FormerOutcome[]> {
    return this.read(walkFormerOutcomes);
  }

  /** The lines of a report: every entry of the list, then those whom only earlier lists had. */
  async *reported(
    options: Going = {},
  ): AsyncGenerator<readonly (StoredOutcome<Data, Settled> | FormerOutcome)[]> {
    yield* this.outcomes(options);
    yield* this.formerOutcomes();
  }

  /** Holds the list of the job against another one; to be closed. Undefined where the job has none. */
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

  /** Where in the file the contents end, in bytes: what came later is none of them. */
  place(): Promise<number> {
    return this.endOffset();
  }

  /** How many lines a report has. */
  get reportedEntries(): number {
    return this.section?.states.entries ?? 0;
  }

  /** How many addresses came to an outcome, second by second, in the order of time. */
  throughput(): readonly { readonly time: number; readonly addresses: number }[] {
    const seconds = [...this.state.perSecond].sort(([a], [b]) => a - b);
    return seconds.map(([second, addresses]) => ({ time: second * 1000, addresses }));
  }

  protected get section(): Section | undefined {
    return this.state.active ?? this.state.candidate;
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
