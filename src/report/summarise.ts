import packageJson from "../../package.json" with { type: "json" };
import type { JournalContents } from "../journal/contents.js";
import { leftOutOf, type Evidence, type ReportStanding } from "./evidence.js";
import type { ReportSummary } from "./page/summary.js";

/**
 * The data of the page apart from the entries.
 *
 * @param job the journal of the job
 * @param standing the phase that the job has reached
 * @param evidence as `evidenceOf` gives it
 */
export function summarise(
  job: JournalContents,
  { phase, stop, ended }: ReportStanding,
  evidence: Evidence | undefined,
): ReportSummary {
  const { binding, list, runs } = job;
  return {
    origin: binding?.server ?? "",
    businessUnitId: binding?.businessUnitId,
    account: binding?.account,
    apiVersion: job.apiVersion,
    listName: list?.name ?? "",
    started: runs[0]?.at,
    ended: job.ended ?? ended,
    runs,
    routes: job.routes,
    phase,
    stop,
    stopError: job.stopError,
    newerEntries: job.newerEntries,
    readBack: job.readBack,
    totals: job.outcomeTotals(),
    former: list?.former ?? 0,
    blankRows: list?.blankRows ?? 0,
    leftOut: leftOutOf(list),
    throughput: job.throughput(),
    version: packageJson.version,
    evidence,
  };
}
