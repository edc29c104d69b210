import type { ListFacts } from "../../node.js";
import { count, printable } from "../../text/words.js";

const separators = new Map([
  [",", "comma"],
  [";", "semicolon"],
  ["\t", "tab"],
  ["|", "pipe"],
]);

/** What stands between two cells, in words. */
export function separatorIn({ separator = "separator" }: ListFacts): string {
  return separators.get(separator) ?? printable(separator);
}

/** How a list was read, in a few words: what a person may see to be wrong before anything is sent. */
export function describeFacts(facts: ListFacts): readonly string[] {
  const words: string[] = [facts.format.toUpperCase()];
  if (facts.gzip) words.push("gzip");
  words.push(
    facts.encodingGuessed ? `${facts.encoding}, guessed (--encoding sets it)` : facts.encoding,
  );
  if (facts.separator !== undefined) {
    words.push(`${separatorIn(facts)} between cells`);
  }
  const [first, ...more] = facts.columnNames ?? facts.columns;
  const columns = [first, ...more].map((column) => printable(String(column))).join(", ");
  const what = more.length === 0 ? "column" : "columns";
  if (facts.columnNames !== undefined) words.push(`${what} ${columns}`);
  else if (facts.format !== "txt") words.push(`no header, ${what} ${columns}`);
  if (facts.isOwnReport) {
    words.push(`a report: ${count(facts.settledRows, "settled row")} left out`);
  }
  return words;
}
