import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { InputProblem } from "../problem.ts";
import { ROOT } from "../root.ts";
import { readArguments, runBounded, runScript, STEP_LIMIT } from "../script.ts";
import type { Upstream, UpstreamRequest } from "./upstream.ts";

const USAGE = `Usage: npm run upstream -- FILE|URL … [options]
       npm run upstream -- --published [options]

Compares spec/openapi.yaml with the descriptions that HubSpot publishes, in facts, for the operations that we have. Each
operation is looked for in all that are given; spec/deviations.yaml may name the one it comes from. A released file of
another version that \`x-versions\` lists is compared as it stands. Tells of versions whose support ends within half a year.

  --published          compare with what \`x-versions\` says where it is published, version by version
  --write              add a row to spec/deviations.yaml for each difference that has none, its reasons left empty
  --markdown FILE      write the result as Markdown besides
  --spec FILE          our description (spec/openapi.yaml)
  --deviations FILE    the differences that are known (spec/deviations.yaml)
  --date DATE          as if it were that day, such as 2027-04-01
  --step-limit S       seconds that a step may take before it is ended (120)
  --help               this text

Exit codes: 0 every difference is listed, 1 one is not, or a row is stale, or the support of a version ends, 2 it could not
be told.`;

const OPTIONS = {
  markdown: { type: "string" },
  spec: { type: "string" },
  deviations: { type: "string" },
  write: { type: "boolean" },
  published: { type: "boolean" },
  date: { type: "string" },
  ...STEP_LIMIT,
} as const;

async function main(): Promise<number> {
  const { values, positionals, cwd } = readArguments("upstream", OPTIONS);
  if (positionals.length === 0 && values.published !== true) {
    throw new InputProblem(`at least one FILE or URL, or --published\n\n${USAGE}`);
  }
  const now = values.date === undefined ? Date.now() : Date.parse(values.date);
  if (Number.isNaN(now)) throw new InputProblem("--date must be a day, such as 2027-04-01");
  const own = (given: string | undefined, usual: string): string =>
    given === undefined ? resolve(ROOT, usual) : resolve(cwd, given);
  const request = {
    ...{ sources: positionals, cwd, now },
    spec: own(values.spec, "spec/openapi.yaml"),
    deviations: own(values.deviations, "spec/deviations.yaml"),
    published: values.published === true,
    write: values.write === true,
  };
  const found = await runBounded<UpstreamRequest, Upstream>(
    request,
    request.spec,
    values["step-limit"],
  );
  if (found.deviations !== undefined) await writeFile(request.deviations, found.deviations);
  if (values.markdown !== undefined) {
    await writeFile(resolve(cwd, values.markdown), found.markdown);
  }
  process.stdout.write(found.text);
  return found.agrees ? 0 : 1;
}

await runScript({ usage: USAGE, failure: "upstream: it could not be told" }, main);
