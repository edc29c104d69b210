import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { getLineColLocation, lint, lintFromString, loadConfig } from "@redocly/openapi-core";
import type { NormalizedProblem } from "@redocly/openapi-core";
import { describe, expect, test } from "vitest";
import { bodyRows } from "./helpers/lint-body-rows.js";
import { clean } from "./helpers/lint-clean.js";
import { operationRows } from "./helpers/lint-operation-rows.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const config = await loadConfig({ configPath: `${root}redocly.yaml` });

function lintText(source: string): Promise<NormalizedProblem[]> {
  return lintFromString({ source, absoluteRef: `${root}test/parcels.yaml`, config });
}

/** The clean description with one piece of text replaced, so that it breaks one rule. */
function broken(piece: string, replacement: string): string {
  expect(clean.split(piece)).toHaveLength(2);
  return clean.replace(piece, () => replacement);
}

function lineOf(problem: NormalizedProblem): number | undefined {
  const [location] = problem.location;
  return location && getLineColLocation(location).start.line;
}

/** The text of the line a problem points at. */
function textAt(problem: NormalizedProblem, source: string): string {
  return source.split("\n")[(lineOf(problem) ?? 0) - 1] ?? "";
}

test("a clean description has no problem", async () => {
  expect(await lintText(clean)).toEqual([]);
});

test("the configuration of the linter itself has no problem, and nothing is ignored by file", async () => {
  expect(Object.keys(config.ignore)).toEqual([]);
  const problems = await lint({ ref: `${root}spec/openapi.yaml`, config });
  expect(problems).toEqual([]);
});

test.each([
  ["a body", "{ enum: [SENT, LOST] }, { type: string }", "{ const: SENT }, { type: string }"],
  [
    "a header",
    "schema: { type: integer } }",
    "schema: { anyOf: [{ enum: [0, 1] }, { type: integer }] } }",
  ],
])("spec/open-responses takes open values in %s", async (_, piece, by) => {
  expect(await lintText(broken(piece, by))).toEqual([]);
});

describe("each rule reports what breaks it, once, with the line", () => {
  test.each([...operationRows, ...bodyRows])(
    "$rule refuses $breaks",
    async ({ rule, piece, by, at }) => {
      const source = broken(piece, by);
      const problems = await lintText(source);
      expect(problems.map(({ ruleId, severity }) => [ruleId, severity])).toEqual([[rule, "error"]]);
      for (const problem of problems) expect(textAt(problem, source)).toContain(at);
    },
  );
});

describe("component names", () => {
  test.each([
    ["rule/schema-casing", "ParcelState"],
    ["rule/header-casing", "Left"],
    ["rule/response-casing", "BadRequest"],
  ])("%s refuses a name that is not PascalCase", async (rule, name) => {
    const source = clean.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `a_${name}`);
    const problems = await lintText(source);
    expect(problems.map(({ ruleId }) => ruleId)).toEqual([rule]);
    for (const problem of problems) expect(textAt(problem, source)).toContain(`a_${name}:`);
  });

  test("rule/parameter-casing refuses a name that is not PascalCase", async () => {
    const parameter =
      /        - name: speed\n          in: query\n          description: How fast to go\.\n/;
    const source = clean
      .replace(
        parameter,
        "        - $ref: '#/components/parameters/speed'\n        - name: mass\n          in: query\n          description: How heavy.\n",
      )
      .replace(
        "  headers:\n    Left:",
        "  parameters:\n    speed: { name: speed, in: query, description: How fast., schema: { type: string }, example: FAST }\n  headers:\n    Left:",
      );
    const problems = await lintText(source);
    expect(problems.map(({ ruleId }) => ruleId)).toEqual(["rule/parameter-casing"]);
    for (const problem of problems) expect(textAt(problem, source)).toContain("speed: { name");
  });
});

test("spec/no-remote-ref refuses a $ref that leaves the disk", async () => {
  const source = broken(
    'X-Left: { $ref: "#/components/headers/Left" }',
    'X-Left: { $ref: "http://127.0.0.1:9/headers.yaml#/Left" }',
  );
  const problems = await lintText(source);
  const own = problems.filter(({ ruleId }) => ruleId === "spec/no-remote-ref");
  expect(own).toHaveLength(1);
  for (const problem of own) expect(textAt(problem, source)).toContain("X-Left:");
});

test("a schema reached twice, and one that holds itself, is reported once", async () => {
  const source = broken(
    "weight: { description: The weight in kilograms., type: integer }",
    'inner: { $ref: "#/components/schemas/ParcelState", description: A parcel inside. }',
  )
    .replace("weight: 3", "inner: { state: LOST }")
    .replace("anyOf: [{ enum: [SENT, LOST] }, { type: string }]", "enum: [SENT, LOST]");
  const problems = await lintText(source);
  expect(problems.map(({ ruleId }) => ruleId)).toEqual(["spec/open-responses"]);
});

test("no rule knows an operation, a schema or a path of our description", () => {
  const rules = ["redocly.yaml", "scripts/lint-rules.mjs", "scripts/lint-schemas.mjs"]
    .map((file) => readFileSync(root + file, "utf8"))
    .join("\n");
  const spec = readFileSync(`${root}spec/openapi.yaml`, "utf8");
  const names = [
    ...spec.matchAll(/operationId: (\w+)/g),
    ...spec.matchAll(/^    ([A-Z]\w+):$/gm),
  ].map(([, name]) => String(name));
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(rules).not.toMatch(new RegExp(`\\b${name}\\b`));
  expect(rules).not.toContain("communication-preferences");
});
