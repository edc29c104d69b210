import type { Account } from "../client/read-account.js";
import type { FirstSeen } from "./deduplicator.js";
import type { Entry, ListEntry } from "./entry.js";
import type { Row } from "./job-outcome.js";
import type { ReadOutcome, Settled } from "./job-outcome.js";
import type { JobStop } from "./stop.js";
import type { Route } from "./route.js";
import type { JobTotals } from "./totals.js";

/** The server, account and brand of a job. A store that was begun for another one refuses the job. */
export interface JobBinding {
  /** The base URL of the client. */
  readonly server: string;
  /** The brand; `undefined` where none is named. */
  readonly businessUnitId: number | undefined;
  /** The account of the token; left out where HubSpot was not asked. A store that knows its account refuses a run without one. */
  readonly account?: Account | undefined;
  /** The version of the API in this run; the next run may use another. */
  readonly apiVersion?: string | undefined;
  /** The route of this run; the next run may use another. Left out, it is `batch`. */
  readonly route?: Route | undefined;
}

/** How far a job has come. */
export type JobPhase =
  /** Nothing was taken yet. */
  | "new"
  /** Entries are being taken, and nobody has said yet that they are to be sent. */
  | "reading"
  /** What was taken is to be sent. */
  | "agreed"
  /** A run has begun and has not said that it ended: it is under way, or was killed. */
  | "running"
  /** The last run ended before every address was sent. */
  | "stopped"
  /** The job came to the end of what it had. */
  | "ended";

/** Where a job stands, and why it stopped. */
export interface JobStanding {
  readonly phase: JobPhase;
  /** Why the last run ended early, for the phase "stopped". */
  readonly stop: JobStop | undefined;
}

/** What a store makes of an entry that it is given. */
export type Taken<Data = unknown, Result = Settled> =
  /** A distinct valid address that the store did not have; it is to be sent. */
  | { readonly kind: "new"; readonly entry: Entry<Data> }
  /** Not to be sent for what it is: invalid, or a duplicate of an earlier entry. */
  | { readonly kind: "set-apart"; readonly outcome: ReadOutcome<Data> }
  /** The same row with the same address was taken before, and this became of it: it is not sent any more. */
  | {
      readonly kind: "settled";
      readonly id: number;
      readonly outcome: StoredOutcome<Data, Result>;
    }
  /**
   * The same row with the same address was taken before, and is still to be sent, or once more: by an entry that
   * `pending` gives, or one that this run has taken.
   */
  | { readonly kind: "known"; readonly id: number };

/** A call that is about to be made. */
export interface CallRecord<Data = unknown> {
  /** Counted from 1 within one run of the job. */
  readonly call: number;
  /**
   * What the call is for: a first attempt, another one for unknown addresses, one address alone, reading back, or an
   * address that is already out, sent again to see whether HubSpot refuses the request itself.
   */
  readonly purpose: "first" | "again" | "alone" | "read-back" | "control";
  readonly entries: readonly Entry<Data>[];
}

/** What a run has found out about an entry. */
export interface SettledEntry<Data = unknown, Result = Settled> {
  readonly entry: Entry<Data>;
  readonly result: Result;
}

/**
 * Keeps the entries of a job and what became of them. The engine waits for each promise: no call is made before it is on
 * record, and no outcome is told before it is. A rejection ends the sending, and is thrown by the job.
 *
 * One process at a time uses a store. `storeTests` holds an implementation to what is said here.
 */
export interface JobStore<Data = unknown, Result = Settled> {
  /**
   * Whether the store outlives the process and its token, so that the job asks HubSpot for the account of the token before
   * it begins.
   * @default false
   */
  readonly bindsAccount?: boolean;
  /**
   * Whether another process has taken the store, and reports the outcomes from now on: this run then reports nothing about
   * entries that it has not settled. Read when the run has ended.
   * @default false
   */
  readonly lost?: boolean;
  /**
   * A run begins. Calls that an earlier run made without settling their entries may have been carried out: those entries
   * count as unresolved from now on.
   *
   * @throws where the store is bound to another job; nothing has been sent then
   */
  begin(binding: JobBinding): Promise<void>;
  /**
   * Takes entries, in their order, and says of each what it is.
   *
   * @throws {TypeError} for a row that is there and is no text, finite number or bigint
   */
  take(entries: readonly ListEntry<Data>[]): Promise<readonly Taken<Data, Result>[]>;
  /**
   * The entries that earlier runs left to be sent, in the order in which they were taken: without an outcome, not sent,
   * unknown, or rejected and to be tried again. Called once per run, before entries are taken.
   */
  pending(): AsyncIterable<readonly Entry<Data>[]> | Iterable<readonly Entry<Data>[]>;
  /** Resolves once the call is on record and may be made. */
  calling(record: CallRecord<Data>): Promise<void>;
  /** Records outcomes. Those of one call may come in several parts, or together with those of others. */
  settle(results: readonly SettledEntry<Data, Result>[]): Promise<void>;
  /** The run has ended and no call is open; `stop` says why, if it ended early. */
  end(stop: Omit<JobStop, "cause"> | undefined): Promise<void>;
  /**
   * Lists every entry with its outcome, in the order in which entries were taken, at any time. Without an outcome it is
   * `not-sent`, or `unknown` while a call with it is open.
   */
  outcomes(): AsyncIterable<readonly StoredOutcome<Data, Result>[]>;
  /** The entries and their outcomes, counted. */
  readonly totals: JobTotals;
  /** How far the job has come. */
  readonly standing: JobStanding;
  /** An earlier run by the same route has opted somebody out. */
  readonly succeededBefore: boolean;
}

/** An entry with what became of it. */
export type StoredOutcome<Data = unknown, Result = Settled, R extends Row = Row> =
  | ReadOutcome<Data, R>
  | ({ readonly row: R } & Pick<Entry<Data>, "address" | "sent" | "data"> & Result);

/** An entry with its result. */
export function outcomeOf<Data, Result>(
  { row, address, sent, data }: Entry<Data>,
  result: Result,
): StoredOutcome<Data, Result> {
  return { row, address, sent, ...(data === undefined ? undefined : { data }), ...result };
}

/** What a store makes of an entry that comes for the first time. */
export type FirstTaken<Data = unknown> = Extract<Taken<Data>, { kind: "new" | "set-apart" }>;

/** @param rowOf the row of an earlier entry, by what the deduplicator knows it by */
export function takeFirst<Data>(
  id: number,
  row: Row,
  { address, data }: ListEntry<Data>,
  seen: FirstSeen,
  rowOf: (first: number) => Row,
): FirstTaken<Data> {
  const kept = data === undefined ? undefined : { data };
  if (seen.kind === "new") {
    return { kind: "new", entry: { id, row, address, sent: seen.sent, ...kept } };
  }
  if (seen.kind === "duplicate") {
    const { sent } = seen;
    const duplicateOf = rowOf(seen.first);
    const outcome = { row, address, outcome: "duplicate", sent, duplicateOf, ...kept } as const;
    return { kind: "set-apart", outcome };
  }
  const { reason, codePoint } = seen.problem;
  const at = codePoint === undefined ? undefined : { codePoint };
  return {
    kind: "set-apart",
    outcome: { row, address, outcome: "invalid", reason, ...at, ...kept },
  };
}
