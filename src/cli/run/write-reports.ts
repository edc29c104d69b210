import packageJson from "../../../package.json" with { type: "json" };
import type { JournalContents } from "../../journal/contents.js";
import { writeCsvReport } from "../../report/csv-report.js";
import { writeHtmlReport } from "../../report/html-report.js";
import type { ReportPaths } from "./report-paths.js";

/**
 * Writes the reports of a job as its journal has it now.
 *
 * @param ended when the job ended, where that is not on record yet
 * @throws {ReportError} if one cannot be written; the other is written all the same
 */
export async function writeReports(
  job: JournalContents,
  { csv, html }: ReportPaths,
  ended?: number,
): Promise<void> {
  const failures: unknown[] = [];
  const attempt = (writing: Promise<void>): Promise<void> =>
    writing.catch((error: unknown) => void failures.push(error));
  await attempt(writeCsvReport(csv, job.outcomes()));
  if (html !== undefined)
    await attempt(writeHtmlReport(html, job.outcomes(), summaryOf(job, ended)));
  if (failures.length > 0) throw failures[0];
}

function summaryOf(
  job: JournalContents,
  now: number | undefined,
): Parameters<typeof writeHtmlReport>[2] {
  const { head, list, stop, end, runs } = job;
  return {
    origin: head.origin,
    businessUnitId: head.businessUnitId,
    listName: list?.name ?? "",
    started: runs[0]?.at,
    ended: end?.at ?? stop?.at ?? now,
    stop,
    totals: job.totals(),
    blankRows: list?.blankRows ?? 0,
    throughput: job.throughput(),
    version: packageJson.version,
  };
}
