import { basename, dirname, join } from "node:path";

import { checkReportPath, ReportError, type JournalContents, type OtherFile } from "../../node.js";

/** Where the reports of a job go. */
export interface ReportPaths {
  readonly csv: string;
  /** The path of the CSV report is the default, not one that was typed. */
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

/** The files of a job whose journal is there, which a report must not replace: the list as it was called, or beside it. */
export function filesOf({ path, list }: JournalContents): readonly OtherFile[] {
  const name = list?.name ?? path;
  const places = [name, join(dirname(path), basename(name))];
  return [
    { what: "the journal", path },
    ...places.map((place) => ({ what: "the list of this job", path: place })),
  ];
}

/**
 * Tries out whether the reports can be written, before anything is done.
 *
 * @param besideJournal the CSV report lies beside the journal unless it has a place of its own
 * @throws {ReportError} if one of them cannot, or would replace a file of the job
 */
export async function checkReportPaths(
  { csv, csvIsDefault, html }: ReportPaths,
  others: readonly OtherFile[],
  besideJournal = false,
): Promise<void> {
  const check = () => checkReportPath(csv, others, { isDefault: csvIsDefault });
  await advising("--report", check, csvIsDefault && besideJournal);
  if (html === undefined) return;
  const all = [...others, { what: "the CSV report", path: csv }];
  await advising("--html", () => checkReportPath(html, all));
}

/** What the system says where it is the folder that takes no file. */
const FOLDER_REFUSES: ReadonlySet<unknown> = new Set([
  "EACCES",
  "EPERM",
  "EROFS",
  "ENOENT",
  "ENOTDIR",
]);

/** @param besideJournal the journal lies in the same folder, and would be refused next */
async function advising(
  flag: string,
  check: () => Promise<void>,
  besideJournal = false,
): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    const { path, reason, cause } = error;
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    const other =
      besideJournal && FOLDER_REFUSES.has(code)
        ? "name another place for the journal and the report with --journal FILE"
        : `name another file with ${flag}`;
    const advice = `Nothing has been done yet: mend that, or ${other}`;
    throw new ReportError(path, `${reason}. ${advice}`, { cause });
  }
}
