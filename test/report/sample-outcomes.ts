import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import type { ReportSummary } from "../../src/report/page/summary.js";
import { outcomeNames, type EntryOutcome } from "../../src/job/job-outcome.js";
import { Tally } from "../../src/job/totals.js";

export const TIME = Date.UTC(2026, 10, 26, 6, 14, 3, 250);

/** One entry of every outcome. */
export const everyOutcome: readonly EntryOutcome[] = [
  {
    row: 2,
    address: "Ana@Example.com",
    sent: "ana@example.com",
    outcome: "unsubscribed",
    time: TIME,
    correlationId: "c-1",
  },
  { row: 3, address: "ben@example.org", sent: "ben@example.org", outcome: "already-unsubscribed" },
  {
    row: 4,
    address: "cem@example.net",
    sent: "cem@example.net",
    outcome: "rejected",
    reason: "VALIDATION_ERROR",
    message: "cem@example.net is\r\nnot wanted\u2028here",
    time: TIME,
    correlationId: "c-2",
  },
  {
    row: 5,
    address: "dag@example.com",
    sent: "dag@example.com",
    outcome: "unknown",
    reason: "no-answer",
  },
  {
    row: 6,
    address: "eva@example.com",
    sent: "eva@example.com",
    outcome: "not-sent",
    reason: "limit",
  },
  {
    row: 7,
    address: "f\u200Bx@example.com",
    outcome: "invalid",
    reason: "invisible-character",
    codePoint: "U+200B",
  },
  {
    row: 8,
    address: "ANA@example.com",
    sent: "ana@example.com",
    outcome: "duplicate",
    duplicateOf: 2,
  },
];

/** An entry that is out. */
export function out(row: number, address: string): EntryOutcome {
  return { row, address, sent: address, outcome: "unsubscribed" };
}

/** Outcomes as a job gives them. */
export async function* stream(
  ...parts: readonly (readonly EntryOutcome[])[]
): AsyncGenerator<readonly EntryOutcome[], void, undefined> {
  yield* parts;
}

/** What the page says of these outcomes, and of a job that came to its end. */
export function summaryOf(
  outcomes: readonly EntryOutcome[],
  more: Partial<ReportSummary> = {},
): ReportSummary {
  const tally = new Tally(outcomeNames);
  tally.read(outcomes.length);
  for (const { outcome } of outcomes) tally.add(outcome);
  return {
    origin: "https://api.hubapi.com",
    listName: "people.csv",
    started: TIME,
    ended: TIME + 61_000,
    totals: tally.totals,
    blankRows: 0,
    throughput: [],
    version: "1.2.3",
    ...more,
  };
}

/** A folder for one test. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "report-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
