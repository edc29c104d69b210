const QUARTER_HOUR = 900_000;

/**
 * When the next day begins in a time zone, in milliseconds since 1970; `undefined` for a zone that is
 * not known. Every offset from UTC is a multiple of a quarter of an hour, and where clocks are put
 * forward at midnight the day begins an hour later: so it is looked for, not reckoned.
 */
export function nextMidnight(timeZone: string | undefined, now: number): number | undefined {
  if (timeZone === undefined) return undefined;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    return undefined;
  }
  const today = format.format(now);
  let at = Math.floor(now / QUARTER_HOUR) * QUARTER_HOUR;
  do at += QUARTER_HOUR;
  while (format.format(at) === today);
  return at;
}
