import { FailureTally, failureData } from "./page/failures.js";
import { pageRest, pageTop } from "./page/page.js";
import type { ReportSummary } from "./page/summary.js";
import type { Reported } from "./reported.js";
import { writeReport, type ReportFileOptions } from "./report-file.js";

/**
 * Writes the report as one page that a browser shows without loading anything else. It goes through the
 * outcomes once, and holds a hundred failures of them.
 *
 * @returns a warning for the person, where others can read the file all the same
 * @throws {ReportError} if it cannot be written; nothing of it is left behind then
 *
 * @example
 * ```ts
 * const job = await readJournal("opt-outs.journal");
 * const standing = { phase: await job.phase() };
 * const summary = summarise(job, standing, await evidenceOf(job, standing));
 * await writeHtmlReport("report.html", reportedOf(job, standing), summary);
 * ```
 */
export async function writeHtmlReport(
  path: string,
  outcomes: AsyncIterable<readonly Reported[]>,
  summary: ReportSummary,
  options: ReportFileOptions = {},
): Promise<string | undefined> {
  return writeReport(path, htmlText(outcomes, summary), options);
}

/** The page in pieces of text. */
export async function* htmlText(
  outcomes: AsyncIterable<readonly Reported[]>,
  summary: ReportSummary,
): AsyncGenerator<string, void, undefined> {
  yield* pageTop(summary);
  const failures = new FailureTally();
  yield* failureData(outcomes, failures);
  yield* pageRest(summary, failures.result());
}
