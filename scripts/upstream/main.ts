import { parseYaml } from "@redocly/openapi-core";
import { writeFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import type { Json, JsonObject } from "../model/json.ts";
import { versionsOf, type ApiVersion } from "../model/versions.ts";
import { InputProblem } from "../problem.ts";
import { bundleSource, readSource } from "../read/read.ts";
import { ROOT } from "../root.ts";
import { readArguments, runScript } from "../script.ts";
import { compare } from "./compare.ts";
import { describe } from "./describe.ts";
import { findRoutes, knownOf, readPublished } from "./published.ts";
import { writeRows } from "./rows.ts";
import { endingSupport } from "./support.ts";
import { loadText, type TextFile } from "./text-file.ts";
import { decide, type Verdict } from "./verdict.ts";

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
  const spec = await bundleSource(await readSource(own(values.spec, "spec/openapi.yaml")));
  const versions = versionsOf(spec.bundle);
  const path = own(values.deviations, "spec/deviations.yaml");
  const texts: string[] = [];
  const reports: string[] = [];
  let code = 0;
  for (const sources of [
    positionals,
    ...(values.published === true ? publishedOf(versions) : []),
  ]) {
    if (sources.length === 0) continue;
    const deviations = await loadText(relative(process.cwd(), path), process.cwd());
    const verdict = await compareWith(sources, cwd, spec.bundle, deviations);
    const written = values.write === true && verdict.unlisted.length > 0;
    const places = { sources: sources.join(" and "), origins: spec.origins, deviations };
    texts.push(describe(verdict, places, { markdown: false, written }));
    reports.push(describe(verdict, places, { markdown: true, written: false }));
    if (written) await writeRows(path, deviations, verdict.unlisted);
    if (verdict.unlisted.length + verdict.stale.length > 0) code = 1;
  }
  const ending = endingSupport(versions, now);
  if (ending.length > 0) code = 1;
  const told = [...ending, ...(values.published === true ? unpublishedOf(versions) : [])];
  for (const parts of [texts, reports]) parts.push(...told.map((line) => `${line}\n`));
  if (values.markdown !== undefined) {
    await writeFile(resolve(cwd, values.markdown), reports.join("\n"));
  }
  process.stdout.write(texts.join("\n"));
  return code;
}

async function compareWith(
  sources: readonly string[],
  cwd: string,
  ours: JsonObject,
  deviations: TextFile,
): Promise<Verdict> {
  const texts = await Promise.all(sources.map((source) => loadText(source, cwd)));
  const all = texts.map(readPublished);
  const listed = parseYaml(deviations.text) as Json; // YAML of plain values
  const routes = findRoutes(ours, all, knownOf(listed));
  for (const each of all) {
    if (routes.length > 0 && !routes.some(({ published }) => published?.by === each)) {
      const name = each.file.name;
      throw new InputProblem(`${name} has none of our operations: is it the right description?`);
    }
  }
  return decide(compare(ours, all, routes), listed, { ours, all, routes });
}

/** Where the descriptions of each version are published. */
function publishedOf(versions: readonly ApiVersion[]): string[][] {
  const segments = [...new Set(versions.map(({ segment }) => segment))];
  return segments.map((segment) =>
    versions.flatMap((each) =>
      each.segment === segment && each.published ? [each.published] : [],
    ),
  );
}

function unpublishedOf(versions: readonly ApiVersion[]): string[] {
  return versions
    .filter(({ published }) => published === undefined)
    .map(
      ({ prefix, segment }) =>
        `Not compared: version ${segment} of ${prefix}, since x-versions does not say where it is published.`,
    );
}

await runScript({ usage: USAGE, failure: "upstream: it could not be told" }, main);
