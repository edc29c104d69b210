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

/**
 * A text from a list or a server, fit for a terminal: a control or direction character would act on
 * it, so each becomes a visible escape.
 */
export function printable(text: string, longest = 100): string {
  const shown = text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) =>
      `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}}`,
  );
  return shown.length > longest ? `${shown.slice(0, longest - 1)}…` : shown;
}
