import type { JobStanding } from "../job/store.js";
import type { Route } from "../job/route.js";
import { EntryStates } from "./entry-states.js";
import { journalFormat, toJobStop } from "./lines.js";
import type {
  AccountLine,
  BoundLine,
  CallLine,
  ConfirmedLine,
  EndLine,
  EntryLine,
} from "./lines.js";
import type { FormerLine, HeadLine, JournalLine, ListEndLine, ListStartLine } from "./lines.js";
import type { OpenedLine, OutcomeLine, RetryLine, RunLine, StopLine } from "./lines.js";
import { readRanges } from "./ranges.js";
import { OpenSection, type Section } from "./section.js";

/** Where there is no list, a line can name nobody. */
const nobody = new EntryStates();

/** Where a line stands in the file. */
export interface Place {
  readonly offset: number;
  /** Where the next line begins. */
  readonly next: number;
}

/**
 * What the lines of a journal come to, taken one after the other: those of a file that is loaded, and
 * those that are written afterwards. So both mean the same.
 */
export class JournalState {
  head: HeadLine | undefined;
  bound: BoundLine | undefined;
  account: AccountLine | undefined;
  /** Who wrote the line before. */
  writer = "";
  /** Who has opened the file last: the one whose lines count. */
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
  limit: number | undefined;
  listsBegun = 0;
  readonly runs: RunLine[] = [];
  /** The routes by which somebody was opted out. */
  readonly succeeded = new Set<Route>();
  /** Addresses whose outcome came in a second, by that second. */
  readonly perSecond = new Map<number, number>();
  /** What is settled was to be sent once more, and the job has not ended since. */
  isSendingAgain = false;
  /** A run has begun since the list was confirmed, or since a retry. */
  #running = false;

  /** Somebody was sent, or may have been. Until then it is open what the job is bound to. */
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

  /** @returns what is wrong with the line after those before it, in words, if anything is */
  apply(line: JournalLine, place: Place): string | undefined {
    if ("by" in line) this.writer = line.by;
    else if ("journal" in line) return this.#head(line);
    else if (this.head === undefined) return "it stands before the first line";
    else if ("opened" in line) this.#opened(line);
    // Written by one that has lost the file meanwhile: it counts for nothing.
    else if (this.writer !== this.holder) return undefined;
    else if ("row" in line) return this.#entry(line);
    else if ("former" in line) return this.#former(line, place.offset);
    else if ("outcome" in line) return this.#outcome(line, place.offset);
    else if ("call" in line) return this.#call(line);
    else if ("server" in line) return this.#bind(line);
    else if ("account" in line) return this.#bindAccount(line);
    else if ("list" in line) return this.#list(line, place);
    else if ("confirmed" in line) return this.#confirm(line);
    else return this.#course(line, place);
    return undefined;
  }

  #head(line: HeadLine): string | undefined {
    if (this.head !== undefined) return "it is a second first line";
    if (line.journal !== journalFormat) return "it is of another format";
    this.head = line;
    return undefined;
  }

  #opened(line: OpenedLine): void {
    this.holder = this.writer;
    // A list that was not read to its end is begun anew, and one that was to follow a confirmed list
    // was declined. What is confirmed from now on is not that one.
    this.reading = undefined;
    if (this.active !== undefined) this.candidate = undefined;
    this.active?.states.interruptCalls();
    if (line.readBack !== undefined) this.readBack = line;
  }

  #bind(line: BoundLine): string | undefined {
    if (this.bound !== undefined && this.hasSent) return "it binds a job that has sent something";
    this.bound = line;
    this.account = undefined;
    return undefined;
  }

  #bindAccount(line: AccountLine): string | undefined {
    const bound = this.account?.account ?? line.account;
    if (bound !== line.account) return "it binds the job to another account";
    this.account = line;
    return undefined;
  }

  #entry(line: EntryLine): string | undefined {
    const open = this.active?.list === undefined ? this.active : undefined;
    const section = this.reading ?? open;
    if (section === undefined) return "it is an entry outside of a list";
    if (section.states.kinds.former > 0) return "it is an entry behind those of earlier lists";
    const isItem = line.invalid === undefined && line.duplicateOf === undefined;
    section.states.add(isItem ? "item" : line.invalid === undefined ? "duplicate" : "invalid");
    return undefined;
  }

  #former(_: FormerLine, offset: number): string | undefined {
    if (this.reading === undefined) return "it is an entry outside of a list";
    this.reading.addFormer(offset);
    return undefined;
  }

  #list(line: ListStartLine | ListEndLine, { offset, next }: Place): string | undefined {
    if (line.list === "start") {
      if (this.active !== undefined && this.active.list === undefined)
        return "it begins a list in a job without one";
      this.reading = new OpenSection(line, next, this.holder);
      this.listsBegun += 1;
      return undefined;
    }
    if (this.reading === undefined) return "it ends a list that has not begun";
    const section = this.reading.finish(line, offset);
    if (section === undefined) return "its counts are not those of the entries before it";
    this.candidate = section;
    this.reading = undefined;
    return undefined;
  }

  #confirm(line: ConfirmedLine): string | undefined {
    const section = this.candidate ?? this.active;
    if (section?.list === undefined) return "it confirms a list that is not there";
    this.active = section;
    this.candidate = undefined;
    this.confirmed = line;
    this.limit = line.limit;
    this.#begin(false);
    return undefined;
  }

  #call(line: CallLine): string | undefined {
    const states = this.active?.states ?? nobody;
    const ranges = readRanges(line.entries, states.entries);
    if (ranges === undefined) return "it names entries that are not there";
    // Reading back opts nobody out, and a control is out already: what there was before stands.
    const opens = line.purpose !== "read-back" && line.purpose !== "control";
    for (const [from, to] of ranges) {
      for (let id = from; id <= to; id += 1) {
        if (!states.isItem(id)) return "it names an entry that is never sent";
        if (opens) states.call(id);
      }
    }
    return undefined;
  }

  #outcome(line: OutcomeLine, offset: number): string | undefined {
    const { carried = false, again = false, time = "" } = line;
    const states = (carried ? this.reading : this.active)?.states ?? nobody;
    const ranges = readRanges(line.entries, states.entries);
    if (ranges === undefined) return "it names entries that are not there";
    let addresses = 0;
    const at = Date.parse(time);
    states.startLine(offset, at);
    for (const [from, to] of ranges) {
      for (let id = from; id <= to; id += 1) {
        const fits = states.isItem(id) || (carried && states.isFormer(id));
        if (!fits) return "it names an entry that is never sent";
        states.settle(id, line.outcome);
        if (carried && again) states.sendAgain(id);
      }
      addresses += to - from + 1;
    }
    const isOut = line.outcome === "unsubscribed" || line.outcome === "already-unsubscribed";
    if (!carried && isOut) this.succeeded.add(this.runs.at(-1)?.route ?? "batch");
    if (!carried && line.outcome !== "not-sent" && !Number.isNaN(at)) {
      const second = Math.floor(at / 1000);
      this.perSecond.set(second, (this.perSecond.get(second) ?? 0) + addresses);
    }
    return undefined;
  }

  #course(line: RunLine | StopLine | EndLine | RetryLine, { next }: Place): string | undefined {
    const isFirstRun = "run" in line && this.listsBegun === 0;
    if (this.active === undefined && isFirstRun) {
      const bounds = { from: next, to: undefined, formerFrom: undefined };
      const states = new EntryStates();
      this.active = { list: undefined, states, writer: this.holder, ...bounds };
    }
    if (this.active === undefined) return "it stands before a confirmed list";
    const { states } = this.active;
    if ("stop" in line) {
      this.stop = line;
      this.limit = line.limit ?? this.limit;
      states.closeCalls();
      return undefined;
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
    return undefined;
  }

  #begin(running: boolean): void {
    this.stop = undefined;
    this.end = undefined;
    this.#running = running;
  }
}
