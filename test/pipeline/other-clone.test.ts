import { cp, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesIn, generateInChild, ROOT } from "../helpers/pipeline-io.js";
import { scratchFolder } from "../helpers/pipeline.js";

/** A clone of the repository, as far as the pipeline needs it, in a folder of this name. */
async function cloneInto(name: string): Promise<string> {
  const root = join(await scratchFolder(), name);
  const parts = [
    "scripts",
    "spec",
    "package.json",
    "package-lock.json",
    "redocly.yaml",
    ".prettierrc.json",
  ];
  for (const part of parts) await cp(join(ROOT, part), join(root, part), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
  return root;
}

test("a clone whose path means something in a URL generates the same files", async () => {
  const root = await cloneInto("a b?c#d%20e%");
  const { code, stderr } = await generateInChild({ root, cwd: root });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(await filesIn(join(root, "generated"))).toEqual(await filesIn(join(ROOT, "generated")));
  expect((await generateInChild({ root, cwd: root, args: ["--check"] })).code).toBe(0);
}, 120_000);

test("without redocly.yaml a sentence says so, and the other levels still work", async () => {
  const root = await cloneInto("clone");
  await rm(join(root, "redocly.yaml"));
  const strict = await generateInChild({ root, cwd: root });
  expect(strict.code).toBe(1);
  expect(strict.stderr).toMatch(
    /^there is no redocly\.yaml; `--lint strict` .*: restore it, or .*\n$/,
  );
  expect((await generateInChild({ root, cwd: root, args: ["--check"] })).code).toBe(2);
  const minimal = await generateInChild({ root, cwd: root, args: ["--lint", "minimal"] });
  expect(minimal.code).toBe(0);
}, 120_000);
