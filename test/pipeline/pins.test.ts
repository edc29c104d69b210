import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requirePinnedTools } from "../../scripts/pins.ts";
import { InputProblem } from "../../scripts/problem.ts";
import { ROOT } from "../helpers/pipeline-io.js";
import { scratchFolder } from "../helpers/pipeline.js";

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const manifest = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as Manifest;

/** A root whose package.json pins other versions. */
async function rootWith(devDependencies: Record<string, string>): Promise<string> {
  const root = await scratchFolder();
  const own = { ...manifest.devDependencies, ...devDependencies };
  const text = JSON.stringify({ ...manifest, devDependencies: own });
  await writeFile(join(root, "package.json"), text);
  return root;
}

test("the versions that are installed are the ones that package.json pins", async () => {
  await expect(requirePinnedTools(ROOT)).resolves.toBeUndefined();
});

test("every tool is pinned to one version, without a range", () => {
  for (const [tool, version] of Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
  })) {
    expect([tool, version]).toEqual([tool, expect.stringMatching(/^(npm:.*@)?\d+\.\d+\.\d+$/)]);
  }
});

test("another version of a tool stops the run before anything else, and each is named", async () => {
  const root = await rootWith({ typescript: "7.0.2", prettier: "3.0.0" });
  const problem = await requirePinnedTools(root).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(InputProblem);
  expect(String(problem)).toMatch(/prettier 3\.0\.0 is pinned, 3\.\d+\.\d+ is installed/);
  expect(String(problem)).toMatch(/typescript 7\.0\.2 is pinned, 5\.9\.3 is installed/);
  expect(String(problem)).toContain("npm ci");
});

test("a range instead of a version is no pin", async () => {
  const root = await rootWith({ ajv: "^8.0.0" });
  await expect(requirePinnedTools(root)).rejects.toThrow(/ajv \^8\.0\.0 is pinned/);
});
