import { expect, test } from "vitest";

import { formatGithub } from "../../scripts/review/format-github.ts";
import { formatMarkdown, marker } from "../../scripts/review/format-markdown.ts";
import { formatText } from "../../scripts/review/format-text.ts";
import { conclude, type Report } from "../../scripts/review/report.ts";

function reportOf(count: number, more: Partial<Report> = {}): Report {
  const source = { file: "spec/openapi.yaml", line: 3, column: 5 };
  const finding = {
    verdict: "breaks",
    about: "description",
    direction: "request",
    place: "POST /x, parameter p",
    what: 'enum: -"A"',
    source,
  } as const;
  const report = conclude({
    base: "main (abc)",
    findings: Array.from({ length: count }, () => finding),
    versions: {
      description: { before: "1.0.0", after: "1.0.0" },
      declared: "none",
      package: undefined,
    },
    rows: undefined,
  });
  return { ...report, ...more };
}

test("as text: the verdict first, then each change under its heading", () => {
  expect(formatText(reportOf(1)))
    .toBe(`Breaks callers since main (abc), and the version does not say so (info.version: needs major, has none).

Breaks callers (1):
  POST /x, parameter p: enum: -"A"

To do:
  \`info.version\` is still 1.0.0; this asks for a major bump.
`);
});

test("below 1.0.0 the bump that a break needs is explained", () => {
  const report = reportOf(1, { needed: { description: "minor", package: "minor" } });
  expect(formatText(report)).toContain(
    "(info.version: needs minor (before 1.0.0, the bump for a break), has none)",
  );
});

test("as Markdown for a comment: cut between two lines, the counts those of the whole", () => {
  const whole = formatMarkdown(reportOf(3_000), Number.POSITIVE_INFINITY);
  const cut = formatMarkdown(reportOf(3_000));
  expect(whole.length).toBeGreaterThan(65_536);
  expect(cut.length).toBeLessThanOrEqual(65_000);
  expect(cut.startsWith(`${marker}\n`)).toBe(true);
  expect(cut).toContain("| 3000 | 0 | 0 | 0 | 0 |");
  const lines = cut.split("\n");
  expect(
    lines.filter((line) => line.startsWith("- `POST")).every((line) => line.endsWith('-"A"')),
  ).toBe(true);
  expect(cut).toContain("- [ ] `info.version` is still 1.0.0; this asks for a major bump.");
  expect(cut).toContain("Cut here");
  expect(formatMarkdown(reportOf(1))).not.toContain("Cut here");
});

test("a text of the description becomes no mention, no tag and no link", () => {
  const report = reportOf(1);
  const findings = report.findings.map((finding) => ({
    ...finding,
    what: "@team <img> [a](b)\n# c",
  }));
  const text = formatMarkdown({ ...report, findings });
  expect(text).not.toMatch(/@team|<img>|\[a\]\(b\)|^# c/m);
});

test("as annotations: at the operation, an error only where it is not declared", () => {
  expect(formatGithub(reportOf(1)).split("\n")[0]).toBe(
    '::error file=spec/openapi.yaml,line=3,col=5,title=Breaks callers::POST /x, parameter p: enum: -"A"',
  );
  expect(formatGithub(reportOf(1, { undeclared: false }))).toMatch(/^::warning /);
});
