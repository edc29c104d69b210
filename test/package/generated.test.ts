import { build } from "esbuild";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const FILES = ["client", "operations", "schemas", "types", "validators", "serialise", "ajv"];

let folder = "";
beforeAll(async () => {
  // Apart from the package, whose `sideEffects: false` would make bundlers drop what is imported for nothing.
  folder = await mkdtemp(join(tmpdir(), "generated-"));
  await cp("generated", folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a bundler keeps of a program. */
async function bundled(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    external: ["openapi-fetch"],
  });
  return outputFiles[0]?.text.trim() ?? "";
}

test("no generated file does anything when it is imported", async () => {
  const imports = FILES.map((name) => `import "./${name}.ts";`);
  expect(await bundled(imports.join("\n"))).toBe("");
});

test("one import costs what it weighs, not its neighbours", async () => {
  const one = await bundled(`export { batchUnsubscribeAll } from "./client.ts";`);
  expect(one).toContain("/statuses/batch/unsubscribe-all");
  expect(one).not.toContain("account-info");
  const whole = await bundled(`export * from "./validators.ts";`);
  const single = await bundled(`export { getAccountDetails } from "./validators.ts";`);
  expect(single.length).toBeGreaterThan(200);
  expect(single.length).toBeLessThan(whole.length / 2);
});
