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
  /** Each call to opt out that reached the server, in order. */
  readonly received: readonly ReceivedCall[];
}

export interface ReceivedCall {
  readonly addresses: readonly string[];
  /** The server has done the work for those whom it takes. */
  readonly done: boolean;
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
    ...checkBlame(evidence, story.processes),
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
  const rows = rowsOf(report);
  if (rows.length !== list.length) {
    problems.push(`the report has ${rows.length} rows for ${list.length} entries`);
  }
  for (const [index, [row, address = "", sent = "", outcome = ""]] of rows.entries()) {
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
  for (const address of out) {
    if (!seen.has(address) && !before.has(address)) problems.push("out who is not on the list");
  }
  for (const [outcome, count] of Object.entries(totals ?? {})) {
    if ((counts[outcome] ?? 0) !== count) problems.push(`the totals of ${outcome} do not add up`);
  }
  return problems;
}

function rowsOf(report: string): readonly (readonly string[])[] {
  const rows = report.trimEnd().split("\n").slice(1);
  return rows.map((row) => row.split(",").map(unguarded));
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
  for (const address of received.flatMap(({ addresses }) => addresses)) {
    recorded.set(address, (recorded.get(address) ?? 0) - 1);
  }
  const unrecorded = [...recorded.values()].filter((count) => count < 0).length;
  return unrecorded === 0 ? [] : [`${unrecorded} addresses were sent without a record of it`];
}

/** Fewer than so many that are refused can be judged by what an earlier process has opted out. */
const IN_QUESTION = 8;

/** Whoever is rejected was refused while, or before, somebody else was taken by a call of the same kind. */
function checkBlame({ report, out, received }: Evidence, processes: number): string[] {
  const known = new Set(out);
  const sent = rowsOf(report).filter(
    ([, , , outcome]) => outcome !== "duplicate" && outcome !== "invalid",
  );
  if (sent.length <= 1) return [];
  const lastCalls = new Map<string, number>();
  for (const [index, { addresses }] of received.entries()) {
    for (const address of addresses) lastCalls.set(address, index);
  }
  const took = ({ addresses, done }: ReceivedCall): boolean =>
    done && addresses.some((address) => known.has(address));
  const lastSuccess = received.findLastIndex(took);
  const rejected = sent.filter(([, , , outcome]) => outcome === "rejected");
  const alone = rejected.filter(
    ([, , address = ""]) => (lastCalls.get(address) ?? Infinity) > lastSuccess,
  ).length;
  if (alone === 0) return [];
  if (lastSuccess === -1) return ["the report says rejected where HubSpot took nobody"];
  const allowed = (IN_QUESTION - 1) * (processes - 1);
  return alone <= allowed ? [] : [`${alone} are rejected and nobody was taken after them`];
}
