import type { JobTotals } from "../../index.js";
import { outcomeNames } from "../../node.js";
import { count, number } from "../../text/words.js";

/** Every entry of a list and what they came to: the numbers add up. */
export function describeTotals(
  { entries, pending, outcomes }: JobTotals,
  blankRows: number,
): string {
  const parts = outcomeNames
    .filter((name) => outcomes[name] > 0)
    .map((name) => `${number(outcomes[name])} ${name}`);
  if (pending > 0) parts.push(`${number(pending)} still to come`);
  const all = count(entries, "entry", "entries");
  const blank = blankRows === 0 ? "" : `; ${count(blankRows, "blank row")} besides`;
  return `${all}: ${parts.length === 0 ? "nothing" : parts.join(", ")}${blank}.`;
}
