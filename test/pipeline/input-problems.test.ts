import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesIn, run } from "../helpers/pipeline-io.js";
import { refusal, scratchFolder, writeSources } from "../helpers/pipeline.js";

const HEAD = `openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths: {}\n`;

describe("a description that is none is refused with its place", () => {
  test.each([
    ["nothing", "", "openapi.yaml:1 not an OpenAPI 3.0 or 3.1 description: no `openapi` version"],
    ["a list", "[1]", "openapi.yaml:1 not an OpenAPI 3.0 or 3.1 description: no `openapi` version"],
    ["Swagger 2", `swagger: "2.0"\n`, /no `openapi` version/],
    ["a later version", `info: {}\nopenapi: 3.2.0\n`, /^openapi\.yaml:2 .*openapi: "3\.2\.0"/],
    ["a number for a version", "openapi: 3.1\n", /openapi: 3\.1; write it in full, "3\.1\.0"$/],
    ["a version cut short", `openapi: "3.1"\n`, /openapi: "3\.1"; write it in full, "3\.1\.0"$/],
    ["broken YAML", `${HEAD}components: {\n`, /^openapi\.yaml:\d cannot parse: /],
    ["a tab", `${HEAD}components:\n\tschemas: {}\n`, /^openapi\.yaml:5 cannot parse: tab /],
    [
      "a key twice",
      `${HEAD}components:\n  schemas:\n    A: {}\n    A: {}\n`,
      /^openapi\.yaml:7 .*duplicated/,
    ],
    [
      "a key twice in JSON",
      `{"openapi":"3.1.0",\n"paths":{},\n"paths":{}}`,
      /^openapi\.yaml:3 .*duplicated/,
    ],
    ["two documents", `${HEAD}---\na: 1\n`, /cannot parse: expected a single document/],
  ])("%s", async (_, text, message) => {
    const problems = await refusal(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  test("in another file of it, too", async () => {
    const root = `${HEAD}components: { schemas: { A: { $ref: a.yaml } } }\n`;
    const [problem] = await refusal({
      "openapi.yaml": root,
      "a.yaml": "type: string\ntype: integer\n",
    });
    expect(problem).toMatch(/^a\.yaml:2 .*duplicated mapping key/);
  });
});

test("an extension that the client is made from is checked", async () => {
  const withOne = (extension: string) =>
    `openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths:\n  /a:\n    post:\n      ${extension}\n      responses: {}\n`;
  expect(await refusal(withOne("x-batch: 5"))).toEqual([
    expect.stringMatching(/^openapi\.yaml:6 `x-batch` takes/),
  ]);
  expect(await refusal(withOne("x-batch: { property: inputs, size: 0 }"))).toHaveLength(1);
  expect(await refusal(withOne("x-idempotent: maybe"))).toEqual([
    expect.stringMatching(/^openapi\.yaml:6 `x-idempotent` takes/),
  ]);
});

describe("after bad input", () => {
  test("the folder keeps its old state, the place is printed with its lines, the code is 1", async () => {
    const folder = await scratchFolder();
    const out = join(folder, "out");
    const spec = await writeSources(folder, HEAD);
    expect(await run({ spec, out })).toMatchObject({ code: 0 });
    const before = await filesIn(out);
    for (const bad of [
      `${HEAD}paths: {}\n`,
      `${HEAD}components: { schemas: { A: { tipe: x } } }\n`,
    ]) {
      await writeFile(spec, bad);
      const { code, stderr } = await run({ spec, out });
      expect(code).toBe(1);
      expect(stderr).toMatch(/openapi\.yaml:4:\d+ /);
      expect(stderr).toMatch(/^\s*4 \| /m);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(await filesIn(out)).toEqual(before);
    }
    await rm(spec);
    const missing = await run({ spec, out });
    expect(missing.code).toBe(1);
    expect(missing.stderr).toMatch(/^cannot read .*openapi\.yaml: ENOENT/);
    expect(await filesIn(out)).toEqual(before);
  });

  test("nothing is left where no folder was", async () => {
    const folder = await scratchFolder();
    const spec = await writeSources(folder, "openapi: [");
    expect(await run({ spec, out: join(folder, "out") })).toMatchObject({ code: 1 });
    expect(await filesIn(folder)).toEqual({ "openapi.yaml": "openapi: [" });
  });
});

describe("a folder that cannot be written", () => {
  test("stops the run with a message, and what is there stays", async () => {
    const folder = await scratchFolder();
    const spec = await writeSources(folder, HEAD);
    await writeFile(join(folder, "out"), "a file");
    const { code, stderr } = await run({ spec, out: join(folder, "out") });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^cannot (read|write to) .*out: /);
    expect(await filesIn(folder)).toEqual({ "openapi.yaml": HEAD, out: "a file" });
  });

  test("half way puts back what was replaced", async () => {
    const folder = await scratchFolder();
    const out = join(folder, "out");
    const spec = await writeSources(folder, HEAD);
    await run({ spec, out });
    const before = await filesIn(out);
    // A folder in the place of the last file lets the renames before it succeed.
    await rm(join(out, "validators.ts"));
    await mkdir(join(out, "validators.ts", "inside"), { recursive: true });
    await writeFile(spec, HEAD.replace("title: T", "title: U"));
    const { code, stderr } = await run({ spec, out });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^cannot write to /);
    await rm(join(out, "validators.ts"), { recursive: true });
    const { "validators.ts": _, ...rest } = before;
    expect(await filesIn(out)).toEqual(rest);
  });
});

describe("a folder that holds something else", () => {
  test("keeps its files, though they bear the names of ours", async () => {
    const folder = await scratchFolder();
    const spec = await writeSources(folder, HEAD);
    const out = join(folder, "project");
    await mkdir(out);
    await writeFile(join(out, "README.md"), "# Mine\n");
    const { code, stderr } = await run({ spec, out });
    expect(code).toBe(1);
    expect(stderr).toContain("README.md would be lost");
    expect(await filesIn(out)).toEqual({ "README.md": "# Mine\n" });
  });

  test("is not written to if the description itself would be overwritten", async () => {
    const folder = await scratchFolder();
    const spec = await writeSources(folder, {
      "openapi.json": `{ "openapi": "3.1.0", "info": { "title": "T", "version": "1" }, "paths": {} }`,
    });
    const { code, stderr } = await run({ spec, out: folder });
    expect(code).toBe(1);
    expect(stderr).toContain("openapi.json is read, and would be overwritten");
  });

  test("is named if it is a file", async () => {
    const folder = await scratchFolder();
    const spec = await writeSources(folder, HEAD);
    await writeFile(join(folder, "out"), "");
    const out = join(folder, "out");
    for (const check of [false, true]) {
      const { code, stderr } = await run({ spec, out, mode: check ? "check" : "write" });
      expect(code).toBe(check ? 2 : 1);
      expect(stderr).toMatch(/cannot (read|write to) .*out: /);
      expect(stderr).not.toContain("    at ");
    }
  });
});
