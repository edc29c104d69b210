/** The largest time a date can hold, in milliseconds before or after 1970. */
const MAX_TIME = 8.64e15;

/** The last time asked for: the addresses of one call follow each other, and share theirs. */
let last = { time: Number.NaN, text: "" };

/** Milliseconds since 1970 as ISO 8601 in UTC; empty for what is no time. */
export function isoTime(time: number | undefined): string {
  if (time === undefined || !(Math.abs(time) <= MAX_TIME)) return "";
  if (time !== last.time) last = { time, text: new Date(time).toISOString() };
  return last.text;
}
