import { expect, test } from "vitest";
import { describeVerdicts, sendingDescription } from "../helpers/pipeline-verdicts.js";
import { compileConsumer, renderSources, textOf } from "../helpers/pipeline.js";

const string = { type: "string" };
const kinds = (more: object, kind: object = string) => ({
  type: "object",
  required: ["kind"],
  properties: { kind, ...more },
});
const one = (...names: string[]) => names.map((name) => ({ $ref: `#/components/schemas/${name}` }));
const schemas = {
  Cat: kinds({ meow: { type: "boolean" } }),
  Dog: { allOf: [kinds({}), { type: "object", properties: { bark: { type: "integer" } } }] },
  Fox: kinds({ say: string }, { enum: ["red", "grey"] }),
};
const mapping = { kitty: "#/components/schemas/Cat", tom: "Cat" };

describeVerdicts(
  "a discriminator",
  [
    {
      rule: "holds each alternative to the names that lead to it",
      schema: { oneOf: one("Cat", "Dog"), discriminator: { propertyName: "kind", mapping } },
      fits: [{ kind: "kitty", meow: true }, { kind: "tom" }, { kind: "Dog", bark: 1 }],
      refused: [{ kind: "Cat" }, { kind: "kitty", meow: 1 }, { kind: "other" }, {}],
    },
    {
      rule: "leaves an alternative alone that lists the values itself",
      schema: { anyOf: one("Dog", "Fox"), discriminator: { propertyName: "kind" } },
      fits: [{ kind: "red", say: "?" }, { kind: "Dog" }],
      refused: [{ kind: "Fox" }, { kind: "red", say: 1 }],
    },
  ],
  { schemas },
);

test("a caller narrows by the discriminator", async () => {
  const subject = { oneOf: one("Cat", "Dog"), discriminator: { propertyName: "kind", mapping } };
  const rendered = await renderSources(sendingDescription([subject], { schemas }));
  const consumer = `import type { Subject0 } from "./schemas.js";
export function read(pet: Subject0): boolean | number | undefined {
  return pet.kind === "Dog" ? pet.bark : pet.meow;
}
export function wrong(pet: Subject0): unknown {
  return pet.kind === "Dog" ? pet.meow : pet.bark;
}`;
  const errors = await compileConsumer(rendered, consumer);
  expect([...new Set(errors.map(({ file, line }) => `${file}:${line}`))]).toEqual([
    "consumer.ts:6",
  ]);
});

describeVerdicts("members that only a pattern or nothing names", [
  {
    rule: "are free beside patternProperties",
    schema: {
      type: "object",
      properties: { a: { type: "integer" } },
      patternProperties: { "^x-": string },
    },
    fits: [{ a: 1, "x-b": "y", other: true }, {}],
    refused: [{ a: "1" }],
  },
  {
    rule: "may have an empty name, or one that every object inherits",
    schema: {
      type: "object",
      required: [""],
      properties: { "": string, hasOwnProperty: string, toString: { type: "integer" } },
    },
    fits: [{ "": "x", hasOwnProperty: "y", toString: 1 }],
    refused: [{ "": 1 }],
  },
  {
    rule: "are free where unevaluatedProperties has a schema",
    schema: {
      type: "object",
      properties: { a: { type: "integer" } },
      unevaluatedProperties: string,
    },
    fits: [{ a: 1, b: "x" }],
    refused: [{ a: "1" }],
  },
]);

test("where the validator is narrower than the type, or a number loses digits, the comment says so", async () => {
  const schema = {
    type: "object",
    properties: {
      code: { type: "string", minLength: 2, pattern: "^[a-z]+$", description: "A code." },
      id: { type: "integer", format: "int64" },
    },
  };
  const rendered = await renderSources(sendingDescription([schema]));
  const types = textOf(rendered, "types.ts");
  expect(types).toContain("A code. The validator holds it to: minLength 2, pattern ^[a-z]+$.");
  expect(types).toContain("Beyond 2^53 JavaScript loses digits of it.");
  expect(textOf(rendered, "README.md")).toContain("beyond 2^53 they lose digits");
});
