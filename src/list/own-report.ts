import { unguard } from "../text/formula-guard.js";
import type { ReportRows, Row } from "./list-reading.js";

/** The header of the report; a list with exactly this header is taken for a report. */
export const csvColumns = [
  "row",
  "address",
  "sent",
  "outcome",
  "reason",
  "time",
  "correlation_id",
] as const;

const outcomesOf: Readonly<Record<ReportRows, ReadonlySet<string>>> = {
  open: new Set(["rejected", "unknown", "not-sent"]),
  out: new Set(["unsubscribed", "already-unsubscribed"]),
};

const outcomes: ReadonlySet<string> = new Set([
  ...outcomesOf.open,
  ...outcomesOf.out,
  "invalid",
  "duplicate",
]);

/** Whether a column is one of outcomes in a report that somebody has edited: all in it have asked to be out. */
export function isOutcomeColumn(name: string, values: readonly string[]): boolean {
  return name.toLowerCase() === "outcome" && values.every((value) => outcomes.has(value));
}

/** Whether this is the first row of a report of ours, to the letter. */
export function isReportHeader(row: Row): boolean {
  return row.length === csvColumns.length && csvColumns.every((name, index) => row[index] === name);
}

/** What a row of a report asks for: nothing, or one address; with the apostrophes it added undone. */
export function readReportRow(
  row: Row,
  rows: ReportRows,
): { address: string; mailbox?: string } | undefined {
  const [, address = "", sent = "", outcome = ""] = row;
  if (!outcomesOf[rows].has(outcome.trim())) return undefined;
  const [typed, bare] = [unguard(address), unguard(sent)];
  return bare === "" || bare === typed ? { address: typed } : { address: typed, mailbox: bare };
}
