import type { JsonObject } from "../text/json.js";
import type { CallRecord } from "../job/journal.js";
import type { SentOutcome } from "../job/job-outcome.js";
import type { JobTotals } from "../job/totals.js";

/*
 * The journal, line by line. Each line is a JSON object, and its first key tells what it is. Times
 * are ISO 8601 in UTC. Entries are named by their place in the list, counted from 0, as ranges:
 * "0-99,105". A list counts from its `end` on, and one that follows a confirmed list only once it has
 * been confirmed too.
 */

/** The number of the format; a file with another one is refused. */
export const journalFormat = 1;

/** The first line: what the job is bound to. */
export interface HeadLine {
  readonly journal: number;
  readonly origin: string;
  readonly businessUnitId?: number | undefined;
  readonly created: string;
  /** Of the program that made the file. */
  readonly version: string;
}

/** A process has locked the file and writes from here on. */
export interface OpenedLine {
  readonly opened: string;
  readonly pid: number;
  readonly host: string;
}

export interface ListStartLine {
  readonly list: "start";
  readonly name: string;
  readonly digest: string;
  readonly at: string;
}

/** An entry: an address to be opted out, a duplicate of one, or invalid. */
export interface EntryLine {
  readonly row: number;
  readonly address: string;
  readonly mailbox?: string | undefined;
  /** Left out where it is `address`, letter for letter. */
  readonly sent?: string | undefined;
  /** The row of the first entry with this address. */
  readonly duplicateOf?: number | undefined;
  /** Why it is not sent. */
  readonly invalid?: string | undefined;
  readonly codePoint?: string | undefined;
}

export interface ListEndLine {
  readonly list: "end";
  readonly entries: number;
  readonly addresses: number;
  readonly duplicates: number;
  readonly invalid: number;
  readonly blankRows: number;
  readonly facts: JsonObject;
}

/** A person, or `--yes`, has said that the list is to be opted out. */
export interface ConfirmedLine {
  readonly confirmed: string;
  readonly addresses: number;
  readonly limit?: number | undefined;
}

/** Sending begins. */
export interface RunLine {
  readonly run: string;
  readonly pid: number;
  readonly host: string;
  readonly limit?: number | undefined;
}

/** A call is about to be made. */
export interface CallLine {
  readonly call: number;
  readonly purpose: CallRecord["purpose"];
  readonly entries: string;
}

/** What a call has brought for some of its entries. */
export interface OutcomeLine {
  readonly outcome: SentOutcome["outcome"];
  readonly reason?: string | undefined;
  readonly entries: string;
  readonly time?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly message?: string | undefined;
  /** Brought over from an earlier list of this journal; stands before the `end` of its list. */
  readonly carried?: true | undefined;
}

/**
 * Sending has stopped before the end of the list, and all calls have ended: one that has brought no
 * outcome for an address was refused.
 */
export interface StopLine {
  readonly stop: string;
  readonly message: string;
  readonly resumeAt?: string | undefined;
  readonly limit?: number | undefined;
  readonly at: string;
}

/** The job is done. */
export interface EndLine {
  readonly end: string;
  readonly totals: JobTotals;
}

/** What is rejected is to be sent once more, beside what is unknown or not sent. */
export interface RetryLine {
  readonly retry: string;
}

export type JournalLine =
  | HeadLine
  | OpenedLine
  | ListStartLine
  | EntryLine
  | ListEndLine
  | ConfirmedLine
  | RunLine
  | CallLine
  | OutcomeLine
  | StopLine
  | EndLine
  | RetryLine;

/** A time as lines hold it. */
export function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
