import type { JobWait } from "../../index.js";
import { count, duration, number } from "../../text/words.js";
import type { ProgressView } from "./view.js";

const reasons: Readonly<Record<JobWait["reason"], string>> = {
  "rate-limit": "HubSpot's rate limit",
  migration: "HubSpot moves the account",
  unavailable: "HubSpot or the way there fails",
};

/** Rate and time left: "1,850/s, 9 minutes left". */
export function describePace(view: ProgressView, perSecond: number | undefined): string {
  if (perSecond === undefined || perSecond === 0 || view.done >= view.total) return "";
  const left = duration((view.total - view.done) / perSecond);
  return `${number(Math.max(1, perSecond))}/s, ${left} left`;
}

/** What the settled ones came to: "1,190 unsubscribed, 10 rejected". */
export function describeCounts(counts: ProgressView["counts"]): string {
  return Object.entries(counts)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${number(value)} ${name}`)
    .join(", ");
}

/**
 * What holds the job up, or nothing.
 *
 * @param now milliseconds since 1970
 */
export function describeHold(view: ProgressView, now: number): string {
  if (view.stopping) {
    return view.underWay > 0
      ? `stopping: waiting for ${count(view.underWay, "call")} under way`
      : "stopping";
  }
  if (view.wait === undefined) return "";
  const seconds = Math.max(1, Math.ceil((view.wait.until - now) / 1000));
  return `waiting ${duration(seconds)}: ${reasons[view.wait.reason]}`;
}

/** All of it as one line. */
export function describeProgress(
  view: ProgressView,
  perSecond: number | undefined,
  now: number,
): string {
  const share = view.total === 0 ? 100 : Math.floor((view.done / view.total) * 100);
  const parts = [
    `${number(view.done)} of ${count(view.total, "address", "addresses")} (${share} %)`,
    describePace(view, perSecond),
    describeCounts(view.counts),
    view.rateLimited > 0 ? `${number(view.rateLimited)} answered with 429` : "",
    describeHold(view, now),
  ];
  return parts.filter((part) => part !== "").join("; ");
}
