import { type ListFacts, type Sample, type UnusualKind, unusualKinds } from "../../node.js";
import { count, number, printable } from "../../text/words.js";
import { separatorIn } from "./describe-facts.js";
import { describeUnasked, rowsOf } from "./unasked.js";

/** What the user should check in a list before anything is sent, in lines. */
export function describeReading(facts: ListFacts): readonly string[] {
  const {
    leftOut,
    where,
    otherSheets = [],
    consent,
    unusual,
    elsewhere,
    swallowed,
    ragged,
  } = facts;
  const lines: string[] = [];
  if (where.length > 0) {
    lines.push(
      `  Rows: ${where.map((each) => printable(each)).join(", ")} (${count(leftOut.rows, "row")} with ${count(leftOut.entries, "entry", "entries")} left out)`,
    );
    lines.push(...describeUnasked(facts));
  } else if (facts.allRows) lines.push("  Rows: all of them (--all-rows)");
  lines.push(...describeColumns(consent.columns));
  if (consent.file !== undefined)
    lines.push(
      `  The name of the list, or a title in it, says about everybody in it: "${printable(consent.file, 40)}"`,
    );
  for (const [kind, sample] of Object.entries(unusual) as [UnusualKind, Sample][]) {
    lines.push(`  ${number(sample.count)} unusual: ${unusualKinds[kind]}`, ...rowsOf(sample));
  }
  if (elsewhere.count > 0) {
    const columns = [...new Set(elsewhere.first.map(({ text }) => printable(text, 40)))].join(", ");
    lines.push(
      `  ${count(elsewhere.count, "cell")} with an address elsewhere, not taken (${columns}; --column NAME takes a column)`,
    );
  }
  if (ragged.count > 0) {
    const have = ragged.count === 1 ? "row has" : "rows have";
    lines.push(
      `  ${number(ragged.count)} ${have} more or fewer cells than the header; is a ${separatorIn(facts)} in a cell without quotation marks?`,
      ...rowsOf(ragged),
    );
  }
  if (swallowed.count > 0) {
    lines.push(
      `  ${count(swallowed.count, "quoted cell")} with lines that look like rows; is a quotation mark not closed?`,
      ...rowsOf(swallowed),
    );
  }
  if (otherSheets.length > 0) {
    lines.push(
      `  Not read: ${count(otherSheets.length, "other sheet")} (${otherSheets
        .slice(0, 5)
        .map((name) => printable(name, 40))
        .join(", ")}; --sheet NAME)`,
    );
  }
  return lines;
}

/** Columns of yes and no, or of a few groups, that are told: an export of a CRM has many. */
const SHOWN = 12;

/** The columns that say who is out, and then those that may. */
function describeColumns(columns: ListFacts["consent"]["columns"]): string[] {
  const others = columns.filter(({ decides }) => !decides);
  const more = others.length - SHOWN;
  return [...columns.filter(({ decides }) => decides), ...others.slice(0, SHOWN)]
    .map(({ column, name, decides, values }) => {
      const shown = values.map(
        ({ value, count: each }) =>
          `${value === "" ? "empty" : printable(value, 40)} ${number(each)}`,
      );
      const what = name === "" ? `column ${column}` : `column ${printable(name, 40)}`;
      const about = decides
        ? "examined, since it says who wants to be out"
        : "not asked about: rows of every value are meant; --where takes some";
      return `  ${what}: ${shown.length === 0 ? "many values" : shown.join(", ")} (${about})`;
    })
    .concat(more > 0 ? [`  ${count(more, "more column")} of a few values, not asked about`] : []);
}
