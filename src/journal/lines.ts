import type { JsonObject } from "../text/json.js";
import type { SentOutcome } from "../job/job-outcome.js";
import type { Route } from "../job/route.js";
import type { JobStop } from "../job/stop.js";
import type { CallRecord } from "../job/store.js";
import type { JobTotals } from "../job/totals.js";

/*
 * The journal, line by line. Each line is a JSON object, and its first key tells what it is. Times are ISO 8601 in UTC.
 * Entries are named by their place, counted from 0, as ranges: "0-99,105".
 *
 * Each write to the file begins with a line that names the process ("by"). The process that opened the file last has it:
 * what another one appends after that line counts for nothing.
 *
 * A job with a list has its entries between the list's `start` and `end`. The list counts from its `end` on, and one that
 * follows a confirmed list only once it has been confirmed too. A job without a list has its entries anywhere after its
 * first `run`.
 *
 * A list that follows another one takes its outcomes over, address by address: as outcomes that are `carried`, before its
 * `end`. Whoever has an outcome and is no longer on the list stands there as `former`, behind the list's own entries.
 *
 * A reader refuses a line whose first key it does not know, and leaves members alone that it does not know. So what an
 * earlier version of the same format can do without is added as a member of a kind of line that it has, and another kind of
 * line takes another number.
 */

/** The number of the format; a file with another one is refused. */
export const journalFormat = 3;

/** The first line. */
export interface HeadLine {
  readonly journal: number;
  readonly created: string;
  /** The version of the program that made the file. */
  readonly version: string;
}

/** Who wrote the lines that follow, up to the next such line. */
export interface WriterLine {
  readonly by: string;
}

/** The writer has locked the file and has it from here on. */
export interface OpenedLine {
  readonly opened: string;
  readonly pid: number;
  readonly host: string;
  /** So many addresses were read back from HubSpot with each verdict; the time is that of the line. */
  readonly readBack?:
    | {
        readonly confirmed: number;
        readonly notConfirmed: number;
        readonly unconfirmable: number;
        /** Those of them whose outcome was unknown. */
        readonly unknown?:
          { readonly confirmed: number; readonly notConfirmed: number } | undefined;
      }
    | undefined;
}

/** What the job is bound to. */
export interface BoundLine {
  /** The base URL. */
  readonly server: string;
  readonly businessUnitId?: number | undefined;
}

/** The account of the job. One that HubSpot would not tell was stated by the person. */
export interface AccountLine {
  readonly account: number;
  readonly verified: boolean;
  readonly type?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly at: string;
}

export interface ListStartLine {
  readonly list: "start";
  readonly name: string;
  readonly digest: string;
  readonly at: string;
}

/** A row as JSON can hold it. */
export type RowValue = number | string | { readonly bigint: string };

/** An entry: an address to be opted out, a duplicate of one, or invalid. */
export interface EntryLine {
  readonly row: RowValue;
  readonly address: string;
  /** Left out where it is `address`, letter for letter. */
  readonly sent?: string | undefined;
  /** The row of the first entry with this address. */
  readonly duplicateOf?: RowValue | undefined;
  /** Why it is not sent. */
  readonly invalid?: string | undefined;
  readonly codePoint?: string | undefined;
  /** The caller's own. */
  readonly data?: unknown;
}

/** Somebody whom an earlier list of the job had, with what became of it. The address is as it was typed. */
export interface FormerLine {
  readonly former: string;
  /** Left out where it is the address, letter for letter. */
  readonly sent?: string | undefined;
}

export interface ListEndLine {
  readonly list: "end";
  /** Those of the list itself. */
  readonly entries: number;
  readonly addresses: number;
  readonly duplicates: number;
  readonly invalid: number;
  readonly blankRows: number;
  /** How many `former` there are. */
  readonly formers: number;
  readonly facts: JsonObject;
}

/** A person, or `--yes`, has said that the list is to be opted out. */
export interface ConfirmedLine {
  readonly confirmed: string;
  readonly addresses: number;
  readonly limit?: number | undefined;
  /** The name of the user at that computer. */
  readonly user?: string | undefined;
}

/** Sending begins. */
export interface RunLine {
  readonly run: string;
  readonly pid: number;
  readonly host: string;
  readonly limit?: number | undefined;
  readonly user?: string | undefined;
  /** The version of HubSpot's API. */
  readonly apiVersion?: string | undefined;
  /** Left out where it is `batch`. */
  readonly route?: Route | undefined;
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
  /** Carried over, and to be sent once more. */
  readonly again?: true | undefined;
}

/**
 * Sending has stopped before every address was sent, and all calls have ended: one that has brought no
 * outcome for an address was refused.
 */
export interface StopLine {
  readonly stop: string;
  readonly message: string;
  readonly resumeAt?: string | undefined;
  readonly limit?: number | undefined;
  readonly at: string;
  /** The name of the client's error that led to it, and the operation that it was about. */
  readonly error?: string | undefined;
  readonly operation?: string | undefined;
}

/** The job is done. */
export interface EndLine {
  readonly end: string;
  readonly totals: JobTotals;
}

/** What is rejected is to be sent once more, beside what is unknown or not sent. */
export interface RetryLine {
  readonly retry: string;
  /** And so is what is out. */
  readonly settled?: true | undefined;
}

export type JournalLine =
  | HeadLine
  | WriterLine
  | OpenedLine
  | BoundLine
  | AccountLine
  | ListStartLine
  | EntryLine
  | FormerLine
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

/** A stop as the job tells it. */
export function toJobStop(line: StopLine): JobStop {
  return {
    // Cast: the reason was written from a `JobStop`; one of a later version is shown as it stands.
    reason: line.stop as JobStop["reason"],
    message: line.message,
    ...(line.resumeAt === undefined ? {} : { resumeAt: Date.parse(line.resumeAt) }),
  };
}
