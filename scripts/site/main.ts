import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ROOT } from "../root.ts";
import { readArguments, runScript } from "../script.ts";
import { buildReference } from "./build-reference.ts";
import { layOut } from "./layout.ts";
import { anchorsOf, toHtml } from "./markdown.ts";
import { pages } from "./pages.ts";

/** Builds the site into a folder, which is made anew. @throws {InputProblem} for a link that leads nowhere */
async function buildSite(out: string): Promise<void> {
  const texts = new Map<string, string>();
  for (const { source } of pages) texts.set(source, await readFile(join(ROOT, source), "utf8"));
  const anchors = new Map([...texts].map(([source, text]) => [source, anchorsOf(text)]));
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  for (const page of pages) {
    const body = toHtml(page, texts.get(page.source) ?? "", ROOT, anchors);
    await writeFile(join(out, page.file), layOut(page, body));
  }
  await buildReference(join(ROOT, "generated/openapi.json"), out);
}

const USAGE = `Usage: npm run site [-- --out DIR]

Makes a site of README, the guides and a reference page of the API.

  --out DIR   the folder to make anew (site)`;

async function main(): Promise<number> {
  const { values, cwd } = readArguments("site", { out: { type: "string" } });
  const out = values.out === undefined ? join(ROOT, "site") : resolve(cwd, values.out);
  await buildSite(out);
  process.stdout.write(
    `The site is in ${out}. The guides open as files; the reference wants a web server.\n`,
  );
  return 0;
}

await runScript({ usage: USAGE, failure: "site" }, main);
