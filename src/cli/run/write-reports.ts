import { Journal, type JournalContents, writeCsvReport, writeHtmlReport } from "../../node.js";
import packageJson from "../../../package.json" with { type: "json" };
import type { Io } from "../io.js";
import type { ReportPaths } from "./report-paths.js";

/** How a job stands, which its journal may not tell by itself. */
export type Standing = Pick<Parameters<typeof writeHtmlReport>[2], "phase" | "stop" | "ended">;

/**
 * Writes the reports of a job as its journal has it now.
 *
 * @param standing how the job stands
 * @throws {ReportError} if one cannot be written; the other is written all the same
 */
export async function writeReports(
  job: JournalContents | Journal,
  { csv, csvIsDefault, html }: ReportPaths,
  io: Io,
  standing: Standing,
): Promise<void> {
  // A report is written after a stop too, but one that comes meanwhile ends the wait for its reader.
  const signal = io.signal.aborted ? undefined : io.signal;
  // Whoever reads a journal that another process has writes beside it; whoever had it and lost it does not.
  const holds = job instanceof Journal ? () => job.holds() : undefined;
  const options = { signal, holds };
  const failures: unknown[] = [];
  const attempt = async (writing: Promise<string | undefined>): Promise<void> => {
    try {
      const warning = await writing;
      if (warning !== undefined) io.stderr.write(`Warning: ${warning}\n`);
    } catch (error) {
      failures.push(error);
    }
  };
  await attempt(writeCsvReport(csv, job.reported(), { ...options, isDefault: csvIsDefault }));
  if (html !== undefined) {
    await attempt(writeHtmlReport(html, job.outcomes(), summaryOf(job, standing), options));
  }
  if (failures.length > 0) throw failures[0];
}

function summaryOf(
  job: JournalContents,
  standing: Standing,
): Parameters<typeof writeHtmlReport>[2] {
  const { binding, list, runs } = job;
  return {
    origin: binding?.server ?? "",
    businessUnitId: binding?.businessUnitId,
    listName: list?.name ?? "",
    started: runs[0]?.at,
    ended: job.ended ?? standing.ended,
    phase: standing.phase,
    stop: standing.stop,
    totals: job.outcomeTotals(),
    blankRows: list?.blankRows ?? 0,
    throughput: job.throughput(),
    version: packageJson.version,
  };
}
