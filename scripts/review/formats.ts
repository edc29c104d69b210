import { visibleJson } from "../output/visible.ts";
import { formatGithub } from "./format-github.ts";
import { formatMarkdown } from "./format-markdown.ts";
import { formatText } from "./format-text.ts";
import type { Report } from "./report.ts";

/** What a report is written in, by the name that the command has for it. */
export const formats: Readonly<Record<string, (report: Report) => string>> = {
  text: formatText,
  markdown: (report) => formatMarkdown(report, Number.POSITIVE_INFINITY),
  json: (report) => `${visibleJson(report)}\n`,
  github: formatGithub,
};
