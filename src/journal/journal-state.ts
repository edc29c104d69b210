import type { JobStop } from "../job/stop.js";
import {
  journalFormat,
  type CallLine,
  type ConfirmedLine,
  type EndLine,
  type EntryLine,
} from "./lines.js";
import type { HeadLine, JournalLine, OutcomeLine, RunLine, StopLine } from "./lines.js";
import type { ListEndLine } from "./lines.js";
import { OpenSection, type ListSection } from "./list-section.js";
import { readRanges } from "./ranges.js";

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
  /** The list that has been confirmed; a later one takes its place once it is confirmed too. */
  active: ListSection | undefined;
  /** A complete list that nobody has confirmed yet. */
  candidate: ListSection | undefined;
  reading: OpenSection | undefined;
  confirmed: ConfirmedLine | undefined;
  stop: StopLine | undefined;
  end: EndLine | undefined;
  limit: number | undefined;
  listsBegun = 0;
  readonly runs: RunLine[] = [];
  /** Addresses whose outcome came in a second, by that second. */
  readonly perSecond = new Map<number, number>();

  /** @returns what is wrong with the line after those before it, in words, if anything is */
  apply(line: JournalLine, place: Place): string | undefined {
    if ("row" in line) return this.#entry(line);
    if ("journal" in line) return this.#head(line);
    if (this.head === undefined) return "it stands before the first line";
    if ("outcome" in line) return this.#outcome(line, place.offset);
    if ("call" in line) return this.#call(line);
    if ("list" in line) {
      if (line.list === "end") return this.#listEnd(line, place.offset);
      this.reading = new OpenSection(line, place.next);
      this.listsBegun += 1;
    } else if ("confirmed" in line) return this.#confirm(line);
    else if ("opened" in line) {
      // Another process: a list that was not read to its end is begun anew, and one that was to
      // follow a confirmed list was declined. What is confirmed from now on is not that one.
      this.reading = undefined;
      if (this.active !== undefined) this.candidate = undefined;
      this.active?.states.interruptCalls();
    } else return this.#course(line);
    return undefined;
  }

  #head(line: HeadLine): string | undefined {
    if (this.head !== undefined) return "it is a second first line";
    if (line.journal !== journalFormat) return "it is of another format";
    this.head = line;
    return undefined;
  }

  #entry(line: EntryLine): string | undefined {
    if (this.reading === undefined) return "it is an entry outside of a list";
    const kind =
      line.invalid !== undefined
        ? "invalid"
        : line.duplicateOf !== undefined
          ? "duplicate"
          : "item";
    this.reading.states.add(kind);
    return undefined;
  }

  #listEnd(line: ListEndLine, offset: number): string | undefined {
    if (this.reading === undefined) return "it ends a list that has not begun";
    const section = this.reading.finish(line, offset);
    if (section === undefined) return "its counts are not those of the entries before it";
    this.candidate = section;
    this.reading = undefined;
    return undefined;
  }

  #confirm(line: ConfirmedLine): string | undefined {
    this.active = this.candidate ?? this.active;
    if (this.active === undefined) return "it confirms a list that is not there";
    this.candidate = undefined;
    this.confirmed = line;
    this.limit = line.limit;
    this.stop = undefined;
    this.end = undefined;
    return undefined;
  }

  #call(line: CallLine): string | undefined {
    const states = this.active?.states;
    const ranges = readRanges(line.entries, states?.entries ?? 0);
    if (states === undefined || ranges === undefined) return "it names entries that are not there";
    for (const [from, to] of ranges) {
      for (let id = from; id <= to; id += 1) {
        if (!states.isItem(id)) return "it names an entry that is never sent";
        // Reading back opts nobody out: what there was before stands.
        if (line.purpose !== "read-back") states.call(id);
      }
    }
    return undefined;
  }

  #outcome(line: OutcomeLine, offset: number): string | undefined {
    const states = (line.carried === true ? this.reading : this.active)?.states;
    const ranges = readRanges(line.entries, states?.entries ?? 0);
    if (states === undefined || ranges === undefined) return "it names entries that are not there";
    let addresses = 0;
    states.startLine(offset);
    for (const [from, to] of ranges) {
      for (let id = from; id <= to; id += 1) {
        if (!states.isItem(id)) return "it names an entry that is never sent";
        states.settle(id, line.outcome);
      }
      addresses += to - from + 1;
    }
    if (line.carried !== true && line.outcome !== "not-sent" && line.time !== undefined) {
      const second = Math.floor(Date.parse(line.time) / 1000);
      this.perSecond.set(second, (this.perSecond.get(second) ?? 0) + addresses);
    }
    return undefined;
  }

  #course(line: RunLine | StopLine | EndLine | { readonly retry: string }): string | undefined {
    if (this.active === undefined) return "it stands before a confirmed list";
    const { states } = this.active;
    if ("stop" in line) {
      this.stop = line;
      this.limit = line.limit ?? this.limit;
      states.closeCalls();
      return undefined;
    }
    this.stop = undefined;
    this.end = undefined;
    if ("run" in line) {
      this.runs.push(line);
      this.limit = line.limit;
      states.interruptCalls();
    } else if ("end" in line) {
      this.end = line;
      states.closeCalls();
    } else states.retry();
    return undefined;
  }
}

/** A stop as the job tells it. */
export function toJobStop(line: StopLine): JobStop & { readonly at: number } {
  return {
    // Cast: the reason was written from a `JobStop`; one of a later version is shown as it stands.
    reason: line.stop as JobStop["reason"],
    message: line.message,
    ...(line.resumeAt === undefined ? {} : { resumeAt: Date.parse(line.resumeAt) }),
    at: Date.parse(line.at),
  };
}
