import { describe, expect, test } from "vitest";
import { sendingDescription } from "../helpers/pipeline-verdicts.js";
import { refusal, renderSources } from "../helpers/pipeline.js";

/** One key a line, so that a place can be told. */
function lines(schema: unknown): string {
  return JSON.stringify(JSON.parse(sendingDescription([schema])), null, 1);
}

test("words of OpenAPI and extensions are no typos, and no format is unknown", async () => {
  const schema = {
    type: "string",
    format: "contact-key",
    example: "a",
    xml: { name: "a" },
    externalDocs: { url: "https://example.com" },
    "x-owner": "crm",
    deprecated: true,
    contentEncoding: "base64",
  };
  await expect(renderSources(sendingDescription([schema]))).resolves.toBeDefined();
});

describe("a typo fails the run, with its line", () => {
  test.each([
    ["minLenght", { type: "string", minLenght: 3 }, "`minLenght` is no keyword"],
    [
      "maxlength",
      { type: "array", items: { anyOf: [{ maxlength: 3 }] } },
      "`maxlength` is no keyword",
    ],
    ["propertis", { type: "object", propertis: {} }, "`propertis` is no keyword"],
    ["$dynamicRef", { $dynamicRef: "#x" }, "cannot be turned into types"],
  ])("%s", async (key, schema, message) => {
    const text = lines(schema);
    const line = text.split("\n").findIndex((one) => one.includes(`"${key}"`)) + 1;
    const [problem] = await refusal(text);
    expect(problem).toContain(message);
    expect(problem).toMatch(new RegExp(`^openapi\\.yaml:${line} `));
  });

  test("where a reference points at, too", async () => {
    const document = {
      ...(JSON.parse(sendingDescription([{ $ref: "#/definitions/A" }])) as object),
    };
    const text = JSON.stringify({ ...document, definitions: { A: { tipe: "string" } } });
    expect(await refusal(text)).toEqual([expect.stringContaining("`tipe` is no keyword")]);
  });
});

describe("a keyword with a value that it does not take is refused, never misread", () => {
  test.each([
    [{ properties: { a: { type: "string", required: true } } }, "`required` must be"],
    [{ type: "file" }, "`type` must be one of"],
    [{ type: "any" }, "`type` must be one of"],
    [{ type: "string", minLength: "3" }, "`minLength` must be a whole number"],
    [
      { type: "integer", minimum: 1, exclusiveMinimum: true },
      "`exclusiveMinimum` must be a number",
    ],
    [{ enum: [] }, "`enum` must be a list"],
    [{ allOf: [] }, "`allOf` must be a list"],
    [{ oneOf: { type: "string" } }, "`oneOf` must be a list"],
    [{ properties: [{ a: 1 }] }, "`properties` must be a mapping"],
    [{ properties: { a: null } }, "a schema must be a mapping"],
    [{ type: "array", items: [{ type: "string" }] }, "a schema must be a mapping"],
    [null, "a schema must be a mapping"],
    [{ type: "string", pattern: "(" }, `"(" is no regular expression`],
    [JSON.parse(`{"properties":{"__proto__":{}}}`), "no property can be called `__proto__`"],
  ])("%j", async (schema, message) => {
    const [problem] = await refusal(lines(schema));
    expect(problem).toMatch(/^openapi\.yaml:\d+ /);
    expect(problem).toContain(message);
  });
});

describe("what should be a mapping and is not is refused", () => {
  const get = { operationId: "a", responses: { 200: { description: "x" } } };
  test.each([
    ["a path item", { "/a": null }],
    ["an operation", { "/a": { get: null } }],
    ["a response", { "/a": { get: { ...get, responses: { 200: null } } } }],
    [
      "a media type",
      { "/a": { get: { ...get, responses: { 200: { content: { "*/*": null } } } } } },
    ],
    ["a parameter", { "/a": { get: { ...get, parameters: [null] } } }],
    ["`paths`", []],
  ])("%s", async (what, paths) => {
    const text = JSON.stringify({ openapi: "3.1.0", info: { title: "T", version: "1" }, paths });
    expect(await refusal(text)).toEqual([expect.stringContaining(`${what} must be a mapping`)]);
  });
});

test("what a library cannot read is one message, not a stack", async () => {
  const paths = { "/a": { get: { operationId: "a", summary: 5, responses: {} } } };
  const text = JSON.stringify({ openapi: "3.1.0", info: { title: "T", version: "1" }, paths });
  const [problem] = await refusal(text);
  expect(problem).toMatch(/^openapi\.yaml:1 no code can be made of this description: TypeError: /);
  expect(problem?.split("\n")).toHaveLength(1);
});
