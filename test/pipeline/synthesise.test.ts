import { describe, expect, test } from "vitest";
import { findWitnesses } from "../../scripts/check/self-check.ts";
import { buildValidators } from "../../scripts/emit/ajv.ts";
import type { Json, JsonObject } from "../../scripts/model/json.ts";
import { normalise } from "../../scripts/normalise/normalise.ts";

/** A value that the validator of a schema takes; throws if none is found. */
function witness(schema: Json, others: JsonObject = {}): Json | undefined {
  const schemas = { Subject: schema, ...others };
  const document = normalise(
    { openapi: "3.1.0", paths: {}, components: { schemas } },
    new Map(),
    () => {},
  );
  const unchecked: string[] = [];
  const tell = (message: string) => unchecked.push(message);
  const [found] = findWitnesses(document, [], buildValidators(document), tell);
  if (unchecked[0] !== undefined) throw new Error(`not checked: ${unchecked[0]}`);
  return found?.value;
}

const text = { type: "string" };
const subject = { $ref: "#/components/schemas/Subject" };
const tree = { type: "object", required: ["l", "r"], properties: { l: subject, r: subject } };
const two = { a: text, b: text };

const hard: Record<string, Json> = {
  "not a string": { not: text },
  "an enum less another": { enum: ["a", "b", "c"], not: { enum: ["a", "b"] } },
  "not both properties": { type: "object", properties: two, not: { required: ["a", "b"] } },
  "one of two, not both": {
    oneOf: ["a", "b"].map((name) => ({ type: "object", required: [name], properties: two })),
  },
  "a number that is not whole": { oneOf: [{ type: "number" }, { type: "integer" }] },
  "the alternative that a constant picks": {
    type: "object",
    required: ["a", "b"],
    properties: { a: { enum: [1, 2, 3, 4, 5, 6, 7, 8] }, b: { enum: [1, 2, 3, 4, 5] } },
    anyOf: [{ properties: { a: { const: 7 }, b: { const: 3 } } }],
  },
  "if, then and else": {
    type: "object",
    required: ["k"],
    properties: { k: { enum: ["a", "b"] }, v: {} },
    if: { properties: { k: { const: "a" } } },
    then: { properties: { v: text }, required: ["v"] },
    else: { not: { required: ["v"] } },
  },
  "if alone": { type: "object", if: { properties: { k: { const: 1 } } } },
  "then alone": { type: "object", then: { required: ["a"] } },
  "properties that need others": { required: ["a"], dependentRequired: { a: ["b"], b: ["c"] } },
  "a schema that depends": {
    required: ["a"],
    dependentSchemas: { a: { required: ["z"], properties: { z: { type: "integer" } } } },
  },
  "what is not evaluated": {
    allOf: [{ type: "object", properties: { a: text } }],
    unevaluatedProperties: false,
  },
  "items that must be there": {
    type: "array",
    contains: { const: "x" },
    minContains: 2,
    maxContains: 2,
  },
  "contains none": { type: "array", contains: { type: "integer" }, minContains: 0 },
  "minContains alone": { type: "array", minContains: 2 },
  "unique items of a short list": { uniqueItems: true, minItems: 3, items: { enum: [1, 2, 3] } },
  "unique flags": { uniqueItems: true, minItems: 2, items: { type: "boolean" } },
  "unique numbers": {
    uniqueItems: true,
    minItems: 5,
    items: { type: "integer", minimum: 1, maximum: 5 },
  },
  "unique items by alternatives": {
    uniqueItems: true,
    minItems: 4,
    items: { anyOf: [{ type: "boolean" }, { type: "null" }, { enum: [7] }] },
  },
  "many items": { type: "array", minItems: 20_000, items: text },
  "keys of a pattern": {
    type: "object",
    minProperties: 2,
    patternProperties: { "^x-[a-z]+$": text },
    additionalProperties: false,
  },
  "keys of a list": { minProperties: 2, propertyNames: { enum: ["a", "b"] }, type: "object" },
  "keys of a component": {
    minProperties: 1,
    propertyNames: { $ref: "#/components/schemas/Key" },
    type: "object",
  },
  "more than is required": {
    type: "object",
    minProperties: 2,
    properties: two,
    additionalProperties: false,
  },
  "no more than one": { type: "object", maxProperties: 1, properties: two },
  "a key by name and by pattern": {
    type: "object",
    required: ["x-a"],
    properties: { "x-a": { minLength: 3 } },
    patternProperties: { "^x-": { type: "string", pattern: "^b" } },
  },
  "steps of 0.1": { type: "number", multipleOf: 0.1, minimum: 0.25, maximum: 0.3 },
  "steps of 0.01": { type: "number", multipleOf: 0.01, minimum: 19.985, maximum: 19.995 },
  "whole steps of 1.5": { type: "integer", multipleOf: 1.5, minimum: 1 },
  "two steps": { allOf: [{ multipleOf: 4 }, { multipleOf: 6, minimum: 1 }] },
  "between two numbers": { exclusiveMinimum: 0, exclusiveMaximum: 0.001 },
  "between two whole numbers": { type: "integer", exclusiveMinimum: 3, exclusiveMaximum: 5 },
  "a number less some": { type: "integer", minimum: 0, not: { enum: [0, 1] } },
  "two patterns": { allOf: [{ type: "string", pattern: "^a" }, { pattern: "z$" }] },
  "below zero": { type: "integer", maximum: -5, multipleOf: 3 },
  "a large number": { type: "number", minimum: 1e300 },
  "a long text of a pattern": { type: "string", pattern: "^[A-Z0-9]*$", minLength: 100 },
  "several patterns": {
    allOf: [{ pattern: "[a-z]" }, { pattern: "[0-9]" }, { pattern: "^.{5}$" }],
  },
  "a password": { type: "string", pattern: "^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{8,}$" },
  "a look behind": { type: "string", pattern: "(?<=a)b" },
  "a look ahead that forbids": { type: "string", pattern: "^(?!foo)\\w{3}$" },
  "a duration": { type: "string", pattern: "^P(?!$)(\\d+Y)?(\\d+M)?(\\d+D)?$" },
  "a back reference": { type: "string", pattern: "^(a|b)\\1$" },
  "a word by its edges": { type: "string", pattern: "\\bfoo\\b" },
  "a domain": { type: "string", pattern: "^(?!-)[A-Za-z0-9-]{1,63}(?<!-)\\.[a-z]{2,}$" },
  "a pattern without the flag u": { type: "string", pattern: "^[\\w-.]+$" },
  "an empty text": { type: "string", maxLength: 0 },
  "two of itself in each part": { oneOf: [tree, text] },
  "itself or null": { ...tree, type: ["object", "null"] },
};

describe("a value is found for whatever can be met", () => {
  test.each(Object.entries(hard))("%s", (_, schema) => {
    expect(() => witness(schema, { Key: { type: "string", enum: ["k"] } })).not.toThrow();
  });
});

test("the same value each time", () => {
  const schema = { type: "string", pattern: "^[a-f]{3}-[0-9]{2}$" };
  expect(witness(schema)).toEqual(witness(schema));
});

describe("what cannot be met is said to be so", () => {
  test.each<[string, Json]>([
    ["no whole number between", { type: "integer", exclusiveMinimum: 3, exclusiveMaximum: 4 }],
    ["crossed bounds", { allOf: [{ type: "string", minLength: 3 }, { maxLength: 2 }] }],
    ["`false`", false],
  ])("%s", (_, schema) => {
    expect(() => witness(schema)).toThrow(/^no value fits schema Subject/);
  });
});

test("a search that finds nothing proves nothing: the schema is not checked, and that is told", () => {
  const endless = { required: ["n"], properties: { n: subject } };
  expect(() => witness(endless)).toThrow(
    /^not checked: no value was found that fits schema Subject/,
  );
});
