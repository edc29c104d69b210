import { join, resolve } from "node:path";
import { build, serve } from "vitepress";
import { ROOT } from "../root.ts";
import { readArguments, runScript } from "../script.ts";
import { buildApi } from "./build-api.ts";
import { buildReference } from "./build-reference.ts";

const USAGE = `Usage: npm run site [-- --out DIR] [--serve]

Makes a site of the guides in docs/, with pages of the library's API and of the HTTP API.

  --out DIR   the folder to make anew (site)
  --serve     shows the site at http://localhost:4173 until Ctrl+C`;

async function main(): Promise<number> {
  const flags = { out: { type: "string" }, serve: { type: "boolean" } } as const;
  const { values, cwd } = readArguments("site", flags);
  const out = values.out === undefined ? join(ROOT, "site") : resolve(cwd, values.out);
  const docs = join(ROOT, "docs");
  await buildApi(join(docs, "api"));
  await build(docs, { outDir: out });
  await buildReference(join(ROOT, "generated/openapi.json"), out);
  process.stdout.write(`The site is in ${out}. To look at it: npm run site -- --serve\n`);
  if (values.serve === true) await serve({ root: docs });
  return 0;
}

await runScript({ usage: USAGE, failure: "site" }, main);
