import type { ReportPaths } from "./report-paths.js";

/** Where the reports are. */
export function describeReports({ csv, html }: ReportPaths): readonly string[] {
  return [`Report: ${csv}`, ...(html === undefined ? [] : [`Page: ${html}`])];
}
