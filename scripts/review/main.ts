import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { InputProblem } from "../problem.ts";
import { ROOT } from "../root.ts";
import { formatGithub } from "./format-github.ts";
import { formatMarkdown } from "./format-markdown.ts";
import { formatText } from "./format-text.ts";
import { ReviewProblem } from "./problem.ts";
import type { Report } from "./report.ts";
import { review } from "./review.ts";

const USAGE = `Usage: npm run review -- BASE [options]

Says what changes for callers between BASE, a git ref or a file, and this working tree: for those who call HubSpot, by
spec/openapi.yaml, and for those who import the package, by the types of each of its doors.

  --spec FILE       the later description, in place of spec/openapi.yaml
  --format FORMAT   text, markdown, json or github, which are annotations (text)
  --markdown FILE   write it as Markdown besides, short enough for a comment
  --help            this text

Exit codes: 0 nothing breaks, or the version says that it does; 1 callers break, and info.version or the changesets do
not say so; 2 it could not be judged.`;

const formats: Readonly<Record<string, (report: Report) => string>> = {
  text: formatText,
  markdown: (report) => formatMarkdown(report, Number.POSITIVE_INFINITY),
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  github: formatGithub,
};

async function main(args: readonly string[]): Promise<number> {
  // npm runs a script in the folder of package.json, and says where it was called.
  const cwd = process.env["INIT_CWD"] ?? process.cwd();
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      spec: { type: "string" },
      format: { type: "string", default: "text" },
      markdown: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const format = Object.hasOwn(formats, values.format) ? formats[values.format] : undefined;
  const [base, ...others] = positionals;
  if (base === undefined || others.length > 0 || format === undefined) {
    throw new ReviewProblem(`one BASE, and a format that there is\n\n${USAGE}`);
  }
  const own = values.spec === undefined;
  const report = await review({
    base,
    spec:
      values.spec === undefined ? resolve(ROOT, "spec/openapi.yaml") : resolve(cwd, values.spec),
    repository: own ? ROOT : undefined,
    root: ROOT,
    cwd,
  });
  if (values.markdown !== undefined) {
    const path = resolve(cwd, values.markdown);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, formatMarkdown(report));
  }
  process.stdout.write(format(report));
  return report.undeclared ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Whatever it was: that nothing breaks has not been found.
  const expected = error instanceof ReviewProblem || error instanceof InputProblem;
  const usage = error instanceof TypeError && "code" in error;
  const shown =
    expected || usage ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`review: it could not be judged: ${shown}\n`);
  process.exitCode = 2;
}
