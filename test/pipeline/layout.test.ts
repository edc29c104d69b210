import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatFile } from "../../scripts/emit/format.ts";
import { emitTypes } from "../../scripts/emit/types.ts";
import { normalise } from "../../scripts/normalise/normalise.ts";
import { typesView } from "../../scripts/normalise/types-view.ts";
import { makeDescription } from "../bench/make-description.ts";
import type { JsonObject } from "../../scripts/model/json.ts";

/** Words of many lengths, so that lines end on either side of the width, and with what has rules of its own. */
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."abcdefgh_"), minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    "it's",
    'say "x"',
    `"'"`,
    "a\\b",
    "naïve",
    "日本語",
    "🙂",
    "a b",
    "1",
    "1e21",
    "*/",
    "",
  ),
);
const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(" "));
const lines = fc.array(text, { maxLength: 3 }).map((texts) => texts.join("\n"));

/** Schemas that come to each kind of type: objects, unions, intersections, lists, literals, maps, references. */
const schema = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      { type: "string" },
      { type: ["string", "null"] },
      { $ref: "#/components/schemas/A" },
      { $ref: "#/components/schemas/A_schema_with_quite_a_long_name" },
      { type: "object" },
      { type: "object", additionalProperties: false },
    ),
    fc.record({ enum: fc.uniqueArray(word, { minLength: 1, maxLength: 6 }), description: lines }),
    fc.record({
      enum: fc.uniqueArray(fc.oneof(fc.integer(), fc.boolean(), fc.double()), { minLength: 1 }),
    }),
    fc.record(
      {
        type: fc.constantFrom("object", ["object", "null"]),
        properties: fc.dictionary(word, tie("schema"), { maxKeys: 4, noNullPrototype: true }),
        description: lines,
        title: text,
        deprecated: fc.boolean(),
        additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
      },
      { requiredKeys: ["type", "properties"] },
    ),
    fc.record({ type: fc.constantFrom("array", ["array", "null"]), items: tie("schema") }),
    fc.record({
      type: fc.constant("array"),
      prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 4 }) }),
    fc.record({ allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 4 }) }),
  ),
})).schema;

function describing(A: object, other: object): JsonObject {
  return JSON.parse(
    JSON.stringify({
      openapi: "3.1.0",
      info: { title: "Layout", version: "1.0.0" },
      paths: {
        "/a": {
          get: {
            operationId: "get",
            summary: "Gets",
            responses: {
              200: { description: "Done", content: { "application/json": { schema: A } } },
            },
          },
        },
      },
      components: { schemas: { A, A_schema_with_quite_a_long_name: other } },
    }),
  ) as JsonObject;
}

async function expectLaidOut(document: JsonObject): Promise<void> {
  const types = await emitTypes(typesView(document));
  expect(types).toBe(await formatFile("types.ts", types));
}

test("types are laid out as prettier lays them out, whatever is described", async () => {
  await fc.assert(
    fc.asyncProperty(schema, schema, async (A, other) => expectLaidOut(describing(A, other))),
    { seed: 1, numRuns: 60, endOnFailure: true },
  );
}, 120_000);

test("types of descriptions that people write are laid out so too", async () => {
  for (const made of [makeDescription(40), await readFile("generated/openapi.json", "utf8")])
    await expectLaidOut(normalise(JSON.parse(made) as JsonObject, new Map()));
}, 60_000);
