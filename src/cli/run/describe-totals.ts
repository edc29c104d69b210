import type { JobTotals } from "../../index.js";
import { outcomeNames, type JournalList } from "../../node.js";
import { member } from "../../text/json.js";
import { count, number } from "../../text/words.js";

/** Every entry of a list and what they came to: the numbers add up. */
export function describeTotals(
  { entries, pending, outcomes }: JobTotals,
  list: Pick<JournalList, "blankRows" | "former" | "facts"> | undefined,
): string {
  const { blankRows = 0, former = 0, facts } = list ?? {};
  const leftOut = Number(member(facts?.["leftOut"], "rows") ?? 0);
  const parts = outcomeNames
    .filter((name) => outcomes[name] > 0)
    .map((name) => `${number(outcomes[name])} ${name}`);
  if (pending > 0) parts.push(`${number(pending)} still to come`);
  const all = count(entries, "entry", "entries");
  const besides = [
    ...(blankRows === 0 ? [] : [count(blankRows, "blank row")]),
    ...(former === 0 ? [] : [`${number(former)} of earlier lists`]),
    ...(leftOut > 0 ? [`${count(leftOut, "row")} left out by --where`] : []),
  ];
  const more = besides.length === 0 ? "" : `; ${besides.join(" and ")} besides`;
  return `${all}: ${parts.length === 0 ? "nothing" : parts.join(", ")}${more}.`;
}
