import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createRequire } from "node:module";
import { InputProblem } from "./problem.ts";

/** The tools whose versions shape the output. */
const TOOLS = [
  "@redocly/openapi-core",
  "ajv",
  "openapi-fetch",
  "openapi-typescript",
  "prettier",
  "typescript",
  "typescript7",
];

const require = createRequire(import.meta.url);

/**
 * Refuses to run with another version of a tool than package.json pins: another formatter would show as drift in
 * files that nobody touched, and openapi-typescript fails at import beside TypeScript 7. Throws an InputProblem
 * that names each.
 */
export async function requirePinnedTools(root: string): Promise<void> {
  const manifest = await readManifest(join(root, "package.json"));
  const pins = { ...manifest.dependencies, ...manifest.devDependencies };
  const wrong = await Promise.all(
    TOOLS.map(async (tool) => {
      const pinned = pins[tool]?.replace(/^npm:.*@/, "");
      const installed = await installedVersion(tool);
      return installed === pinned
        ? []
        : [{ message: `${tool} ${pinned} is pinned, ${installed} is installed` }];
    }),
  );
  const details = wrong.flat();
  if (details.length > 0) throw new InputProblem([...details, { message: "Run `npm ci`." }]);
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

async function readManifest(path: string): Promise<Manifest> {
  return JSON.parse(await readFile(path, "utf8")) as Manifest;
}

async function installedVersion(tool: string): Promise<string> {
  for (const folder of require.resolve.paths(tool) ?? []) {
    const manifest = await readManifest(join(folder, tool, "package.json")).catch(() => undefined);
    if (manifest?.version !== undefined) return manifest.version;
  }
  return "none";
}
