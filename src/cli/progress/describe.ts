import type { JobWait, OutcomeName } from "../../index.js";
import { count, duration, number } from "../../text/words.js";

/** What is shown of a job on its way. */
export interface ProgressView {
  /** Addresses to send, or to read back, in this run. */
  readonly total: number;
  /** Addresses that are settled. */
  readonly done: number;
  /** What they came to, by name, in the order to show. */
  readonly counts: Readonly<Partial<Record<OutcomeName | Verdict, number>>>;
  readonly wait: JobWait | undefined;
  /** Calls answered with a 429. */
  readonly rateLimited: number;
  /** Calls under way. */
  readonly underWay: number;
  /** It sends nothing more and waits for the open calls. */
  readonly stopping: boolean;
}

type Verdict = "confirmed" | "not-confirmed" | "unconfirmable";

/** Shows how far a job is. */
export interface Progress {
  /**
   * Updates what is shown. Called often; draws only as often as useful.
   *
   * @param perSecond addresses a second, where it can be told
   * @param time milliseconds of a clock that is never set
   * @param now milliseconds since 1970
   */
  show(view: ProgressView, perSecond: number | undefined, time: number, now: number): void;
  /** A line that stays. */
  note(text: string): void;
  /** Takes away what is drawn, before the process is stopped by its terminal. */
  leave(): void;
  /** Ends the showing; what is written afterwards begins on a line of its own. */
  end(view: ProgressView): void;
}

const reasons: Readonly<Record<JobWait["reason"], string>> = {
  "rate-limit": "HubSpot's rate limit",
  migration: "HubSpot moves the account",
  unavailable: "HubSpot or the way there fails",
};

/** Rate and time left: "1,850/s, 9 minutes left". */
function describePace(view: ProgressView, perSecond: number | undefined): string {
  if (perSecond === undefined || perSecond === 0 || view.done >= view.total) return "";
  const left = duration((view.total - view.done) / perSecond);
  return `${number(Math.max(1, perSecond))}/s, ${left} left`;
}

/** What the settled ones came to: "1,190 unsubscribed, 10 rejected". */
function describeCounts(counts: ProgressView["counts"]): string {
  return Object.entries(counts)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${number(value)} ${name}`)
    .join(", ");
}

/**
 * What the job is waiting for, or nothing.
 *
 * @param now milliseconds since 1970
 */
function describeHold(view: ProgressView, now: number): string {
  if (view.stopping) {
    return view.underWay > 0
      ? `stopping: waiting for ${count(view.underWay, "call")} under way`
      : "stopping";
  }
  if (view.wait === undefined) return "";
  const seconds = Math.max(1, Math.ceil((view.wait.until - now) / 1000));
  return `waiting ${duration(seconds)}: ${reasons[view.wait.reason]}`;
}

function shareOf({ done, total }: ProgressView): number {
  return total === 0 ? 1 : done / total;
}

/**
 * All of it as one line.
 *
 * @param live left out at the end, when neither a wait nor the time left means anything any more
 */
export function describeProgress(
  view: ProgressView,
  live?: { readonly perSecond: number | undefined; readonly now: number },
): string {
  const share = Math.floor(shareOf(view) * 100);
  const parts = [
    `${number(view.done)} of ${count(view.total, "address", "addresses")} (${share} %)`,
    live === undefined ? "" : describePace(view, live.perSecond),
    describeCounts(view.counts),
    view.rateLimited > 0 ? `${number(view.rateLimited)} answered with 429` : "",
    live === undefined ? "" : describeHold(view, live.now),
  ];
  return parts.filter((part) => part !== "").join("; ");
}

/** As much of it as a width holds, with a bar: what is least needed is left out first. */
export function fitProgress(
  view: ProgressView,
  perSecond: number | undefined,
  now: number,
  width: number,
): string {
  const share = shareOf(view);
  const percent = `${Math.floor(share * 100)} %`;
  const bar = (size: number): string => {
    const full = Math.round(share * size);
    return `[${"#".repeat(full)}${".".repeat(size - full)}] ${percent}`;
  };
  const done = `${number(view.done)} of ${number(view.total)}`;
  const what = describeHold(view, now) || describePace(view, perSecond);
  const counts = describeCounts(view.counts);
  const choices = [
    [`${bar(20)} ${done}`, what, counts],
    [`${bar(10)} ${done}`, what, counts],
    [`${bar(20)} ${done}`, what],
    [`${bar(10)} ${done}`, what],
    [percent, what],
    [what || percent],
  ].map((parts) => parts.filter((part) => part !== "").join(" | "));
  const [last = ""] = choices.slice(-1);
  return choices.find((line) => line.length <= width) ?? `${last.slice(0, width - 1)}…`;
}
