import { stringify } from "csv-stringify/sync";

import { csvColumns } from "../list/own-report.js";
import { guard } from "../text/formula-guard.js";
import { isoTime } from "./iso-time.js";
import { reasonCell } from "./reason-cell.js";
import type { Reported } from "./reported.js";
import { writeReport, type ReportFileOptions } from "./report-file.js";

/** Rows turned into text at a time. */
const ROWS = 2000;

/**
 * Writes the report as CSV: UTF-8, lines ended by LF, entries in the order given, safe in a spreadsheet. It starts with a
 * byte order mark only if it contains non-ASCII characters: spreadsheets need the mark then, while some other programs
 * cannot handle it.
 *
 * @returns a warning for the person, where others can read the file all the same
 * @throws {ReportError} if it cannot be written; nothing of it is left behind then
 *
 * @example
 * ```ts
 * const job = await readJournal("opt-outs.journal");
 * await writeCsvReport("report.csv", job.reported());
 * ```
 */
export async function writeCsvReport(
  path: string,
  outcomes: AsyncIterable<readonly Reported[]>,
  options: ReportFileOptions = {},
): Promise<string | undefined> {
  return writeReport(path, csvReport(outcomes), options, true);
}

/** The report in pieces of text. */
export async function* csvReport(
  outcomes: AsyncIterable<readonly Reported[]>,
): AsyncGenerator<string, void, undefined> {
  yield stringify([csvColumns]);
  for await (const part of outcomes) {
    for (let start = 0; start < part.length; start += ROWS) {
      yield stringify(part.slice(start, start + ROWS).map(cellsOf));
    }
  }
}

function cellsOf(outcome: Reported): string[] {
  const sent = "sent" in outcome ? outcome.sent : "";
  const time = "time" in outcome ? isoTime(outcome.time) : "";
  const correlationId = "correlationId" in outcome ? (outcome.correlationId ?? "") : "";
  return [
    outcome.row === undefined ? "" : String(outcome.row),
    guard(outcome.address),
    guard(sent),
    outcome.outcome,
    guard(reasonCell(outcome)),
    time,
    guard(correlationId),
  ];
}
