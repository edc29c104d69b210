import type { RateLimit } from "../errors/rate-limit.js";
import type { Redact } from "../text/redact.js";

/** The part of `Headers` that is read; what another `fetch` returns need not be the global class. */
export interface HeaderReader {
  /** The value of a header, without regard to the case of its name; `null` where there is none. */
  get(name: string): string | null;
}

/** In milliseconds. HubSpot names a window of 10 seconds; a much longer one would hold a job up for no reason. */
const LONGEST_WINDOW = 60_000;
/** The longest wait that is accepted, in milliseconds, so that its end fits into a `Date`. */
const YEAR = 366 * 86_400_000;

/** For a response without headers, as simple test doubles of `fetch` return. */
const NO_HEADERS: HeaderReader = { get: () => null };

/** The headers of a response, whatever gave it. */
export function readHeaders({ headers }: { readonly headers: HeaderReader }): HeaderReader {
  return typeof (headers as HeaderReader | undefined)?.get === "function" ? headers : NO_HEADERS;
}

/** Headers for the caller: a server may have sent the token back in one. */
export function withoutTokens(headers: HeaderReader, redact: Redact): HeaderReader {
  return {
    get: (name) => {
      const value = headers.get(name);
      return value === null ? null : redact.data(value, value);
    },
  };
}

/** Reads the `X-HubSpot-RateLimit-*` headers; `undefined` where none of them is readable. */
export function readRateLimit(headers: HeaderReader): RateLimit | undefined {
  const max = readCount(headers, "max");
  const remaining = readCount(headers, "remaining");
  const intervalMs = readCount(headers, "interval-milliseconds", LONGEST_WINDOW);
  const daily = readCount(headers, "daily");
  const dailyRemaining = readCount(headers, "daily-remaining");
  return (max ?? remaining ?? intervalMs ?? daily ?? dailyRemaining) === undefined
    ? undefined
    : Object.freeze({ max, remaining, intervalMs, daily, dailyRemaining });
}

function readCount(headers: HeaderReader, name: string, most = Infinity): number | undefined {
  const text = headers.get(`x-hubspot-ratelimit-${name}`);
  return text !== null && /^\d{1,15}$/.test(text) && Number(text) <= most
    ? Number(text)
    : undefined;
}

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
 * makes no difference. Zero stands for "now" and for a date in the past; what is longer than a year
 * counts as a year.
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
  if (SECONDS.test(text)) return Math.min(Number(text) * 1000, YEAR);
  const until = parseHttpDate(text);
  if (until === undefined) return undefined;
  const from = (date === null ? undefined : parseHttpDate(date.trim())) ?? now;
  return Math.min(Math.max(0, until - from), YEAR);
}
