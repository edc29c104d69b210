import { parseYaml } from "@redocly/openapi-core";
import { writeFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import type { Json } from "../model/json.ts";
import { InputProblem } from "../problem.ts";
import { bundleSource, readSource } from "../read/read.ts";
import { ROOT } from "../root.ts";
import { readArguments, runScript } from "../script.ts";
import { compare } from "./compare.ts";
import { describe } from "./describe.ts";
import { findRoutes, knownOf, readPublished } from "./published.ts";
import { writeRows } from "./rows.ts";
import { loadText } from "./text-file.ts";
import { decide } from "./verdict.ts";

const USAGE = `Usage: npm run upstream -- FILE|URL … [options]

Compares spec/openapi.yaml with the descriptions that HubSpot publishes, in facts, for the operations that we have. Each
operation is looked for in all that are given; spec/deviations.yaml may name the one it comes from.

  --write              add a row to spec/deviations.yaml for each difference that has none, its reasons left empty
  --markdown FILE      write the result as Markdown besides
  --spec FILE          our description (spec/openapi.yaml)
  --deviations FILE    the differences that are known (spec/deviations.yaml)
  --help               this text

Exit codes: 0 every difference is listed, 1 one is not, or a row is stale, 2 it could not be told.`;

const OPTIONS = {
  markdown: { type: "string" },
  spec: { type: "string" },
  deviations: { type: "string" },
  write: { type: "boolean" },
} as const;

async function main(): Promise<number> {
  const { values, positionals, cwd } = readArguments("upstream", OPTIONS);
  if (positionals.length === 0) throw new InputProblem(`at least one FILE or URL\n\n${USAGE}`);
  const own = (given: string | undefined, usual: string): string =>
    given === undefined ? resolve(ROOT, usual) : resolve(cwd, given);
  const texts = await Promise.all(positionals.map((source) => loadText(source, cwd)));
  const all = texts.map(readPublished);
  const { bundle: ours, origins } = await bundleSource(
    await readSource(own(values.spec, "spec/openapi.yaml")),
  );
  const path = own(values.deviations, "spec/deviations.yaml");
  const deviations = await loadText(relative(process.cwd(), path), process.cwd());
  const listed = parseYaml(deviations.text) as Json; // YAML of plain values
  const routes = findRoutes(ours, all, knownOf(listed));
  for (const each of all) {
    if (routes.length > 0 && !routes.some(({ published }) => published?.by === each)) {
      const name = each.file.name;
      throw new InputProblem(`${name} has none of our operations: is it the right description?`);
    }
  }
  const differences = compare(ours, all, routes);
  const verdict = decide(differences, listed, { ours, all, routes });
  const written = values.write === true && verdict.unlisted.length > 0;
  const places = { sources: positionals.join(" and "), origins, deviations };
  if (values.markdown !== undefined) {
    const text = describe(verdict, places, { markdown: true, written: false });
    await writeFile(resolve(cwd, values.markdown), text);
  }
  process.stdout.write(describe(verdict, places, { markdown: false, written }));
  if (written) await writeRows(path, deviations, verdict.unlisted);
  return verdict.unlisted.length + verdict.stale.length === 0 ? 0 : 1;
}

await runScript({ usage: USAGE, failure: "upstream: it could not be told" }, main);
