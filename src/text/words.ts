import { visible } from "./terminal.js";

/** A count as people read it: 1,000,000. */
export function number(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** A count with its noun: 1 row, 2 rows; `many` where an s will not do. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A length of time in words, rounded: "a few seconds", "40 seconds", "9 minutes", "2.5 hours". */
export function duration(seconds: number): string {
  if (seconds < 10) return "a few seconds";
  if (seconds < 90) return `${Math.round(seconds)} seconds`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} minutes`;
  return `${(seconds / 3600).toFixed(1).replace(/\.0$/, "")} hours`;
}

/** A moment in milliseconds since 1970 as ISO 8601 in UTC, to the second. */
export function moment(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** A text from a list or a server as a part of a line for a terminal, of a bounded length. */
export function printable(text: string, longest = 100): string {
  const shown = visible(text).replaceAll("\n", "\\u{000A}");
  return shown.length > longest ? `${shown.slice(0, longest - 1)}…` : shown;
}
