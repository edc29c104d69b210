import type { ApiVersion } from "../model/versions.ts";

/** A version is reported this many months before its support ends. */
const NOTICE = 6;

/**
 * The versions of the API whose support ends within half a year, or has ended, in sentences.
 *
 * @param now milliseconds since 1970
 */
export function endingSupport(versions: readonly ApiVersion[], now: number): string[] {
  return versions.flatMap(({ prefix, segment, until }) => {
    const end = until === undefined ? undefined : endOf(until);
    if (end === undefined) return [];
    const notice = new Date(end);
    notice.setUTCMonth(notice.getUTCMonth() - NOTICE);
    if (now < notice.getTime()) return [];
    const others = versions.filter((each) => each.prefix === prefix && lasts(each, end));
    const cure =
      others.length === 0
        ? "look for a later one, and list it in x-versions"
        : `move to ${others.map((each) => each.segment).join(" or ")}`;
    const state =
      now < end ? `is supported until ${until}` : `has not been supported since ${until}`;
    return [`Version ${segment} of ${prefix} ${state}: ${cure}.`];
  });
}

function lasts({ until }: ApiVersion, end: number): boolean {
  return until !== undefined && (endOf(until) ?? 0) > end;
}

/** When the month after this one begins, such as `2027-09`. */
function endOf(month: string): number | undefined {
  const [, year, number] = /^(\d{4})-(\d{2})$/.exec(month) ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(number));
}
