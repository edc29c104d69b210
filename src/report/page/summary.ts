import type { Account } from "../../client/read-account.js";
import type { JobStop } from "../../job/stop.js";
import type { JobPhase } from "../../job/store.js";
import type { JobTotals } from "../../job/totals.js";
import type { RecordedReadBack } from "../../journal/facts.js";
import type { Evidence } from "../evidence.js";

/** Addresses that got their outcome at a time, in milliseconds since 1970. */
export interface ThroughputPoint {
  readonly time: number;
  readonly addresses: number;
}

/** The data of the page apart from the entries. */
export interface ReportSummary {
  /** The origin of the server, such as `https://api.hubapi.com`. */
  readonly origin: string;
  readonly businessUnitId?: number | undefined;
  /** The account, and whether HubSpot confirmed it. */
  readonly account?: Pick<Account, "id" | "verified"> | undefined;
  /** The version of HubSpot's API in the last run. */
  readonly apiVersion?: string | undefined;
  readonly listName: string;
  /** Milliseconds since 1970. */
  readonly started?: number | undefined;
  readonly ended?: number | undefined;
  /** Each time that sending began. */
  readonly runs?: readonly {
    readonly at: number;
    readonly host: string;
    readonly user?: string | undefined;
    readonly route?: string | undefined;
  }[];
  /**
   * The phase of the job; "killed" is a run that ended without recording it. Derived from `stop` and `totals` if left out.
   */
  readonly phase?: JobPhase | "killed" | undefined;
  /** Why the job ended before every address was sent. */
  readonly stop?: Pick<JobStop, "reason" | "message" | "resumeAt"> | undefined;
  /** The client's error that led to the stop. */
  readonly stopError?: { readonly name: string; readonly operationId: string } | undefined;
  /** How many entries a newer list has that nobody has agreed to. */
  readonly newerEntries?: number | undefined;
  /** The routes by which somebody was opted out; where nobody was, that of the last run. */
  readonly routes?: readonly string[] | undefined;
  /** The last result of reading back; left out if there is none. */
  readonly readBack?: RecordedReadBack | undefined;
  readonly totals: JobTotals;
  /** Addresses with an outcome that only earlier lists of the job had. @default 0 */
  readonly former?: number | undefined;
  readonly blankRows: number;
  /** Rows that the conditions left out, where there were any. */
  readonly leftOut?: { readonly rows: number; readonly where: readonly string[] } | undefined;
  readonly throughput: readonly ThroughputPoint[];
  /** The version of this package. */
  readonly version: string;
  /** The evidence of the report, if the job is in a journal. */
  readonly evidence?: Evidence | undefined;
}
