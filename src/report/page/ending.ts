import type { JobStop } from "../../job/stop.js";
import { count, number } from "../../text/words.js";
import type { ReportSummary } from "./summary.js";

/** How a job stands. */
export type Phase = NonNullable<ReportSummary["phase"]>;

export function phaseOf({ phase, stop, totals }: ReportSummary): Phase {
  if (phase !== undefined) return phase;
  return stop !== undefined || totals.pending > 0 ? "stopped" : "ended";
}

/** Addresses that may be out or not: an unknown one that HubSpot has shown as out is out. */
export function unknownOf({ totals: { outcomes }, readBack }: ReportSummary): number {
  return outcomes.unknown - (readBack?.unknown?.confirmed ?? 0);
}

/** How a job ended, in a sentence or two, and its error in full where that is said in short. */
export function endOf(
  summary: ReportSummary,
  phase: Phase,
): { ended: string; inFull: string | undefined } {
  const { stop, stopError, newerEntries } = summary;
  const isShort = stopError !== undefined && stopError.name !== "HubSpotAccountError";
  const inShort = stop && isShort ? short[stop.reason] : undefined;
  const newer =
    newerEntries === undefined
      ? ""
      : ` A newer list of ${count(newerEntries, "entry", "entries")} was read since, and nobody has agreed to it: this page is about the one before.`;
  return {
    ended: (inShort ?? sentenceOf(summary, phase)) + newer,
    inFull: inShort === undefined ? undefined : stop?.message,
  };
}

/** What the client's errors come to; they name calls, categories and scopes, for whoever mends it. */
const short: Partial<Readonly<Record<JobStop["reason"], string>>> = {
  credentials: "HubSpot did not allow the call with the access token of the job.",
  "request-fault": "HubSpot refused the call, whatever the address in it.",
  "rate-limit": "A rate limit of HubSpot was reached.",
  migration: "HubSpot was moving the account, and took no calls meanwhile.",
  unavailable: "HubSpot, or the way there, failed for too long.",
};

function sentenceOf(summary: ReportSummary, phase: Phase): string {
  switch (phase) {
    case "running":
      return `The job was still running when this page was written.${openOf(summary)}`;
    case "killed":
      return `The job ended without closing: it was killed, its computer went down, or it failed.${openOf(summary)}`;
    case "new":
    case "reading":
      return "Nothing was sent: nobody has agreed to the list yet.";
    case "agreed":
      return "Nothing has been sent since the list was agreed to.";
    case "stopped":
      return summary.stop === undefined
        ? "The job has not ended: some entries have no outcome yet."
        : withMeaning(summary.stop.message);
    case "ended":
      return "The job came to the end of the list.";
  }
}

const signals: Readonly<Record<string, string>> = {
  SIGINT: "Ctrl+C (SIGINT)",
  SIGTERM: "the system or another program (SIGTERM)",
  SIGHUP: "the closing of its terminal (SIGHUP)",
};

/** The names of signals with what they stand for. */
function withMeaning(message: string): string {
  return message.replace(/(?<![(\w])SIG[A-Z]+\b/g, (name) => signals[name] ?? name);
}

/** The addresses without a final outcome, in a sentence; an address in a call without an answer counts as unknown. */
function openOf(summary: ReportSummary): string {
  const { outcomes, pending } = summary.totals;
  const unknown = unknownOf(summary);
  const unsent = outcomes["not-sent"] + pending;
  const all = unsent + unknown;
  if (all === 0) return "";
  const doubt =
    unknown === 0
      ? "none of them was sent"
      : `${number(unknown)} may be out or not, ${number(unsent)} not sent`;
  return ` Open: ${count(all, "address", "addresses")} (${doubt}).`;
}
