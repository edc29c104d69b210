import type { HeaderReader } from "./header-reader.js";

/** What HubSpot says of the account's rate limits; each figure is `undefined` where it is silent. */
export interface RateLimit {
  /** Calls allowed in one window. */
  readonly max: number | undefined;
  /** Calls left in the window. */
  readonly remaining: number | undefined;
  /** The length of the window, in milliseconds. */
  readonly intervalMs: number | undefined;
  /** Calls allowed in a day; absent for OAuth apps. */
  readonly daily: number | undefined;
  /** Calls left today; the day ends at midnight in the account's time zone. */
  readonly dailyRemaining: number | undefined;
}

/** Reads the `X-HubSpot-RateLimit-*` headers; `undefined` where none of them is readable. */
export function readRateLimit(headers: HeaderReader): RateLimit | undefined {
  const max = readCount(headers, "max");
  const remaining = readCount(headers, "remaining");
  const intervalMs = readCount(headers, "interval-milliseconds");
  const daily = readCount(headers, "daily");
  const dailyRemaining = readCount(headers, "daily-remaining");
  return (max ?? remaining ?? intervalMs ?? daily ?? dailyRemaining) === undefined
    ? undefined
    : Object.freeze({ max, remaining, intervalMs, daily, dailyRemaining });
}

function readCount(headers: HeaderReader, name: string): number | undefined {
  const text = headers.get(`x-hubspot-ratelimit-${name}`);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
