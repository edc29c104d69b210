import { build } from "esbuild";
import { createRequire } from "node:module";
import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { installTools } from "../helpers/install-tools.js";
import { makeConsumer, run } from "../package/consumer.js";
import { beside, pairedMedians } from "./measure.js";
import { versions } from "./rivals.js";
import type { Table } from "./table.js";

interface Figures {
  readonly importMs: number;
  readonly heapMb: number;
  readonly rssMb: number;
}

/** What a dependency on the package costs before its first call: to import, to bundle and to install. */
export async function benchImport(rounds: number): Promise<Table> {
  const { project, installed } = await makeConsumer();
  const official = await alone("@hubspot/api-client");
  const fetchAlone = await alone("openapi-fetch");
  try {
    const entries = {
      own: join(installed, "dist/index.js"),
      "openapi-fetch": join(fetchAlone, "node_modules/openapi-fetch/dist/index.mjs"),
      official: createRequire(`${official}/package.json`).resolve("@hubspot/api-client"),
    };
    const load = async (entry: string): Promise<Figures> => {
      const { stdout } = await run(process.execPath, [
        beside("import-once.mjs"),
        pathToFileURL(entry).href,
      ]);
      return JSON.parse(stdout) as Figures;
    };
    const medians = await pairedMedians(rounds, {
      own: () => load(entries.own),
      "openapi-fetch": () => load(entries["openapi-fetch"]),
      official: () => load(entries.official),
    });
    const line = async (name: string, key: keyof typeof entries, project: string) => {
      const { importMs, heapMb, rssMb } = medians[key];
      const { kilobytes, packages } = await installedSize(join(project, "node_modules"));
      const bundled = (await bundledBytes(entries[key])) / 1000;
      return { name, figures: [importMs, heapMb, rssMb, bundled, kilobytes, packages] };
    };
    return {
      title: "TO DEPEND ON IT",
      columns: [
        { head: "import ms", digits: 1 },
        { head: "heap MB", digits: 1 },
        { head: "process MB" },
        { head: "bundled kB", digits: 1 },
        { head: "installed kB" },
        { head: "packages" },
      ],
      lines: [
        await line("this package, all that it exports", "own", project),
        await line(`openapi-fetch ${versions["openapi-fetch"]} alone`, "openapi-fetch", fetchAlone),
        await line(`@hubspot/api-client ${versions["@hubspot/api-client"]}`, "official", official),
      ],
      note: "Bundled: minified and gzipped, by esbuild, for Node.",
    };
  } finally {
    await rm(project, { recursive: true });
  }
}

/** A folder with a rival and what it brings, and nothing else. */
function alone(name: string): Promise<string> {
  return installTools("alone", { versions: { [name]: versions[name] ?? "" } });
}

async function bundledBytes(entry: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from ${JSON.stringify(entry)};`, resolveDir: "." },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    logLevel: "error",
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

/** What lies under a `node_modules`, and how many packages. */
async function installedSize(folder: string): Promise<{ kilobytes: number; packages: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== ".package-lock.json");
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await lstat(join(parentPath, name))).size),
  );
  const packages = entries.filter(
    ({ name, parentPath }) =>
      name === "package.json" && /node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+$/.test(parentPath),
  );
  return {
    kilobytes: sizes.reduce((sum, size) => sum + size, 0) / 1000,
    packages: packages.length,
  };
}
