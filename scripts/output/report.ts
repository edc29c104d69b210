import type { Detail } from "../problem.ts";
import type { LintFinding } from "../read/lint.ts";
import type { Drift } from "./drift.ts";

/** What a person reads when something is wrong: what, where (file:line:column, with the lines around it). */
export function describeProblem(details: readonly Detail[]): string {
  // The linter reports an example once for each place that refers to it.
  const distinct = [...new Map(details.map((detail) => [headOf(detail), detail])).values()];
  const rest = distinct.length - MOST_PROBLEMS;
  return [
    ...distinct.slice(0, MOST_PROBLEMS).map(describeDetail),
    ...(rest > 0 ? [`… and ${rest} more problems`] : []),
  ].join("\n");
}

const MOST_PROBLEMS = 20;

function describeDetail(detail: Detail): string {
  const { place } = detail;
  return place === undefined ? detail.message : `${headOf(detail)}\n\n${indent(place.frame)}\n`;
}

function headOf({ message, place }: Detail): string {
  return place === undefined ? message : `${place.file}:${place.line}:${place.column} ${message}`;
}

export function describeDrift(drift: readonly Drift[], mend: string): string {
  const items = drift.map(({ kind, file, diff }) =>
    diff === undefined ? `${kind}: ${file}` : `${kind}: ${file}\n${indent(diff)}`,
  );
  const foreign = drift.filter(({ kind }) => kind === "foreign").length;
  const remedies = [
    ...(drift.length > foreign ? [`To mend: ${mend}`] : []),
    ...(foreign > 0 ? ["What is foreign was not written by this command: move it by hand."] : []),
  ];
  return `${items.join("\n")}\n\n${remedies.join("\n")}`;
}

/** Findings that the lint level lets pass, counted by rule: a foreign description can have thousands. */
export function describeFindings(findings: readonly LintFinding[]): string {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const rules = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([rule, count]) => `${rule} ${count}`);
  return `${findings.length} lint warnings: ${rules.join(", ")}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}
