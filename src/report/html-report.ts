import type { EntryOutcome } from "../job/job-outcome.js";
import { collectFailures } from "./page/failures.js";
import { page } from "./page/page.js";
import type { ReportSummary } from "./page/summary.js";
import { writeReport, type ReportFileOptions } from "./report-file.js";

/**
 * Writes the report as one page that a browser shows without loading anything else. It goes through the
 * outcomes once, and holds at most some thousand failures of them.
 *
 * @returns a warning for the person, where others can read the file all the same
 * @throws {ReportError} if it cannot be written; nothing of it is left behind then
 */
export async function writeHtmlReport(
  path: string,
  outcomes: AsyncIterable<readonly EntryOutcome[]>,
  summary: ReportSummary,
  options: ReportFileOptions = {},
): Promise<string | undefined> {
  return writeReport(path, htmlReport(outcomes, summary), options);
}

/** The page in pieces of text. */
async function* htmlReport(
  outcomes: AsyncIterable<readonly EntryOutcome[]>,
  summary: ReportSummary,
): AsyncGenerator<string, void, undefined> {
  yield* page(summary, await collectFailures(outcomes));
}
