const SECONDS = /^\d+$/;

// The three forms of an HTTP-date that RFC 9110 section 5.6.7 tells a recipient to accept. Spelled
// out because Date.parse takes "-5" and "1.5" for days of the year 2001.
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** An HTTP-date as milliseconds since 1970, `undefined` where it is none. */
function parseHttpDate(text: string): number | undefined {
  let time = Number.NaN;
  if (IMF_FIXDATE.test(text) || RFC_850.test(text)) time = Date.parse(text);
  // Without a zone the engine would read local time.
  else if (ASCTIME.test(text)) time = Date.parse(`${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * What a `Retry-After` header asks for, in milliseconds (RFC 9110 section 10.2.3).
 *
 * A date is judged against the server's own clock, its `Date` header, so that a wrong clock here
 * makes no difference. Zero stands for "now" and for a date in the past.
 *
 * @param value The header, `null` where it is absent.
 * @param date The `Date` header of the same response.
 * @param now Milliseconds since 1970, for a response without a readable `Date`.
 * @returns `undefined` for an absent header and for one that cannot be read.
 */
export function parseRetryAfter(
  value: string | null,
  date: string | null,
  now: number,
): number | undefined {
  if (value === null) return undefined;
  const text = value.trim();
  if (SECONDS.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
  const until = parseHttpDate(text);
  if (until === undefined) return undefined;
  const from = (date === null ? undefined : parseHttpDate(date.trim())) ?? now;
  return Math.max(0, until - from);
}
