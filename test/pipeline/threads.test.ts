import { join } from "node:path";
import { expect, test } from "vitest";
import { filesIn, generateInChild, run } from "../helpers/pipeline-io.js";
import { scratchFolder, writeSources } from "../helpers/pipeline.js";

/** So large that it is linted on another thread. */
const large = `openapi: 3.1.0
info: { title: T, version: "1" }
x-padding: "${"x".repeat(1_000_000)}"
paths:
  /a:
    get:
      operationId: a
      responses: { "200": { description: x, content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } } }
components:
  schemas:
    A: { type: object, required: [missing], properties: { a: { type: string } } }
    Unused: { type: string }
`;

test("a large description comes to the same on threads: what is told, what is made, and each step once", async () => {
  const folder = await scratchFolder();
  const spec = await writeSources(folder, large);
  const [here, there] = [join(folder, "here"), join(folder, "there")];
  const alone = await run({ spec, out: here, lint: "minimal" });
  const { code, stdout, stderr } = await generateInChild({
    args: ["--spec", spec, "--out", there],
  });
  expect(stderr).toBe(alone.stderr);
  expect(stderr).toMatch(/lint warnings: .*no-unused-components 1/);
  expect(code).toBe(0);
  expect(await filesIn(there)).toEqual(await filesIn(here));
  const names = (text: string) =>
    [...text.matchAll(/^ +([a-z-]+) +\d+ ms$/gm)].map(([, name]) => name);
  expect(names(stdout).sort()).toEqual(names(alone.stdout).sort());
}, 120_000);

test("what the linter refuses of a large description is told, whatever else is wrong with it", async () => {
  const folder = await scratchFolder();
  const spec = await writeSources(
    folder,
    `${large}    Empty: { type: string, minLength: 2, maxLength: 1 }\n`,
  );
  const out = join(folder, "out");
  const alone = await run({ spec, out, lint: "strict" });
  const { code, stderr } = await generateInChild({
    args: ["--spec", spec, "--out", out, "--lint", "strict"],
  });
  expect(stderr).toBe(alone.stderr);
  expect(stderr).toContain("(no-unused-components)");
  expect([code, alone.code]).toEqual([1, 1]);
}, 120_000);
