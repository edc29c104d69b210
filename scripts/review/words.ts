import type { Verdict } from "./change.ts";
import { breaks, type Report } from "./report.ts";

/** Each verdict as a heading, the worst first. */
export const headings: Readonly<Record<Verdict, string>> = {
  breaks: "Breaks callers",
  "compiles-not": "No longer compiles for typed callers",
  adds: "Adds",
  fits: "Compatible",
  text: "Words only",
};

/** The whole report in one sentence. */
export function verdictLine(report: Report): string {
  const { base, versions, findings } = report;
  if (report.isNew) return `New API: ${base} has no description.`;
  if (findings.length === 0) return `Nothing changes for callers since ${base}.`;
  const bumps = [
    `info.version: needs ${neededWords(report, "description")}, has ${versions?.declared ?? "none"}`,
  ];
  if (versions?.package !== undefined) {
    bumps.push(
      `package: needs ${neededWords(report, "package")}, announces ${versions.package.announced}`,
    );
  }
  const said = `(${bumps.join("; ")})`;
  if (report.undeclared)
    return `Breaks callers since ${base}, and the version does not say so ${said}.`;
  if (findings.some(breaks)) return `Breaks callers since ${base}, as the version says ${said}.`;
  return `Breaks nothing since ${base} ${said}.`;
}

/** The bump that is needed; a reader who expects `major` for a break is told why it is not. */
function neededWords(
  { needed, findings }: Pick<Report, "needed" | "findings">,
  of: keyof Report["needed"],
): string {
  const isYoungBreak = needed[of] === "minor" && findings.some(breaks);
  return isYoungBreak ? "minor (before 1.0.0, the bump for a break)" : needed[of];
}
