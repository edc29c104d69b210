import type { HeaderReader } from "./header-reader.js";
import type { RateLimit } from "../errors/rate-limit.js";

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
