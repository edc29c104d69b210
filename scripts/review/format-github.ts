import { visible } from "../output/visible.ts";
import type { PlacedFinding, Report } from "./report.ts";
import { headings, verdictLine } from "./words.ts";

/** The report as annotations of a workflow run, by GitHub's workflow commands: at the operation in the description. */
export function formatGithub(report: Report): string {
  const lines = report.findings
    .filter(({ verdict }) => verdict !== "text")
    .map((finding) => annotation(levelOf(finding, report), finding));
  for (const remark of report.remarks) lines.push(`::warning::${data(remark)}`);
  lines.push(`::${report.undeclared ? "error" : "notice"}::${data(verdictLine(report))}`);
  return `${lines.join("\n")}\n`;
}

function levelOf({ verdict }: PlacedFinding, report: Report): "error" | "warning" | "notice" {
  if (verdict !== "breaks" && verdict !== "compiles-not") return "notice";
  return report.undeclared ? "error" : "warning";
}

function annotation(level: string, { verdict, place, what, source }: PlacedFinding): string {
  const properties = [`title=${property(headings[verdict])}`];
  if (source !== undefined) {
    properties.unshift(
      `file=${property(source.file)}`,
      `line=${source.line}`,
      `col=${source.column}`,
    );
  }
  return `::${level} ${properties.join(",")}::${data(`${place}: ${what}`)}`;
}

function data(text: string): string {
  return visible(text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A"));
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
