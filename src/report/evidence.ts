import { createHash } from "node:crypto";
import packageJson from "../../package.json" with { type: "json" };
import type { JobPhase } from "../job/store.js";
import type { JobStop } from "../job/stop.js";
import type { JournalContents } from "../journal/contents.js";
import type { JournalList } from "../journal/section.js";
import { member } from "../text/json.js";
import { csvReport } from "./csv-report.js";
import { isoTime } from "./iso-time.js";
import type { Reported } from "./reported.js";

/** How a job stands, which its journal may not tell by itself. */
export interface ReportStanding {
  /** "killed" is a run that is over and has not said so. */
  readonly phase: JobPhase | "killed";
  /** Why the job ended before every address was sent. */
  readonly stop?: JobStop | undefined;
  /** When it ended, in milliseconds since 1970, for a job whose journal does not say so yet. */
  readonly ended?: number | undefined;
}

/** What a report rests on, by names as JSON has them: so that somebody can be shown that it is true and complete. */
export interface Evidence {
  /** When the list was last agreed to, and the user of the computer who did it. */
  readonly confirmed: string | null;
  readonly confirmed_by: string | null;
  readonly list: string;
  /** SHA-256 of the list's bytes. */
  readonly list_sha256: string;
  /** The conditions for the rows that were meant. */
  readonly where: readonly string[];
  /** How many rows these have left out. */
  readonly rows_left_out: number;
  readonly server: string;
  /** Whatever else the job is bound to. */
  readonly bound: Readonly<Record<string, unknown>>;
  /** By which routes it was sent, each once, in the order in which they were first taken. */
  readonly routes: readonly string[];
  /** The version of the API in the last run, where it is known. */
  readonly api_version: string | null;
  /** The version of this program. */
  readonly version: string;
  readonly phase: ReportStanding["phase"];
  readonly ended: string | null;
  /** When the addresses were last read back since they were sent, and with what result; left out where they were not. */
  readonly read_back?: {
    readonly at: string;
    readonly confirmed: number;
    readonly not_confirmed: number;
    readonly unconfirmable: number;
  };
  /** How much of the journal the report is made from, in bytes from its start. */
  readonly journal_bytes: number;
  /** Lines of the CSV report, its header aside. */
  readonly lines: number;
  /** SHA-256 of the CSV report as a file. */
  readonly csv_sha256: string;
}

/**
 * The lines of a report.
 *
 * @param job the journal of the job
 * @param standing the phase that the job has reached
 */
export function reportedOf(
  job: JournalContents,
  { phase }: Pick<ReportStanding, "phase">,
): AsyncIterable<readonly Reported[]> {
  return job.reported({ goesOn: phase === "running" });
}

/** What a report of a job rests on; goes through all its lines. */
export async function evidenceOf(
  job: JournalContents,
  standing: ReportStanding,
): Promise<Evidence> {
  const { list, confirmed, binding } = job;
  const place = await job.place();
  const { lines, sha256 } = await digestReport(reportedOf(job, standing));
  const { server = "", ...bound } = binding ?? {};
  const { rows, where } = leftOutOf(list);
  return {
    confirmed: confirmed === undefined ? null : isoTime(confirmed.at),
    confirmed_by: confirmed?.user ?? null,
    list: list?.name ?? "",
    list_sha256: list?.digest ?? "",
    where,
    rows_left_out: rows,
    server,
    bound: Object.fromEntries(Object.entries(bound).filter(([, value]) => value !== undefined)),
    routes: [...new Set(job.runs.map(({ route }) => route))],
    api_version: job.apiVersion ?? null,
    version: packageJson.version,
    phase: standing.phase,
    ended: isoTime(job.ended ?? standing.ended) || null,
    ...readBackOf(job),
    journal_bytes: place,
    lines,
    csv_sha256: sha256,
  };
}

/** The conditions for the rows of a list, and how many they have left out. */
export function leftOutOf(list: JournalList | undefined): {
  readonly rows: number;
  readonly where: readonly string[];
} {
  const where = list?.facts["where"];
  const rows = Number(member(list?.facts["leftOut"], "rows") ?? 0);
  return {
    rows: Number.isSafeInteger(rows) ? rows : 0,
    where: Array.isArray(where) ? where.map(String) : [],
  };
}

function readBackOf({ readBack }: JournalContents): Pick<Evidence, "read_back"> {
  if (readBack === undefined) return {};
  const { at, confirmed, notConfirmed, unconfirmable } = readBack;
  return {
    read_back: { at: isoTime(at), confirmed, not_confirmed: notConfirmed, unconfirmable },
  };
}

/** The last line of `--json`. */
export function toEvidenceLine(evidence: Evidence): string {
  return JSON.stringify({ evidence });
}

/** The digest of the CSV report with these lines, with a byte order mark where the file has one. */
async function digestReport(
  reported: AsyncIterable<readonly Reported[]>,
): Promise<{ readonly lines: number; readonly sha256: string }> {
  const plain = createHash("sha256");
  const marked = createHash("sha256").update("\uFEFF");
  let isAscii = true;
  let lines = 0;
  async function* counted(): AsyncGenerator<readonly Reported[]> {
    for await (const part of reported) {
      lines += part.length;
      yield part;
    }
  }
  for await (const text of csvReport(counted())) {
    isAscii &&= !/[^\0-\x7f]/.test(text);
    plain.update(text);
    marked.update(text);
  }
  return { lines, sha256: (isAscii ? plain : marked).digest("hex") };
}
