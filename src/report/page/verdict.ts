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
  /** What to do now, one step each. */
  readonly steps: readonly string[];
}

/** What the totals and the end of a job come to, for somebody who reads nothing else. */
export function judge(summary: ReportSummary): Verdict {
  const { outcomes, pending } = summary.totals;
  const out = outcomes.unsubscribed + outcomes["already-unsubscribed"];
  const addresses = out + outcomes.rejected + outcomes.unknown + outcomes["not-sent"] + pending;
  const left = addresses - out + outcomes.invalid;
  const stopped = summary.stop !== undefined || pending > 0;
  return {
    tone: stopped ? "stopped" : left === 0 ? "good" : "attention",
    badge: stopped ? "Stopped before the end" : left === 0 ? "Complete" : "Complete, with failures",
    headline: headlineOf(out, addresses),
    ended: endOf(summary),
    steps: stepsOf(summary),
  };
}

function headlineOf(out: number, addresses: number): string {
  if (addresses === 0) return "The list holds no address to opt out";
  if (out < addresses) {
    return `${number(out)} of ${count(addresses, "address", "addresses")} ${out === 1 ? "is" : "are"} out`;
  }
  return addresses === 1 ? "The address is out" : `All ${number(addresses)} addresses are out`;
}

function endOf({ stop, totals }: ReportSummary): string {
  if (stop !== undefined) return stop.message;
  if (totals.pending > 0) return "The job has not ended: some entries have no outcome yet.";
  return "The job came to the end of the list.";
}

function stepsOf(summary: ReportSummary): string[] {
  const { stop, totals } = summary;
  const { outcomes, pending } = totals;
  const steps: string[] = [];
  if (stop !== undefined || outcomes["not-sent"] + pending > 0) steps.push(goOn(summary));
  if (outcomes.rejected > 0) {
    steps.push(
      `HubSpot refused ${count(outcomes.rejected, "address", "addresses")}: read the reasons below, mend what can be mended, and send them again with the command retry.`,
    );
  }
  if (outcomes.unknown > 0) {
    steps.push(
      `${count(outcomes.unknown, "address", "addresses")} may be out or not: send them again with the command retry, which does no harm to an address that is out already.`,
    );
  }
  if (outcomes.invalid > 0) {
    steps.push(
      `${count(outcomes.invalid, "entry", "entries")} of the list cannot be an address: correct them where the list comes from, and run a list of the corrected ones.`,
    );
  }
  return steps;
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
