import type { AddressSample, ListChange } from "../../node.js";
import { count, number, printable } from "../../text/words.js";

/** How a list differs from the one that was confirmed before, in lines for the person. */
export function describeChange(
  { added, gone, carried }: ListChange,
  list: string,
): readonly string[] {
  return [
    `${printable(list, 300)} was edited since it was confirmed:`,
    `  ${number(added.count)} added${examples(added)}`,
    `  ${number(gone.count)} gone${examples(gone)}; those that are out already stay so`,
    `  ${count(carried, "address", "addresses")} of both with an outcome, which is kept`,
  ];
}

function examples({ count: all, first }: AddressSample): string {
  if (first.length === 0) return "";
  const shown = first.map((address) => printable(address)).join(", ");
  return ` (${shown}${all > first.length ? ", …" : ""})`;
}
