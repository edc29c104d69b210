import { followJournal } from "./journal-story.js";

/** Everything that a job has left behind, and what the server knows. */
export interface Evidence {
  /** The addresses of the list as typed, one a row, below a header. */
  readonly list: readonly string[];
  readonly journal: string;
  readonly report: string;
  /** The addresses that are out at the server, in lower case. */
  readonly out: readonly string[];
  /** Those that were out before. */
  readonly outBefore: readonly string[];
  /** The addresses of each call to opt out that reached the server. */
  readonly received: readonly (readonly string[])[];
}

/**
 * Holds list, journal, report and server against each other. Shares no code with the program.
 *
 * @returns what does not fit, in words; nothing where all is well
 */
export function checkEvidence(evidence: Evidence): readonly string[] {
  const story = followJournal(evidence.journal);
  return [
    ...story.problems,
    ...checkEntries(evidence, story.entries),
    ...checkReport(evidence, story.totals),
    ...checkServer(evidence, story.calls),
  ];
}

function checkEntries({ list }: Evidence, entries: readonly { row: number; address: string }[]) {
  const problems: string[] = [];
  if (entries.length !== list.length) {
    problems.push(`the journal has ${entries.length} entries for ${list.length} of the list`);
  }
  for (const [index, { row, address }] of entries.entries()) {
    if (row !== index + 2 || address !== list[index]) {
      problems.push(`entry ${index} of the journal is not that of the list`);
    }
  }
  return problems;
}

function checkReport(
  { list, report, out, outBefore }: Evidence,
  totals: Readonly<Record<string, number>> | undefined,
): string[] {
  const problems: string[] = [];
  const known = new Set(out);
  const before = new Set(outBefore);
  const counts: Record<string, number> = {};
  const seen = new Set<string>();
  const rows = report.trimEnd().split("\n").slice(1);
  if (rows.length !== list.length) {
    problems.push(`the report has ${rows.length} rows for ${list.length} entries`);
  }
  for (const [index, text] of rows.entries()) {
    const [row, address = "", sent = "", outcome = ""] = text.split(",").map(unguarded);
    const where = `row ${index + 2} of the report`;
    if (Number(row) !== index + 2 || address !== list[index]) {
      problems.push(`${where} is not that of the list`);
    }
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    if (outcome === "duplicate" || outcome === "invalid") continue;
    if (seen.has(sent)) problems.push(`${where} has an address a second time`);
    seen.add(sent);
    const claimed = outcome === "unsubscribed" || outcome === "already-unsubscribed";
    if (claimed && !known.has(sent)) problems.push(`${where} says out who is not`);
    if (outcome === "already-unsubscribed" && !before.has(sent)) {
      problems.push(`${where} says out before who was not`);
    }
    const denied = outcome === "rejected" || outcome === "not-sent";
    if (denied && known.has(sent) && !before.has(sent)) {
      problems.push(`${where} says ${outcome} who is out`);
    }
  }
  // Whoever is rejected must have failed where somebody else got through.
  if ((counts["rejected"] ?? 0) > 0 && out.length === 0 && seen.size > 1) {
    problems.push("the report says rejected where HubSpot took nobody");
  }
  for (const address of out) {
    if (!seen.has(address) && !before.has(address)) problems.push("out who is not on the list");
  }
  for (const [outcome, count] of Object.entries(totals ?? {})) {
    if ((counts[outcome] ?? 0) !== count) problems.push(`the totals of ${outcome} do not add up`);
  }
  return problems;
}

/** A cell without the sign that keeps a spreadsheet from running it. */
function unguarded(cell: string): string {
  return cell.replace(/^'(?=[=+@-])/, "");
}

/** Nothing may reach the server that was not on record before. */
function checkServer(
  { received }: Evidence,
  calls: readonly { purpose: string; sent: readonly string[] }[],
): string[] {
  const recorded = new Map<string, number>();
  for (const { purpose, sent } of calls) {
    if (purpose === "read-back") continue;
    for (const address of sent) recorded.set(address, (recorded.get(address) ?? 0) + 1);
  }
  for (const address of received.flat()) {
    recorded.set(address, (recorded.get(address) ?? 0) - 1);
  }
  const unrecorded = [...recorded.values()].filter((count) => count < 0).length;
  return unrecorded === 0 ? [] : [`${unrecorded} addresses were sent without a record of it`];
}
