import { parseYaml } from "@redocly/openapi-core";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Json } from "../model/json.ts";
import { InputProblem } from "../problem.ts";
import { bundleSource, readSource } from "../read/read.ts";
import { ROOT } from "../root.ts";
import { compare } from "./compare.ts";
import { loadPublished } from "./load-published.ts";
import { decide, describe } from "./verdict.ts";

const USAGE = `Usage: npm run upstream -- FILE|URL [--markdown FILE]

Compares spec/openapi.yaml with the description that HubSpot publishes, in facts, for the operations that we have.

  --markdown FILE      write the result as Markdown besides
  --spec FILE          our description (spec/openapi.yaml)
  --deviations FILE    the differences that are known (spec/deviations.yaml)

Exit codes: 0 every difference is listed, 1 one is not, or a row is stale, 2 it could not be told.`;

async function main(args: readonly string[]): Promise<number> {
  const cwd = process.env["INIT_CWD"] ?? process.cwd();
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      markdown: { type: "string" },
      spec: { type: "string" },
      deviations: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const [source, ...others] = positionals;
  if (source === undefined || others.length > 0)
    throw new InputProblem(`one FILE or URL\n\n${USAGE}`);
  const own = (given: string | undefined, usual: string): string =>
    given === undefined ? resolve(ROOT, usual) : resolve(cwd, given);
  const published = await loadPublished(source, cwd);
  const ours = await bundleSource(await readSource(own(values.spec, "spec/openapi.yaml")));
  const path = own(values.deviations, "spec/deviations.yaml");
  const deviations = parseYaml(await readFile(path, "utf8")) as Json; // YAML of plain values
  const differences = compare(ours.bundle, published);
  const paths = Object.keys((ours.bundle["paths"] ?? {}) as object); // an object, or the reading had failed
  const missing = differences.filter(
    ({ kind, detail }) => kind === "path" && detail === "not published",
  );
  if (paths.length > 0 && missing.length === paths.length) {
    throw new InputProblem(`${source} has none of our operations: is it the right description?`);
  }
  const verdict = decide(differences, deviations, published);
  if (values.markdown !== undefined) {
    await writeFile(resolve(cwd, values.markdown), describe(verdict, source, true));
  }
  process.stdout.write(describe(verdict, source, false));
  return verdict.unlisted.length + verdict.stale.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof InputProblem || (error instanceof TypeError && "code" in error);
  const shown =
    error instanceof Error && !expected ? error.stack : String((error as Error).message); // thrown are errors
  process.stderr.write(`upstream: it could not be told: ${shown}\n`);
  process.exitCode = 2;
}
