import { otherRouteWords } from "../../text/other-route.js";
import { shellWord } from "../../text/shell-word.js";
import { count, number } from "../../text/words.js";
import { endOf, phaseOf, unknownOf, type Phase } from "./ending.js";
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

/** Summarises the totals and the end of a job, for people who read nothing else. */
export function judge(summary: ReportSummary): Verdict {
  const { outcomes, pending } = summary.totals;
  const { readBack } = summary;
  const unknown = unknownOf(summary);
  const out = outcomes.unsubscribed + outcomes["already-unsubscribed"] + outcomes.unknown - unknown;
  const addresses = out + outcomes.rejected + unknown + outcomes["not-sent"] + pending;
  const left = addresses - out + outcomes.invalid;
  const phase = phaseOf(summary);
  const ended = phase === "ended";
  const missing = missingOf(readBack);
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
    headline: headlineOf({ out, addresses, summary }),
    ...endOf(summary, phase),
    steps: stepsOf(summary, phase),
    otherRoute: otherRouteOf(summary),
  };
}

const badges: Readonly<Record<Exclude<Phase, "ended">, string>> = {
  new: "Not begun",
  reading: "Not agreed to",
  agreed: "Not begun",
  running: "Still running",
  killed: "Ended without closing",
  stopped: "Stopped before the end",
};

/** Addresses that are out by their outcomes, and not as HubSpot showed them when they were read back. */
function missingOf(readBack: ReportSummary["readBack"]): number {
  return (readBack?.notConfirmed ?? 0) - (readBack?.unknown?.notConfirmed ?? 0);
}

interface Counted {
  readonly out: number;
  readonly addresses: number;
  readonly summary: ReportSummary;
}

/** How many of those who were asked for are out, and of how many of them HubSpot said otherwise when they were read back. */
function headlineOf(counted: Counted): string {
  const { out, addresses, summary } = counted;
  const { confirmed = 0, notConfirmed = 0, unconfirmable = 0 } = summary.readBack ?? {};
  const missing = missingOf(summary.readBack);
  if (missing === 0) return outOf(counted);
  if (summary.totals.outcomes.invalid > 0 || out < addresses)
    return `${outOf(counted)}, but HubSpot does not show ${number(missing)} of them`;
  const asked = count(confirmed + notConfirmed + unconfirmable, "address", "addresses");
  return `HubSpot does not show ${number(missing)} of ${asked} as out`;
}

/** Whoever stands in an invalid entry was asked for too. */
function outOf({ out, addresses, summary }: Counted): string {
  const { invalid } = summary.totals.outcomes;
  const is = out === 1 ? "is" : "are";
  if (invalid > 0) {
    const people = count(addresses + invalid, "person", "people");
    const where = (summary.leftOut?.rows ?? 0) === 0 ? "on the list" : "who were meant";
    return `${number(out)} of ${people} ${where} ${is} out`;
  }
  if (addresses === 0) return "The list holds no address to opt out";
  if (out < addresses)
    return `${number(out)} of ${count(addresses, "address", "addresses")} ${is} out`;
  return addresses === 1 ? "The address is out" : `All ${number(addresses)} addresses are out`;
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
  const { readBack } = summary;
  const unknown = unknownOf(summary);
  // A job that was killed sends them by itself when it goes on.
  if (unknown > 0 && phase !== "killed") {
    steps.push(
      `${count(unknown, "address", "addresses")} may be out or not: send ${unknown === 1 ? "it" : "them"} again with the command retry, which does no harm to an address that is out already.`,
    );
  }
  if (outcomes.invalid > 0) {
    steps.push(
      `${count(outcomes.invalid, "entry", "entries")} of the list ${outcomes.invalid === 1 ? "is invalid: read the reason below, correct it" : "are invalid: read the reasons below, correct them"} where the list comes from, and run the same command with the list once more: it sends what is new on it.`,
    );
  }
  const missing = missingOf(readBack);
  if (missing > 0) {
    steps.push(
      `${count(missing, "address", "addresses")} ${missing === 1 ? "was" : "were"} not shown as out when the job was read back on ${plainMoment(readBack?.at ?? 0)}: the command verify reads it back once more, and says how to send them again.`,
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
