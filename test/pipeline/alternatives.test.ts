import { expect, test } from "vitest";
import { describeVerdicts, sendingDescription } from "../helpers/pipeline-verdicts.js";
import { compileConsumer, renderSources, textOf } from "../helpers/pipeline.js";

const open = { anyOf: [{ enum: ["A", "B"] }, { type: "string" }] };

describeVerdicts("open enums", [
  {
    rule: "take a value that nobody knows yet",
    schema: { type: "object", properties: { s: open } },
    fits: [{ s: "A" }, { s: "Z" }, {}],
    refused: [{ s: 1 }, { s: null }],
  },
  {
    rule: "take null where the open branch does",
    schema: { anyOf: [{ enum: ["A"] }, { type: ["string", "null"] }] },
    fits: ["A", "Z", null],
    refused: [1],
  },
  {
    rule: "take null as a branch of its own",
    schema: { anyOf: [{ type: "string", enum: ["A"] }, { type: "string" }, { type: "null" }] },
    fits: ["A", "Z", null],
    refused: [1],
  },
  {
    rule: "of numbers are plain alternatives",
    schema: { anyOf: [{ enum: [1, 2] }, { type: "integer" }] },
    fits: [1, 3],
    refused: ["1", null],
  },
]);

test("an open enum keeps its known values for an editor", async () => {
  const types = textOf(await renderSources(sendingDescription([open])), "types.ts");
  expect(types).toMatch(/Subject0: \(?"A" \| "B"\)? \| \(string & \{\}\)/);
});

test("an enum is a union, so that strings which differ in a sign stay apart", async () => {
  const rendered = await renderSources(
    sendingDescription([{ enum: ["a.b", "a b", "a-b", "a_b", "A_B", ""] }]),
  );
  const consumer = `import type { Subject0 } from "./schemas.js";
const all: Record<Subject0, number> = { "a.b": 1, "a b": 2, "a-b": 3, "a_b": 4, "A_B": 5, "": 6 };
export const few: Record<Subject0, number> = { "a.b": 1 };
export default all;`;
  const errors = await compileConsumer(rendered, consumer);
  expect(errors.map(({ file, line }) => [file, line])).toEqual([["consumer.ts", 3]]);
});

describeVerdicts("oneOf", [
  {
    rule: "takes a value that fits several alternatives, as its type does",
    schema: {
      oneOf: [
        { type: "object", properties: { a: { type: "string" } } },
        { type: "object", properties: { b: { type: "string" } } },
      ],
    },
    fits: [{ a: "x" }, { b: "x" }, { a: "x", b: "y" }, {}],
    refused: ["x", null, []],
  },
  {
    rule: "stands beside anyOf, and both are meant",
    schema: {
      oneOf: [{ type: "string" }, { type: "integer" }],
      anyOf: [{ type: "string" }, { type: "boolean" }],
    },
    fits: ["x"],
    refused: [1, true, null],
  },
]);

const self = (index: number) => ({ $ref: `#/components/schemas/Subject${index}` });

describeVerdicts("lists and recursion", [
  {
    rule: "a list of itself",
    schema: { oneOf: [{ type: "string" }, { type: "array", items: self(0) }] },
    fits: ["a", ["a", ["b", []]]],
    refused: [1, [1], null],
  },
  {
    rule: "any JSON value",
    schema: {
      anyOf: [
        { type: ["string", "number", "boolean", "null"] },
        { type: "array", items: self(1) },
        { type: "object", additionalProperties: self(1) },
      ],
    },
    fits: [1, [1, { a: [null] }], { a: true }],
    refused: [],
  },
  {
    rule: "a tree whose nodes need two trees",
    schema: {
      oneOf: [
        { type: "object", required: ["l", "r"], properties: { l: self(2), r: self(2) } },
        { type: "string" },
      ],
    },
    fits: ["x", { l: "x", r: { l: "y", r: "z" } }],
    refused: [{ l: "x" }, { l: "x", r: 1 }, null],
  },
  {
    rule: "a chain that ends in null",
    schema: {
      type: "object",
      required: ["next"],
      properties: { next: { oneOf: [self(3), { type: "null" }] } },
    },
    fits: [{ next: null }, { next: { next: null } }],
    refused: [{}, { next: 1 }],
  },
  {
    rule: "a tuple may be shorter and longer, unless it says otherwise",
    schema: { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }] },
    fits: [[], ["a"], ["a", 1], ["a", 1, true]],
    refused: [[1], ["a", "b"], {}, null],
  },
  {
    rule: "a tuple of a fixed length",
    schema: {
      type: "array",
      prefixItems: [{ type: "string" }, { type: "integer" }],
      items: false,
      minItems: 2,
    },
    fits: [["a", 1]],
    refused: [["a"], ["a", 1, 2], []],
  },
  {
    rule: "a tuple with a typed rest",
    schema: { type: "array", prefixItems: [{ type: "string" }], items: { type: "integer" } },
    fits: [[], ["a", 1, 2]],
    refused: [["a", "b"], [1]],
  },
  {
    rule: "a list without items takes anything, one without a type is a list",
    schema: {
      type: "object",
      properties: { a: { type: "array" }, b: { items: { type: "string" } } },
    },
    fits: [{ a: [1, "x"], b: ["y"] }],
    refused: [{ a: {} }, { b: [1] }, { b: "x" }],
  },
  {
    rule: "constants of each type",
    schema: { enum: ["a", 1, true, null] },
    fits: ["a", 1, true, null],
    refused: ["b", 2, false],
  },
  {
    rule: "constants that are objects and lists",
    schema: { type: "object", properties: { o: { const: { a: 1 } }, l: { const: [1, "a"] } } },
    fits: [{ o: { a: 1 }, l: [1, "a"] }],
    refused: [{ o: { a: 2 } }, { l: ["a"] }, { o: null }],
  },
  {
    rule: "a schema that is `true`, and a property that is `false`",
    schema: { type: "object", properties: { a: true, b: false } },
    fits: [{ a: null }, { a: [1] }, {}],
    refused: [{ b: 1 }],
  },
]);
