/**
 * Where a spreadsheet may start a cell: at the start of a field, and behind a separator inside it, since
 * a program set to another separator than ours splits there.
 */
const START = "(?<=^|[;\\t\\r\\n|])";
/** What a spreadsheet takes for a formula, in full width too; blanks and apostrophes may stand before. */
const FORMULA = "(?=['\\x20]*[=+\\-@\\t\\r\\n\\uFF1D\\uFF0B\\uFF0D\\uFF20])";
const UNGUARDED = new RegExp(START + FORMULA, "g");
const GUARDED = new RegExp(`${START}'${FORMULA}`, "g");
/** A quick first check, since most texts contain nothing of the kind. */
const SUSPECT = /^['\s=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[;\t\r\n|]/;

/**
 * Makes a text safe in a spreadsheet: an apostrophe before what would run as a formula. One is also
 * put before an apostrophe that stands there already, so that `unguard` gives back every text exactly;
 * csv-stringify's `escape_formulas` does not, and would turn `'+a@example.com` into a stranger.
 */
export function guard(text: string): string {
  return SUSPECT.test(text) ? text.replace(UNGUARDED, "'") : text;
}

/** Undoes `guard`, and leaves a text alone that `guard` would not have changed. */
export function unguard(text: string): string {
  return text.includes("'") ? text.replace(GUARDED, "") : text;
}
