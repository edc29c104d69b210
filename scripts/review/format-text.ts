import { visibleLine } from "../output/visible.ts";
import type { Verdict } from "./change.ts";
import { countOf, type Report } from "./report.ts";
import { headings, verdictLine } from "./words.ts";

/** The report for a terminal. */
export function formatText(report: Report): string {
  const lines = [verdictLine(report)];
  for (const [verdict, heading] of Object.entries(headings) as [Verdict, string][]) {
    // its own keys
    const count = countOf(report, verdict);
    if (count === 0) continue;
    lines.push("", `${heading} (${count}):`);
    for (const finding of report.findings) {
      if (finding.verdict === verdict) lines.push(`  ${finding.place}: ${finding.what}`);
    }
  }
  const rows = [
    ...(report.rows?.added ?? []).map((row) => `  + ${row}`),
    ...(report.rows?.removed ?? []).map((row) => `  - ${row}`),
  ];
  if (rows.length > 0) lines.push("", "In spec/deviations.yaml:", ...rows);
  if (report.remarks.length > 0) {
    lines.push("", "To do:", ...report.remarks.map((remark) => `  ${remark}`));
  }
  return `${lines.map(visibleLine).join("\n")}\n`;
}
