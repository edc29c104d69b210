/*
 * What needs files: lists, journals and reports. It has no dependency of its own. A program needs few of these names
 * (`openJournal`, `readJournal`, `readList`, the report writers, `proxyFetch`, `storeTests`); the command, which uses public
 * exports only, needs the others.
 */

export { openJournal, readJournal } from "./journal/open-journal.js";
export type { OpenOptions, ReadOptions } from "./journal/open-journal.js";
export type { Journal } from "./journal/journal.js";
export type { JsonData } from "./journal/json-data.js";
export type { JournalContents } from "./journal/contents.js";
export type { JournalFacts, JournalRun, RecordedReadBack } from "./journal/facts.js";
export type { FormerOutcome } from "./journal/walk.js";
export type { AddressSample, KeptEntry, ListChange } from "./journal/earlier-list.js";
export type { ListComparison } from "./journal/list-comparison.js";
export type { ListReadingEnd } from "./journal/list-writer.js";
export { ListTaker } from "./journal/list-taker.js";
export type { ListRow } from "./journal/list-taker.js";
export type { JournalList } from "./journal/section.js";
export { checkBinding, describeMismatch } from "./journal/binding.js";
export type { BindingMismatch } from "./journal/binding.js";
export { isJournalError, JournalError, JournalLockedError } from "./journal/journal-error.js";
export type { JournalFault, JournalHolder } from "./journal/journal-error.js";

export { storeTests } from "./job/store-tests/store-tests.js";
export type { StoreHarness, StoreTest } from "./job/store-tests/store-tests.js";

export { readList } from "./list/read-list.js";
export { isListError, ListError, ListQuestion } from "./list/list-error.js";
export { unusualIn, unusualKinds } from "./list/unusual.js";
export type { Sample, UnusualKind } from "./list/list-reading.js";
export { describeInvalid } from "./job/describe-invalid.js";
export type {
  FileEntry,
  ListFacts,
  ListFormat,
  ListOptions,
  ListReading,
  ListSource,
} from "./list/list-reading.js";

export { checkReportPath } from "./report/check-report-path.js";
export type { OtherFile } from "./report/check-report-path.js";
export { writeCsvReport } from "./report/csv-report.js";
export { writeHtmlReport } from "./report/html-report.js";
export { checkReport, type CheckedReport } from "./report/check-report.js";
export {
  evidenceOf,
  reportedOf,
  toEvidenceLine,
  type Evidence,
  type ReportStanding,
} from "./report/evidence.js";
export { summarise } from "./report/summarise.js";
export { toJsonLine } from "./report/json-line.js";
export type { Reported, WithoutRow } from "./report/reported.js";
export { ReportError } from "./report/report-error.js";
export type { ReportFileOptions } from "./report/report-file.js";
export type { ReportSummary } from "./report/page/summary.js";

export { isLoopback } from "./proxy/no-proxy.js";
export { proxyFetch } from "./proxy/proxy-fetch.js";
export type { ProxyFetch } from "./proxy/tunnel-fetch.js";
export { DEFAULT_BASE_URL, readBaseUrl } from "./client/base-url.js";
export { outcomeNames } from "./job/job-outcome.js";
