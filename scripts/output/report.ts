import type { Fault } from "../partial.ts";
import { InputProblem, MOST_LOOKED_AT, type Detail } from "../problem.ts";
import type { LintFinding } from "../read/lint.ts";
import type { Drift } from "./drift.ts";
import { visible, visibleLine } from "./visible.ts";

/** Formats errors for the user: what is wrong, and where (file:line:column, with the surrounding lines). */
export function describeProblem(details: readonly Detail[], hint?: string): string {
  // The linter reports an example once for each place that refers to it.
  const looked = details
    .slice(0, MOST_LOOKED_AT)
    .map((detail) => [headOf(detail), detail] as const);
  const distinct = [...new Map(looked).values()];
  const rest = distinct.length - MOST_PROBLEMS + details.length - looked.length;
  return [
    ...distinct.slice(0, MOST_PROBLEMS).map(describeDetail),
    ...(rest > 0 ? [`… and ${rest} more problems`] : []),
    ...(hint === undefined ? [] : [hint]),
  ].join("\n");
}

/** An error that the user can fix, in words; undefined for a bug in the tool itself. */
export function describeError(error: unknown): string | undefined {
  if (error instanceof InputProblem) return describeProblem(error.details, error.hint);
  return error instanceof Error && error.name.endsWith("Problem")
    ? visible(error.message)
    : undefined;
}

const MOST_PROBLEMS = 20;

function describeDetail(detail: Detail): string {
  const frame = detail.place?.frame ?? "";
  return frame === "" ? headOf(detail) : `${headOf(detail)}\n\n${indent(visible(frame))}\n`;
}

/** A description can have a name of a megabyte. */
const LONGEST_MESSAGE = 2000;

function headOf({ message, place }: Detail): string {
  const rest = message.length - LONGEST_MESSAGE;
  const cut = rest > 0 ? ` … and ${rest} more characters` : "";
  const said = message.slice(0, LONGEST_MESSAGE) + cut;
  if (place === undefined) return visible(said);
  // The name of a description or a file must not look like a line of our own output.
  return visibleLine(`${place.file}:${place.line}:${place.column} ${said}`);
}

export function describeDrift(drift: readonly Drift[], mend: string): string {
  const items = drift.map(({ kind, file, diff }) =>
    [`${kind}: ${visibleLine(file)}`, ...(diff === undefined ? [] : [indent(visible(diff))])].join(
      "\n",
    ),
  );
  const foreign = drift.filter(({ kind }) => kind === "foreign").length;
  const remedies = [
    ...(drift.some(({ isEdited }) => isEdited)
      ? ["What was edited by hand belongs in the description: the next run overwrites it."]
      : []),
    ...(drift.length > foreign ? [`To mend: ${mend}`] : []),
    ...(foreign > 0 ? ["What is foreign was not written by this command: move it by hand."] : []),
  ];
  return `${items.join("\n")}\n\n${remedies.join("\n")}`;
}

/** Findings that the lint level lets pass, by rule: the first in full, of the others where they are. */
export function describeFindings(findings: readonly LintFinding[]): string {
  const byRule = new Map<string, LintFinding[]>();
  for (const finding of findings) {
    const own = byRule.get(finding.rule);
    if (own === undefined) byRule.set(finding.rule, [finding]);
    else own.push(finding);
  }
  const rules = [...byRule].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rules.flatMap(([rule, [first, ...others]]) => {
    if (first === undefined) return [];
    const [place] = first.places;
    const head = headOf({ message: `${first.message} (${rule})`, place });
    return [
      `    ${head}`,
      ...(others.length === 0 ? [] : [`      ${alsoAt(place?.file, others)}`]),
    ];
  });
  const counts = rules.map(([rule, own]) => `${rule} ${own.length}`).join(", ");
  return [`${findings.length} lint warnings: ${counts}`, ...lines].join("\n");
}

/** A foreign description can have thousands of findings of one rule. */
const MOST_PLACES = 20;

/** Where the others are: of the file of the first one, lines alone. */
function alsoAt(file: string | undefined, findings: readonly LintFinding[]): string {
  const places = findings.slice(0, MOST_PLACES).flatMap(({ places: [place] }) => place ?? []);
  const shown = places.map((place) =>
    place.file === file ? `line ${place.line}` : `${place.file}:${place.line}`,
  );
  const rest = findings.length - MOST_PLACES;
  return `also at ${[...new Set(shown)].join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** What was left out, and for which fault. */
export function describeFaults(faults: readonly Fault[]): string {
  const lost = faults.flatMap((fault) => fault.lost);
  const left =
    lost.length === 0
      ? "No operation needs these parts: they are left out, and the rest is complete."
      : `Left out, since no code can be made of them rightly (\`--skip-faulty\` takes this for success):\n${lost.map((name) => `  ${visibleLine(name)}`).join("\n")}`;
  return `${describeProblem(faults)}\n${left}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}
