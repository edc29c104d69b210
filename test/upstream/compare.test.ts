import { describe, expect, test } from "vitest";

import type { JsonObject } from "../../scripts/model/json.ts";
import { compare as compareAll } from "../../scripts/upstream/compare.ts";
import { keyOf } from "../../scripts/upstream/difference.ts";
import { findRoutes } from "../../scripts/upstream/published.ts";
import { TextFile } from "../../scripts/upstream/text-file.ts";

const path = "/lists/2026-03/items/all";
const at = `/paths/${path.replaceAll("/", "~1")}/post`;
const text = { type: "string" };

function compare(ours: JsonObject, published: JsonObject) {
  const text = JSON.stringify(published);
  const document = JSON.parse(text) as JsonObject;
  const all = [{ file: new TextFile("published.json", text), document }];
  return compareAll(ours, all, findRoutes(ours, all, []));
}

/** A description with one operation, whose members can be others. */
function description(operation: JsonObject = {}, more: JsonObject = {}): JsonObject {
  const post = { operationId: "all", responses: { 200: { description: "Ok." } }, ...operation };
  return {
    openapi: "3.1.0",
    info: { title: "t", version: "1.0.0" },
    paths: { [path]: { post } },
    ...more,
  };
}

function answers(schema: JsonObject, type = "application/json"): JsonObject {
  return { responses: { 200: { description: "Ok.", content: { [type]: { schema } } } } };
}

const schemaAt = `${at}/responses/200/content/application~1json/schema`;

test("the same description, in other words and another order, differs in nothing", () => {
  const ours = description(answers({ $ref: "#/components/schemas/A" }), {
    components: {
      schemas: {
        A: {
          type: "object",
          required: ["a", "b"],
          properties: { a: text, b: { type: ["string", "null"] } },
        },
      },
    },
  });
  const published = description(
    answers({
      required: ["b", "a"],
      properties: { b: { nullable: true, type: "string" }, a: { ...text, description: "Words." } },
      type: "object",
    }),
  );
  expect(compare(ours, published)).toEqual([]);
});

test("an open enum, and one of 3.0 with null in it, are read as what they allow", () => {
  const ours = description(
    answers({ anyOf: [{ $ref: "#/components/schemas/E" }, { type: "null" }] }),
    {
      components: { schemas: { E: { anyOf: [{ enum: ["A", "B"] }, text] } } },
    },
  );
  const published = description(answers({ ...text, nullable: true, enum: ["B", "A", null] }));
  expect(compare(ours, published).map(keyOf)).toEqual([`ours ${schemaAt} open-enum`]);
});

describe("each kind of difference is found, on the side that has it", () => {
  const object = (properties: JsonObject, required: string[] = []): JsonObject => ({
    type: "object",
    required,
    properties,
  });
  test.each<[string, JsonObject, JsonObject, string]>([
    [
      "an operationId",
      { operationId: "a" },
      { operationId: "b" },
      `ours ${at}/operationId operation-id`,
    ],
    ["security of ours", { security: [{ t: ["a"] }] }, {}, `ours ${at}/security/0 security`],
    ["security of theirs", {}, { security: [{ t: ["a"] }] }, `published ${at}/security/0 security`],
    [
      "a parameter",
      {},
      { parameters: [{ name: "p", in: "query" }] },
      `published ${at}/parameters/0 parameter`,
    ],
    [
      "a parameter that must be given",
      { parameters: [{ name: "p", in: "query", schema: text }] },
      { parameters: [{ name: "p", in: "query", schema: text, required: true }] },
      `ours ${at}/parameters/0 optional`,
    ],
    [
      "a body that must be given",
      { requestBody: { required: true, content: {} } },
      { requestBody: { content: {} } },
      `ours ${at}/requestBody required`,
    ],
    [
      "a status",
      { responses: { 200: {}, 207: {} } },
      { responses: { 200: {} } },
      `ours ${at}/responses/207 status`,
    ],
    [
      "a media type",
      answers(text, "text/html"),
      {},
      `ours ${at}/responses/200/content/text~1html media-type`,
    ],
    [
      "a header",
      { responses: { 200: { headers: { "X-A": { schema: text } } } } },
      { responses: { 200: {} } },
      `ours ${at}/responses/200/headers/X-A header`,
    ],
    ["a type", answers(text), answers({ type: "integer" }), `ours ${schemaAt} type`],
    ["null", answers({ type: ["string", "null"] }), answers(text), `ours ${schemaAt} nullable`],
    [
      "values",
      answers({ enum: ["A"] }),
      answers({ ...text, enum: ["A", "B"] }),
      `ours ${schemaAt} enum`,
    ],
    [
      "a bound",
      answers({ ...text, minLength: 1 }),
      answers(text),
      `ours ${schemaAt}/minLength bound`,
    ],
    [
      "a format",
      answers(text),
      answers({ ...text, format: "email" }),
      `published ${schemaAt}/format format`,
    ],
    [
      "a default",
      answers({ ...text, default: "A" }),
      answers(text),
      `ours ${schemaAt}/default default`,
    ],
    [
      "a property",
      answers(object({ a: text })),
      answers(object({})),
      `ours ${schemaAt}/properties/a property`,
    ],
    [
      "a property of theirs",
      answers(object({})),
      answers(object({ a: text })),
      `published ${schemaAt}/properties/a property`,
    ],
    [
      "an optional property",
      answers(object({ a: text })),
      answers(object({ a: text }, ["a"])),
      `ours ${schemaAt}/properties/a optional`,
    ],
    [
      "a type in a list",
      answers({ type: "array", items: text }),
      answers({ type: "array", items: { type: "integer" } }),
      `ours ${schemaAt}/items type`,
    ],
  ])("%s", (_what, ours, published, key) => {
    expect(compare(description(ours), description(published)).map(keyOf)).toEqual([key]);
  });
});

test("a route of another version is compared, and the version told", () => {
  const { paths, ...rest } = description();
  const item = (paths as JsonObject)[path] ?? null;
  const published = { ...rest, paths: { "/lists/v4/items/all": item } };
  expect(compare(description(), published)).toMatchObject([
    {
      document: "ours",
      pointer: at.replace(/\/post$/, ""),
      kind: "path",
      detail: "published as /lists/v4/items/all",
    },
  ]);
});

test("a body for any type is compared as JSON", () => {
  const keys = compare(
    description(answers({ type: "integer" })),
    description(answers(text, "*/*")),
  ).map(keyOf);
  expect(keys).toContain(`ours ${schemaAt} type`);
});

test("schemas that contain themselves come to an end", () => {
  const recursive = (type: string): JsonObject =>
    description(answers({ $ref: "#/components/schemas/T" }), {
      components: {
        schemas: {
          T: { type: "object", properties: { a: { type }, t: { $ref: "#/components/schemas/T" } } },
        },
      },
    });
  expect(compare(recursive("string"), recursive("integer")).map(keyOf)).toEqual([
    "ours /components/schemas/T/properties/a type",
  ]);
});
