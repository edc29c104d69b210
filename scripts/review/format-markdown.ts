import { visible } from "../output/visible.ts";
import type { Verdict } from "./change.ts";
import { countOf, type Report } from "./report.ts";
import { headings, verdictLine } from "./words.ts";

/** By which the comment on a pull request is found again. */
export const marker = "<!-- api-review -->";

/** GitHub refuses a comment of more characters than 65,536. */
const LIMIT = 65_000;

/**
 * The report as a comment. What is too long for one is cut between two lines, never inside one; the counts are those of
 * the whole.
 */
export function formatMarkdown(report: Report, limit = LIMIT): string {
  const head = [marker, `**${escape(verdictLine(report))}**`, "", counts(report), ""];
  for (const remark of report.remarks) head.push(`- [ ] ${prose(remark)}`);
  const body: string[] = [];
  for (const [verdict, heading] of Object.entries(headings) as [Verdict, string][]) {
    // its own keys
    const own = report.findings.filter((finding) => finding.verdict === verdict);
    if (own.length === 0) continue;
    body.push("", `### ${heading} (${own.length})`, "");
    for (const { place, what } of own) body.push(`- ${code(place)}: ${escape(what)}`);
  }
  const { added = [], removed = [] } = report.rows ?? {};
  if (added.length + removed.length > 0) {
    body.push("", "### spec/deviations.yaml", "");
    body.push(...added.map((row) => `- added: ${code(row)}`));
    body.push(...removed.map((row) => `- removed: ${code(row)}`));
  }
  return cut(head, body, limit);
}

function counts(report: Report): string {
  const cells = Object.keys(headings).map((verdict) => countOf(report, verdict as Verdict)); // its own keys
  const names = Object.values(headings);
  return [
    `| ${names.join(" | ")} |`,
    `|${" --: |".repeat(names.length)}`,
    `| ${cells.join(" | ")} |`,
  ].join("\n");
}

function cut(head: readonly string[], body: readonly string[], limit: number): string {
  const note = "\n_Cut here: the rest is in the summary of the run._";
  let text = head.join("\n");
  for (const [index, line] of body.entries()) {
    const room = index === body.length - 1 ? limit : limit - note.length - 1;
    if (text.length + 1 + line.length + 1 > room) return `${text}\n${note}\n`;
    text += `\n${line}`;
  }
  return `${text}\n`;
}

/** Text of a description is somebody's: it must not become a mention, a link or a tag. */
function escape(text: string): string {
  return visible(text.replaceAll(/[\r\n]+/g, " "))
    .replaceAll(/[\\`*_{}[\]()#|<>~]/g, "\\$&")
    .replaceAll("@", "@\u200B");
}

/** Our own sentences, in which what stands between backticks is code. */
function prose(text: string): string {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? code(part) : escape(part)))
    .join("");
}

function code(text: string): string {
  const line = visible(text.replaceAll(/[\r\n]+/g, " ")).replaceAll("`", "'");
  return `\`${line}\``;
}
