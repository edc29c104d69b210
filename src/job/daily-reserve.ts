import type { RateLimit } from "../errors/rate-limit.js";
import { nextMidnight } from "./next-midnight.js";
import type { JobStop } from "./stop.js";

/**
 * The stop for a job that would go on at the cost of the account's other apps: what is left of the
 * day's calls has come down to the share that is theirs.
 *
 * @param reserve the share, from 0 to 1
 * @param underWay calls whose answers may not be counted in yet
 * @param zone the time zone in which the day ends, where it is known
 */
export function reserveReached(
  rateLimit: RateLimit | undefined,
  reserve: number,
  underWay: number,
  zone: () => string | undefined = () => undefined,
): JobStop | undefined {
  const { daily, dailyRemaining } = rateLimit ?? {};
  if (daily === undefined || dailyRemaining === undefined) return undefined;
  if (dailyRemaining - underWay > daily * reserve) return undefined;
  const percent = Math.round(reserve * 1000) / 10;
  const timeZone = zone();
  const resumeAt = nextMidnight(timeZone, Date.now());
  return {
    reason: "rate-limit",
    ...(resumeAt === undefined ? undefined : { resumeAt }),
    message:
      `The account has ${dailyRemaining} of its ${daily} calls of the day left, and ${percent} % are ` +
      `reserved for its other apps. Go on after midnight in ${timeZone ?? "the account's time zone"}, ` +
      "or with a smaller reserve.",
  };
}
