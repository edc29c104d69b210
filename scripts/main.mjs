// What `npm run generate`, `review` and `upstream` start: compiles the scripts of the one and runs them.
//
// Node 20 does not read TypeScript, and the usual loaders take every module in hand, those of node_modules too, which
// doubles the time of a run. Compiling the scripts beforehand takes a tenth of a second, and is done when one has changed.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import module from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const self = fileURLToPath(import.meta.url);
const scripts = dirname(self);
const cache = join(dirname(scripts), "node_modules", ".cache", "scripts");
// Of this clone: another one may share the installed packages, and its scripts must not run in the place of these.
const clone = createHash("sha256").update(self).digest("hex").slice(0, 8);
/** The scripts of each command: the one that is run, and what runs on a thread. */
const commands = {
  generate: ["generate.ts", "bounds/worker.ts", "bounds/lint-worker.ts", "emit/types-worker.ts"],
  review: ["review/main.ts", "review/worker.ts"],
  upstream: ["upstream/main.ts", "upstream/worker.ts"],
};
const command = takeCommand();
const latest = join(cache, `latest-${command}-${clone}.json`);

// From Node 22.8 on, what V8 compiled of the tools is kept. Nearly all of them are loaded on threads, which take the folder from
// the variable alone.
process.env["NODE_COMPILE_CACHE"] ??= join(cache, "compiled");
/** @type {{ enableCompileCache?: () => unknown }} */ (module).enableCompileCache?.();

await import(pathToFileURL(join(compiled() ?? (await compile()), "main.mjs")).href);

/** The word behind the name of this script; `generate` where there is none. */
function takeCommand() {
  for (const name of /** @type {const} */ (["review", "upstream"])) {
    if (process.argv[2] !== name) continue;
    process.argv.splice(2, 1);
    return name;
  }
  return "generate";
}

/** The folder of the scripts as they were compiled last, if none of them has changed since. */
function compiled() {
  try {
    /** @type {{ folder: string, inputs: string[], digest: string }} */
    const { folder, inputs, digest } = JSON.parse(readFileSync(latest, "utf8"));
    return digestOf(inputs) === digest && existsSync(folder) ? folder : undefined;
  } catch {
    return undefined; // The first run, or a script that is gone.
  }
}

async function compile() {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    absWorkingDir: scripts,
    entryPoints: commands[command].map((script) => ({ in: script, out: nameOf(script) })),
    outExtension: { ".js": ".mjs" },
    outdir: cache,
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20.19",
    // As if each script stood where this one does, not in the cache.
    define: { "import.meta.url": JSON.stringify(import.meta.url) },
    write: false,
    metafile: true,
  });
  const inputs = [self, ...Object.keys(metafile.inputs).map((path) => join(scripts, path))];
  const digest = digestOf(inputs);
  // Named by what it was made from, so that runs at the same time do not write over each other.
  const folder = join(cache, digest.slice(0, 16));
  await mkdir(cache, { recursive: true });
  const stage = await mkdtemp(join(cache, "stage-"));
  for (const { path, contents } of outputFiles) {
    await writeFile(join(stage, basename(path)), contents);
  }
  const record = join(stage, "latest.json");
  await writeFile(record, JSON.stringify({ folder, inputs, digest }));
  await rename(record, latest);
  // Another run may have been faster; then its files are the same.
  await rename(stage, folder).catch(() => rm(stage, { recursive: true }));
  return folder;
}

/** Each command has a folder of its own, in which the one that is run is called `main`. @param {string} script */
function nameOf(script) {
  return script === commands[command][0] ? "main" : basename(script, ".ts");
}

/** @param {readonly string[]} paths */
function digestOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}
