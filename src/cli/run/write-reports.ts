import {
  evidenceOf,
  reportedOf,
  summarise,
  toEvidenceLine,
  writeCsvReport,
  writeHtmlReport,
  type Evidence,
  type Journal,
  type JournalContents,
  type ReportStanding,
} from "../../node.js";
import type { Io } from "../io.js";
import type { ReportPaths } from "./report-paths.js";

/**
 * Writes the reports of a job as its journal has it now.
 *
 * @param standing how the job stands
 * @param json takes the last line of `--json`, where that is wanted
 * @throws {ReportError} if one cannot be written; the other is written all the same
 */
export async function writeReports(
  job: JournalContents | Journal,
  { csv, csvIsDefault, html }: ReportPaths,
  io: Io,
  standing: ReportStanding,
  json?: (lastLine: string) => Promise<void>,
): Promise<void> {
  // A report is written after a stop too, but one that comes meanwhile ends the wait for its reader.
  const signal = io.signal.aborted ? undefined : io.signal;
  // A reader may write reports while another process has the journal; a run that lost its journal may not.
  const holds = "checkHeld" in job ? () => job.isHeld() : undefined;
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
  let evidence: Evidence | undefined;
  if (html !== undefined || json !== undefined) evidence = await evidenceOf(job, standing);
  if (json !== undefined && evidence !== undefined) {
    await attempt(json(`${toEvidenceLine(evidence)}\n`).then(() => undefined));
  }
  const lines = (): ReturnType<typeof reportedOf> => reportedOf(job, standing);
  await attempt(writeCsvReport(csv, lines(), { ...options, isDefault: csvIsDefault }));
  if (html !== undefined) {
    const summary = summarise(job, standing, evidence);
    await attempt(writeHtmlReport(html, lines(), summary, options));
  }
  if (failures.length > 0) throw failures[0];
}
