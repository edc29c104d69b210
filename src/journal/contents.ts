import { open, type FileHandle } from "node:fs/promises";
import type { Item } from "../job/entry.js";
import type { EntryOutcome } from "../job/job-outcome.js";
import type { JobStop } from "../job/stop.js";
import type { JobTotals } from "../job/totals.js";
import { EntryStates } from "./entry-states.js";
import { toJobStop, type JournalState } from "./journal-state.js";
import type { JournalList, ListSection } from "./list-section.js";
import type { TornEnd } from "./load.js";
import { walkItems, walkOutcomes } from "./walk.js";

/** How far a job has come. */
export type JournalPhase =
  /** Nothing is in the journal but its first line. */
  | "new"
  /** A list has not been read to its end. */
  | "unread"
  /** A list is there, and nobody has said yet that it is to be sent. */
  | "unconfirmed"
  /** Confirmed, and not every entry has its outcome; also once more after a retry. */
  | "unfinished"
  | "finished";

const noStates = new EntryStates();

/** What a journal says of its job. Texts are read from the file when they are asked for. */
export class JournalContents {
  /** The file itself, links resolved. */
  readonly path: string;
  /** What a crash had left at the end of the file, or what another process was just writing. */
  readonly torn: TornEnd | undefined;
  protected readonly state: JournalState;

  constructor(path: string, state: JournalState, torn: TornEnd | undefined) {
    this.path = path;
    this.state = state;
    this.torn = torn;
  }

  /** What the journal is bound to. */
  get head(): { origin: string; businessUnitId?: number; created: number; version: string } {
    const { head } = this.state;
    if (head === undefined) throw new Error("A journal without its first line has no contents");
    const { origin, businessUnitId, created, version } = head;
    const brand = businessUnitId === undefined ? {} : { businessUnitId };
    return { origin, ...brand, created: Date.parse(created), version };
  }

  /** The list of the job: the last confirmed one, else the last that was read to its end. */
  get list(): JournalList | undefined {
    return this.section?.list;
  }

  get phase(): JournalPhase {
    const { active, candidate, end, listsBegun } = this.state;
    if (active !== undefined) return end === undefined ? "unfinished" : "finished";
    if (candidate !== undefined) return "unconfirmed";
    return listsBegun === 0 ? "new" : "unread";
  }

  get confirmed(): { at: number; addresses: number; limit?: number } | undefined {
    const line = this.state.confirmed;
    if (line === undefined) return undefined;
    const limit = line.limit === undefined ? {} : { limit: line.limit };
    return { at: Date.parse(line.confirmed), addresses: line.addresses, ...limit };
  }

  /** Each time that sending began. */
  get runs(): readonly { readonly at: number; readonly pid: number; readonly host: string }[] {
    return this.state.runs.map(({ run, pid, host }) => ({ at: Date.parse(run), pid, host }));
  }

  /** Why the last run ended early, unless something has begun since. */
  get stop(): (JobStop & { readonly at: number }) | undefined {
    const { stop } = this.state;
    return stop === undefined ? undefined : toJobStop(stop);
  }

  get end(): { readonly at: number; readonly totals: JobTotals } | undefined {
    const { end } = this.state;
    return end === undefined ? undefined : { at: Date.parse(end.end), totals: end.totals };
  }

  /** How many addresses `items()` gives. */
  get remaining(): number {
    return this.section?.states.toSend ?? 0;
  }

  /** The count of what `outcomes()` gives: every entry has an outcome, none is pending. */
  totals(): JobTotals {
    const { entries, pending, outcomes } = this.totalsSoFar();
    const { open } = this.section?.states ?? noStates;
    const unknown = outcomes.unknown + open;
    const unsent = outcomes["not-sent"] + pending - open;
    return { entries, pending: 0, outcomes: { ...outcomes, unknown, "not-sent": unsent } };
  }

  /** The outcomes on record; what has none, or is in a call under way, is pending. */
  totalsSoFar(): JobTotals {
    const { entries, outcomes } = this.section?.states ?? noStates;
    const known = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    return { entries, pending: entries - known, outcomes };
  }

  /**
   * The addresses still to be sent, in the list's order: those without an outcome, not sent, unknown,
   * or rejected and to be tried again.
   *
   * @param options.limit only among the first so many distinct valid addresses of the list
   */
  items(options: { readonly limit?: number | undefined } = {}): AsyncIterable<readonly Item[]> {
    const { limit = Number.POSITIVE_INFINITY } = options;
    return this.read((file, section) =>
      walkItems(file, section, limit, (id) => section.states.isToSend(id)),
    );
  }

  /** Every distinct valid address of the list. */
  addresses(): AsyncIterable<readonly Item[]> {
    return this.read((file, section) =>
      walkItems(file, section, Number.POSITIVE_INFINITY, () => true),
    );
  }

  /** What became of every entry, in the list's order. */
  outcomes(): AsyncIterable<readonly EntryOutcome[]> {
    const { limit = Number.POSITIVE_INFINITY } = this.state;
    const reason = this.stop?.reason ?? "stopped";
    return this.read((file, section) =>
      // Those within the limit have been sent, or the job stopped for another reason as well.
      walkOutcomes(file, section, { limit, reason: reason === "limit" ? "stopped" : reason }),
    );
  }

  /** How many addresses came to an outcome, second by second, in the order of time. */
  throughput(): readonly { readonly time: number; readonly addresses: number }[] {
    const seconds = [...this.state.perSecond].sort(([a], [b]) => a - b);
    return seconds.map(([second, addresses]) => ({ time: second * 1000, addresses }));
  }

  protected get section(): ListSection | undefined {
    return this.state.active ?? this.state.candidate;
  }

  /** Reads from the file, through a handle of its own that is closed whatever happens. */
  protected async *read<Part>(
    walk: (file: FileHandle, section: ListSection) => AsyncIterable<Part>,
  ): AsyncGenerator<Part> {
    const { section } = this;
    if (section === undefined) return;
    const file = await open(this.path, "r");
    try {
      yield* walk(file, section);
    } finally {
      await file.close();
    }
  }
}
