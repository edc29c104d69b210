import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ROOT } from "../root.ts";
import { readArguments, runBounded, runScript, STEP_LIMIT } from "../script.ts";
import { formats } from "./formats.ts";
import { ReviewProblem } from "./problem.ts";
import type { Reviewed, ReviewRequest } from "./worker.ts";

const USAGE = `Usage: npm run review -- BASE [options]

Says what changes for callers between BASE, a git ref or a file, and this working tree: for those who call HubSpot, by
spec/openapi.yaml, and for those who import the package, by the types of each of its doors.

  --spec FILE       the later description, in place of spec/openapi.yaml
  --format FORMAT   text, markdown, json or github, which are annotations (text)
  --markdown FILE   write it as Markdown besides, short enough for a comment
  --step-limit S    seconds that a step may take before it is ended (120)
  --help            this text

Exit codes: 0 nothing breaks, or the version says that it does; 1 callers break, and info.version or the changesets do
not say so; 2 it could not be judged.`;

const OPTIONS = {
  spec: { type: "string" },
  format: { type: "string", default: "text" },
  markdown: { type: "string" },
  ...STEP_LIMIT,
} as const;

async function main(): Promise<number> {
  const { values, positionals, cwd } = readArguments("review", OPTIONS);
  if (!Object.hasOwn(formats, values.format)) {
    throw new ReviewProblem(
      `--format takes ${Object.keys(formats).join(", ")}, not ${JSON.stringify(values.format)}`,
    );
  }
  const [base, ...others] = positionals;
  if (base === undefined || others.length > 0) {
    throw new ReviewProblem(
      `it takes one BASE, and flags stand behind \`--\`, or npm keeps them: npm run review -- BASE --format json\n\n${USAGE}`,
    );
  }
  const { spec } = values;
  const request = {
    base,
    spec: spec === undefined ? resolve(ROOT, "spec/openapi.yaml") : resolve(cwd, spec),
    repository: spec === undefined ? ROOT : undefined,
    root: ROOT,
    cwd,
    format: values.format,
  };
  const { text, markdown, undeclared } = await runBounded<ReviewRequest, Reviewed>(
    request,
    request.spec,
    values["step-limit"],
  );
  if (values.markdown !== undefined) {
    const path = resolve(cwd, values.markdown);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, markdown);
  }
  process.stdout.write(text);
  return undeclared ? 1 : 0;
}

await runScript({ usage: USAGE, failure: "review: it could not be judged" }, main);
