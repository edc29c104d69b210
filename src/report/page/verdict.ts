import type { JobStop } from "../../job/stop.js";
import { otherRouteWords } from "../../text/other-route.js";
import { shellWord } from "../../text/shell-word.js";
import { count, number } from "../../text/words.js";
import { plainMoment } from "./format.js";
import type { ReportSummary } from "./summary.js";

/** What the page says first. */
export interface Verdict {
  /** `good`: nothing is left to do. `stopped`: it ended before every address was sent. */
  readonly tone: "good" | "attention" | "stopped";
  readonly badge: string;
  readonly headline: string;
  /** How it ended, in a sentence or two. */
  readonly ended: string;
  /** The error that ended it in full, where `ended` says it in short. */
  readonly inFull?: string | undefined;
  /** What to do now, one step each. */
  readonly steps: readonly string[];
  /** What to do in place of that where the token may not make the batch calls, and the command for it. */
  readonly otherRoute?: OtherRoute | undefined;
}

export interface OtherRoute {
  readonly text: string;
  readonly command: string;
}

/** What the totals and the end of a job come to, for somebody who reads nothing else. */
export function judge(summary: ReportSummary): Verdict {
  const { outcomes, pending } = summary.totals;
  const out = outcomes.unsubscribed + outcomes["already-unsubscribed"];
  const addresses = out + outcomes.rejected + outcomes.unknown + outcomes["not-sent"] + pending;
  const left = addresses - out + outcomes.invalid;
  const phase = phaseOf(summary);
  const ended = phase === "ended";
  const { readBack } = summary;
  const missing = readBack?.notConfirmed ?? 0;
  return {
    tone: !ended ? "stopped" : left + missing === 0 ? "good" : "attention",
    badge: !ended
      ? badges[phase]
      : left > 0
        ? left === outcomes.invalid
          ? "Complete, with invalid entries"
          : "Complete, with failures"
        : missing > 0
          ? "Complete, not confirmed"
          : "Complete",
    headline: headlineOf(out, addresses, outcomes.invalid, readBack),
    ...endOf(summary, phase),
    steps: stepsOf(summary, phase),
    otherRoute: otherRouteOf(summary),
  };
}

type Phase = NonNullable<ReportSummary["phase"]>;

function phaseOf({ phase, stop, totals }: ReportSummary): Phase {
  if (phase !== undefined) return phase;
  return stop !== undefined || totals.pending > 0 ? "stopped" : "ended";
}

const badges: Readonly<Record<Exclude<Phase, "ended">, string>> = {
  new: "Not begun",
  reading: "Not agreed to",
  agreed: "Not begun",
  running: "Still running",
  killed: "Ended without closing",
  stopped: "Stopped before the end",
};

/** How many of those who were asked for are out, and of how many of them HubSpot said otherwise when they were read back. */
function headlineOf(
  out: number,
  addresses: number,
  invalid: number,
  readBack: ReportSummary["readBack"],
): string {
  const { confirmed = 0, notConfirmed = 0, unconfirmable = 0 } = readBack ?? {};
  const isAllOut = invalid === 0 && out === addresses;
  if (notConfirmed === 0) return outOf(out, addresses, invalid);
  if (!isAllOut)
    return `${outOf(out, addresses, invalid)}, but HubSpot does not show ${number(notConfirmed)} of them`;
  const asked = count(confirmed + notConfirmed + unconfirmable, "address", "addresses");
  return `HubSpot does not show ${number(notConfirmed)} of ${asked} as out`;
}

/** Somebody whose address is invalid was asked for too. */
function outOf(out: number, addresses: number, invalid: number): string {
  if (invalid > 0) {
    const people = count(addresses + invalid, "person", "people");
    return `${number(out)} of ${people} on the list ${out === 1 ? "is" : "are"} out`;
  }
  if (addresses === 0) return "The list holds no address to opt out";
  if (out < addresses) {
    return `${number(out)} of ${count(addresses, "address", "addresses")} ${out === 1 ? "is" : "are"} out`;
  }
  return addresses === 1 ? "The address is out" : `All ${number(addresses)} addresses are out`;
}

function endOf(summary: ReportSummary, phase: Phase): Pick<Verdict, "ended" | "inFull"> {
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

function sentenceOf({ stop, totals }: ReportSummary, phase: Phase): string {
  switch (phase) {
    case "running":
      return `The job was still running when this page was written.${openOf(totals)}`;
    case "killed":
      return `The job ended without closing: it was killed, its computer went down, or it failed.${openOf(totals)}`;
    case "new":
    case "reading":
      return "Nothing was sent: nobody has agreed to the list yet.";
    case "agreed":
      return "Nothing has been sent since the list was agreed to.";
    case "stopped":
      return stop === undefined
        ? "The job has not ended: some entries have no outcome yet."
        : withMeaning(stop.message);
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
function openOf({ outcomes, pending }: ReportSummary["totals"]): string {
  const unsent = outcomes["not-sent"] + pending;
  const all = unsent + outcomes.unknown;
  if (all === 0) return "";
  const unknown =
    outcomes.unknown === 0
      ? "none of them was sent"
      : `${number(outcomes.unknown)} may be out or not, ${number(unsent)} not sent`;
  return ` Open: ${count(all, "address", "addresses")} (${unknown}).`;
}

function stepsOf(summary: ReportSummary, phase: Phase): string[] {
  const { stop, totals } = summary;
  const { outcomes, pending } = totals;
  if (phase === "running") {
    return ["Write this page again once the job has ended, with the command report."];
  }
  const steps: string[] = [];
  const isOpen = stop !== undefined || phase !== "ended" || outcomes["not-sent"] + pending > 0;
  if (isOpen) steps.push(goOn(summary));
  if (outcomes.rejected > 0) {
    steps.push(
      `HubSpot refused ${count(outcomes.rejected, "address", "addresses")}: read the ${outcomes.rejected === 1 ? "reason" : "reasons"} below, mend what can be mended, and send ${outcomes.rejected === 1 ? "it" : "them"} again with the command retry.`,
    );
  }
  // A job that was killed sends them by itself when it goes on.
  if (outcomes.unknown > 0 && phase !== "killed") {
    steps.push(
      `${count(outcomes.unknown, "address", "addresses")} may be out or not: send ${outcomes.unknown === 1 ? "it" : "them"} again with the command retry, which does no harm to an address that is out already.`,
    );
  }
  if (outcomes.invalid > 0) {
    steps.push(
      `${count(outcomes.invalid, "entry", "entries")} of the list cannot be an address: correct ${outcomes.invalid === 1 ? "it" : "them"} where the list comes from, and run the same command with the list once more: it sends what is new on it.`,
    );
  }
  const { notConfirmed = 0, at = 0 } = summary.readBack ?? {};
  if (notConfirmed > 0) {
    steps.push(
      `${count(notConfirmed, "address", "addresses")} ${notConfirmed === 1 ? "was" : "were"} not shown as out when the job was read back on ${plainMoment(at)}: the command verify reads it back once more, and says how to send them again.`,
    );
  }
  return steps;
}

/** The command is the usual one: a page knows of no other name of the journal. */
function otherRouteOf({
  stopError,
  totals: { outcomes, pending },
  listName,
  origin,
  businessUnitId,
  account,
}: ReportSummary): OtherRoute | undefined {
  const isRefused = stopError?.name === "HubSpotPermissionError";
  if (!isRefused || !stopError.operationId.startsWith("batch")) return undefined;
  const left = outcomes["not-sent"] + outcomes.unknown + pending;
  const words = [
    ...["run", "--route", "single", listName],
    ...(origin === "https://api.hubapi.com" ? [] : ["--base-url", origin]),
    ...(account?.verified === false ? ["--account", String(account.id)] : []),
    ...(businessUnitId === undefined ? [] : ["--business-unit", String(businessUnitId)]),
  ];
  const text = otherRouteWords("write", left, undefined).join(" ");
  return {
    text: `${text} To go on by it, type the same command with --route single, as in`,
    command: ["hubspot-batch-unsubscribe", ...words.map(shellWord)].join(" "),
  };
}

function goOn({ stop }: ReportSummary): string {
  if (stop?.reason === "limit") {
    return "To go on, run the same command again with a higher --limit, or without one: what is settled is not sent again.";
  }
  const when = stop?.resumeAt === undefined ? "" : `, not before ${plainMoment(stop.resumeAt)}`;
  const first = stop === undefined || stop.reason === "stopped" ? "" : "Once the cause is gone, r";
  const start = first === "" ? "R" : first;
  return `${start}un the same command again${when}: it goes on where it stopped, and sends nothing twice that is settled.`;
}

/** Whether the server is on this computer, so that nobody at HubSpot was touched. */
export function isPractice(origin: string): boolean {
  return /^https?:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(origin);
}
