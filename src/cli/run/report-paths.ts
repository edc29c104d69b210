import { checkReportPath, type OtherFile } from "../../node.js";

/** Where the reports of a job go. */
export interface ReportPaths {
  readonly csv: string;
  /** Nobody has named that of the CSV report. */
  readonly csvIsDefault: boolean;
  readonly html: string | undefined;
}

/** The paths as given, the CSV report beside the journal where none is. */
export function reportPaths(
  journal: string,
  given: { readonly report?: string | undefined; readonly html?: string | undefined },
): ReportPaths {
  const csv = given.report ?? `${journal.replace(/\.journal$/, "")}.report.csv`;
  return { csv, csvIsDefault: given.report === undefined, html: given.html };
}

/**
 * Tries out whether the reports can be written, before anything is done.
 *
 * @throws {ReportError} if one of them cannot, or would replace a file of the job
 */
export async function checkReportPaths(
  { csv, csvIsDefault, html }: ReportPaths,
  others: readonly OtherFile[],
): Promise<void> {
  await checkReportPath(csv, others, { isDefault: csvIsDefault });
  if (html !== undefined) {
    await checkReportPath(html, [...others, { what: "the CSV report", path: csv }]);
  }
}
