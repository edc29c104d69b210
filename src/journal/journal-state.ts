import { isTaken } from "../job/job-outcome.js";
import type { JobStanding } from "../job/store.js";
import type { Route } from "../job/route.js";
import { EntryStates } from "./entry-states.js";
import { problemOf } from "./line-rules.js";
import { toJobStop } from "./lines.js";
import type {
  AccountLine,
  BoundLine,
  CallLine,
  ConfirmedLine,
  EndLine,
  EntryLine,
} from "./lines.js";
import type { HeadLine, JournalLine, ListEndLine, ListStartLine } from "./lines.js";
import type { OpenedLine, OutcomeLine, RetryLine, RunLine, StopLine } from "./lines.js";
import { idsOf } from "./ranges.js";
import { OpenSection, type Section } from "./section.js";

/** Where a line stands in the file. */
export interface Place {
  readonly offset: number;
  /** Where the next line begins. */
  readonly next: number;
}

/**
 * The state that results from the lines of a journal, applied one after the other: both when a file is loaded and when
 * lines are written, so that they mean the same.
 */
export class JournalState {
  head: HeadLine | undefined;
  bound: BoundLine | undefined;
  account: AccountLine | undefined;
  /** Who wrote the line before. */
  writer = "";
  /** The process that opened the file last, whose lines count. */
  holder = "";
  /** The list that has been confirmed, or the entries of a job without one. A later list takes its place once confirmed. */
  active: Section | undefined;
  /** A complete list that nobody has confirmed yet. */
  candidate: Section | undefined;
  reading: OpenSection | undefined;
  confirmed: ConfirmedLine | undefined;
  stop: StopLine | undefined;
  end: EndLine | undefined;
  /** How the job was read back last, unless all that is settled was to be sent once more since. */
  readBack: OpenedLine | undefined;
  /** How many runs had begun by then. */
  runsReadBack = 0;
  limit: number | undefined;
  listsBegun = 0;
  readonly runs: RunLine[] = [];
  /** The routes by which somebody was opted out. */
  readonly succeeded = new Set<Route>();
  /** Addresses whose outcome came in a second, by that second. */
  readonly perSecond = new Map<number, number>();
  /** Settled entries were to be sent once more, and the job has not ended since. */
  isSendingAgain = false;
  /** A run has begun since the list was confirmed, or since a retry. */
  #running = false;

  /** Whether an address was sent, or may have been. Until then the job can still be bound differently. */
  get hasSent(): boolean {
    return this.active?.states.hasSent ?? false;
  }

  get standing(): JobStanding {
    const { stop, end } = this;
    if (this.active === undefined) {
      return { phase: this.listsBegun === 0 ? "new" : "reading", stop: undefined };
    }
    if (stop !== undefined) return { phase: "stopped", stop: toJobStop(stop) };
    if (end !== undefined) return { phase: "ended", stop: undefined };
    return { phase: this.#running ? "running" : "agreed", stop: undefined };
  }

  /** @returns what would be wrong with a line that came next, in words, if anything would */
  problemOf(line: JournalLine): string | undefined {
    return problemOf(line, this);
  }

  /** @returns what is wrong with the line after those before it, in words, if anything is; it counts for nothing then */
  apply(line: JournalLine, place: Place): string | undefined {
    const isOfFile = "by" in line || "journal" in line || "opened" in line;
    // Ignore a line of a process that had already lost the file.
    if (!isOfFile && this.head !== undefined && this.writer !== this.holder) return undefined;
    const problem = this.problemOf(line);
    if (problem === undefined) this.#take(line, place);
    return problem;
  }

  #take(line: JournalLine, place: Place): void {
    if ("by" in line) this.writer = line.by;
    else if ("journal" in line) this.head = line;
    else if ("opened" in line) this.#opened(line);
    else if ("row" in line) this.#entry(line);
    else if ("former" in line) this.reading?.addFormer(place.offset);
    else if ("outcome" in line) this.#outcome(line, place.offset);
    else if ("call" in line) this.#call(line);
    else if ("server" in line) this.#bind(line);
    else if ("account" in line) this.account = line;
    else if ("list" in line) this.#list(line, place);
    else if ("confirmed" in line) this.#confirm(line);
    else this.#course(line, place);
  }

  #opened(line: OpenedLine): void {
    this.holder = this.writer;
    // A list that was not read to its end is begun anew, and one that was to follow a confirmed list
    // was declined. What is confirmed from now on is not that one.
    this.reading = undefined;
    if (this.active !== undefined) this.candidate = undefined;
    this.active?.states.interruptCalls();
    if (line.readBack === undefined) return;
    this.readBack = line;
    this.runsReadBack = this.runs.length;
  }

  #bind(line: BoundLine): void {
    this.bound = line;
    this.account = undefined;
  }

  #entry({ invalid, duplicateOf }: EntryLine): void {
    const isItem = invalid === undefined && duplicateOf === undefined;
    const kind = isItem ? "item" : invalid === undefined ? "duplicate" : "invalid";
    (this.reading ?? this.active)?.states.add(kind);
  }

  #list(line: ListStartLine | ListEndLine, { offset, next }: Place): void {
    if (line.list === "start") {
      this.reading = new OpenSection(line, next, this.holder);
      this.listsBegun += 1;
    } else {
      this.candidate = this.reading?.finish(line, offset);
      this.reading = undefined;
    }
  }

  #confirm(line: ConfirmedLine): void {
    this.active = this.candidate ?? this.active;
    this.candidate = undefined;
    this.confirmed = line;
    this.limit = line.limit;
    this.#begin(false);
  }

  #call({ purpose, entries }: CallLine): void {
    // Reading back opts nobody out, and a control is out already: what there was before stands.
    if (purpose === "read-back" || purpose === "control") return;
    for (const id of idsOf(entries)) this.active?.states.call(id);
  }

  #outcome(line: OutcomeLine, offset: number): void {
    const { outcome, carried = false, again = false, time = "" } = line;
    const { states } = (carried ? this.reading : this.active) ?? {};
    const at = Date.parse(time);
    states?.startLine(offset, at);
    let addresses = 0;
    for (const id of idsOf(line.entries)) {
      states?.settle(id, outcome);
      if (carried && again) states?.sendAgain(id);
      addresses += 1;
    }
    if (carried) return;
    if (isTaken(outcome)) this.succeeded.add(this.runs.at(-1)?.route ?? "batch");
    if (outcome !== "not-sent" && !Number.isNaN(at)) {
      const second = Math.floor(at / 1000);
      this.perSecond.set(second, (this.perSecond.get(second) ?? 0) + addresses);
    }
  }

  #course(line: RunLine | StopLine | EndLine | RetryLine, { next }: Place): void {
    const { holder: writer } = this;
    const bounds = { from: next, to: undefined, formerFrom: undefined };
    // Only the first run of a job without a list comes before there is a section.
    this.active ??= { list: undefined, states: new EntryStates(), writer, ...bounds };
    const { states } = this.active;
    if ("stop" in line) {
      this.stop = line;
      this.limit = line.limit ?? this.limit;
      states.closeCalls();
      return;
    }
    this.#begin("run" in line);
    if ("run" in line) {
      this.runs.push(line);
      this.limit = line.limit;
      states.interruptCalls();
    } else if ("end" in line) {
      this.end = line;
      this.isSendingAgain = false;
      states.closeCalls();
    } else {
      const settled = line.settled === true;
      states.retry({ settled });
      if (settled) this.readBack = undefined;
      this.isSendingAgain ||= settled;
    }
  }

  #begin(running: boolean): void {
    this.stop = undefined;
    this.end = undefined;
    this.#running = running;
  }
}
