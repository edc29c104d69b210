import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clean } from "../helpers/lint-clean.js";
import { ROOT, run } from "../helpers/pipeline-io.js";
import {
  refusal,
  renderFile,
  renderSources,
  scratchFolder,
  writeSources,
} from "../helpers/pipeline.js";

/** Valid, and without what the linter recommends. */
const bare = `openapi: 3.1.0
info: { title: Bare, version: "1" }
paths:
  /a: { get: { responses: { "200": { description: x } } } }
`;

describe("strict", () => {
  test("takes a description that breaks no rule, and the repository's own", async () => {
    expect((await renderSources(clean, "strict")).findings).toEqual([]);
    expect((await renderFile(join(ROOT, "spec/openapi.yaml"), "strict")).findings).toEqual([]);
  });

  test("lets no warning pass: an operation without an id fails the run, with its line", async () => {
    const without = clean.replace("      operationId: sendParcels\n", "");
    const problems = await refusal(without, "strict");
    expect(problems).toEqual([
      expect.stringMatching(/^openapi\.yaml:\d+ .*operationId.*\(operation-operationId\)/),
    ]);
  });
});

describe("the other levels let more pass, each more than the one before", () => {
  test("strict refuses, recommended refuses errors, minimal and off take it", async () => {
    expect((await refusal(bare, "strict")).length).toBeGreaterThan(3);
    expect(await refusal(bare, "recommended")).not.toEqual([]);
    expect((await renderSources(bare, "minimal")).findings.length).toBeGreaterThan(0);
    expect((await renderSources(bare, "off")).findings).toEqual([]);
  });

  test("what passes is counted by rule on stderr, with every place", async () => {
    const folder = await scratchFolder();
    const spec = await writeSources(
      folder,
      `${bare}  /b: { get: { responses: { "200": { description: x } } } }\n`,
    );
    const { code, stderr } = await run({ spec, out: join(folder, "out"), lint: "minimal" });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^ {2}\d+ lint warnings: .*operation-operationId 2/);
    expect(stderr).toMatch(/^ {4}.*openapi\.yaml:4:\d+ .*operationId.*\n {6}also at line 5$/m);
  });

  test("whoever is held to the strict rules is told how many errors there are, and no way round them", async () => {
    const folder = await scratchFolder();
    const spec = await writeSources(folder, bare);
    const at = (lint: "strict" | "recommended") => run({ spec, out: join(folder, "out"), lint });
    const strict = await at("strict");
    expect(strict.stderr).toMatch(/^\d+ lint errors$/m);
    expect(strict.stderr).not.toContain("--lint");
    expect((await at("recommended")).stderr).toMatch(/\d+ lint errors; `--lint minimal` takes/);
  });

  test("no level takes a reference that points at nothing", async () => {
    const dangling = bare.replace("description: x", `$ref: "#/components/responses/No"`);
    for (const level of ["off", "minimal", "recommended", "strict"] as const) {
      const problems = await refusal(dangling, level);
      expect(problems.join("\n")).toContain("Can't resolve $ref");
    }
  });
});

test("nothing in the pipeline knows an operation, a schema or a path of the repository's description", async () => {
  const bundle = JSON.parse(await readFile(join(ROOT, "generated/openapi.json"), "utf8")) as {
    paths: Record<string, Record<string, { operationId?: string }>>;
    components: { schemas: Record<string, unknown> };
  };
  const ids = Object.values(bundle.paths).flatMap((item) =>
    Object.values(item).flatMap(({ operationId }) => operationId ?? []),
  );
  const names = [...ids, ...Object.keys(bundle.paths), "communication-preferences", "HubSpot"];
  // What stands beside the pipeline is about HubSpot, or about this package.
  const beside = /^(?:upstream|contract|site|review)[\\/]/;
  const files = (await readdir(join(ROOT, "scripts"), { recursive: true })).filter(
    (name) => /\.m?[jt]s$/.test(name) && !beside.test(name),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(ids.length).toBeGreaterThan(0);
  for (const file of files) {
    const code = await readFile(join(ROOT, "scripts", file), "utf8");
    for (const name of names) expect([file, code.includes(name)]).toEqual([file, false]);
  }
});
