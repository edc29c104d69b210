import type { ListFacts, Sample } from "../../node.js";
import { count, number, printable } from "../../text/words.js";
import { RefusedError } from "../usage-error.js";
import type { RunFlags } from "./run-flags.js";

/** The addresses that `--where` takes although a row says that they have not asked to be out. */
export function describeUnasked({ unasked, contradicted }: ListFacts): readonly string[] {
  const have = ({ count: all }: Sample): string =>
    `${count(all, "address", "addresses")} ${all === 1 ? "has" : "have"} NOT asked to be out`;
  return [
    ...(unasked.count === 0
      ? []
      : [
          `  WARNING: ${have(unasked)}, according to the rows that --where selects:`,
          ...rowsOf(unasked),
        ]),
    ...(contradicted.count === 0
      ? []
      : [
          `  WARNING: ${have(contradicted)}, according to another row, such as a later subscription:`,
          ...rowsOf(contradicted),
        ]),
  ];
}

/**
 * Where `--where` takes whom the list says not to have asked to be out, a person at a terminal has been shown that; with
 * `--yes` nobody has, so it takes `--all-rows` beside it.
 *
 * @throws {RefusedError} with `--yes` alone
 */
export function checkAsked(facts: ListFacts, { yes }: Pick<RunFlags, "yes">): void {
  const { allRows, unasked, contradicted } = facts;
  const all = unasked.count + contradicted.count;
  if (!yes || allRows || all === 0) return;
  throw new RefusedError(
    `nothing was sent: of the addresses that --where takes, ${number(all)} ${all === 1 ? "has" : "have"} not asked to be out, as the list says; ` +
      "leave out --yes to be asked, or confirm that they are meant",
    { choices: [{ what: "To send them all the same", flags: ["--all-rows"] }] },
  );
}

/** The first of what was found, a line for each row. */
export function rowsOf({ count: all, first }: Sample): string[] {
  const lines = first.map(({ row, text }) => `    row ${row}: ${printable(text)}`);
  return all > first.length ? [...lines, `    and ${number(all - first.length)} more`] : lines;
}
