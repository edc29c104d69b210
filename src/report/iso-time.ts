/** The largest time a date can hold, in milliseconds before or after 1970. */
const MAX_TIME = 8.64e15;

/** Milliseconds since 1970 as ISO 8601 in UTC; empty for what is no time. */
export function isoTime(time: number | undefined): string {
  if (time === undefined || !(Math.abs(time) <= MAX_TIME)) return "";
  return new Date(time).toISOString();
}
