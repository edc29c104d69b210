import type { AddressSample, JournalList, ListChange } from "../../node.js";
import { count, number, printable } from "../../text/words.js";

/** How a list differs from the one that was confirmed before, in lines for the user. */
export function describeChange({ added, gone, carried }: ListChange): readonly string[] {
  return [
    `  ${number(added.count)} added${examples(added)}`,
    `  ${number(gone.count)} gone${examples(gone)}${gone.count === 0 ? "" : "; those who are out stay out"}`,
    `  ${count(carried, "address", "addresses")} on both ${carried === 1 ? "has an outcome, which is" : "have an outcome, which is"} kept`,
  ];
}

function examples({ count: all, first }: AddressSample): string {
  if (first.length === 0) return "";
  const shown = first.map((address) => printable(address)).join(", ");
  return ` (${shown}${all > first.length ? ", …" : ""})`;
}

/** How many days are named one by one; earlier ones are counted together. */
const DAYS = 5;

/** On which days addresses of a list were settled, in a line for the person; nothing where none was. */
export function describeSettled(
  days: ReadonlyMap<number, number>,
  { again }: { readonly again: boolean },
): readonly string[] {
  const all = [...days.values()].reduce((sum, each) => sum + each, 0);
  if (all === 0) return [];
  const known = [...days].filter(([day]) => !Number.isNaN(day));
  const early = known.slice(0, -DAYS).reduce((sum, [, each]) => sum + each, 0);
  const named = known
    .slice(-DAYS)
    .map(([day, each]) => `${number(each)} on ${new Date(day).toISOString().slice(0, 10)}`);
  const first = known.at(-DAYS)?.[0];
  if (early > 0 && first !== undefined) {
    named.unshift(`${number(early)} before ${new Date(first).toISOString().slice(0, 10)}`);
  }
  const when = named.length === 0 ? "" : `: ${named.join(", ")} (UTC)`;
  const what = all === 1 ? "address is" : "addresses are";
  return [
    `  ${number(all)} ${what} settled${when}. ` +
      (again
        ? "They are sent once more (--again)."
        : "They are not sent again; whoever has opted in again since is sent only with --again."),
  ];
}

/** Which rows were meant before and are now, in a line; nothing where they are the same. */
export function describeRowsChange(
  before: JournalList | undefined,
  now: { readonly where: readonly string[]; readonly allRows: boolean },
): readonly string[] {
  const earlier = rowsOf(before?.facts ?? {});
  const later = rowsOf(now);
  return before === undefined || earlier === later
    ? []
    : [`  Selected rows: ${printable(later, 300)}; before: ${printable(earlier, 300)}`];
}

/** The conditions under which a list was read, in words. */
function rowsOf({ where }: { readonly where?: unknown; readonly allRows?: unknown }): string {
  const conditions = Array.isArray(where) ? where.map(String) : [];
  return conditions.length === 0 ? "all" : conditions.map((each) => `--where ${each}`).join(" ");
}
