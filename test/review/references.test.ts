import { expect, test } from "vitest";

import type { JsonObject } from "../../scripts/model/json.ts";
import { findChanges } from "../../scripts/review/find-changes.ts";
import { judge } from "../../scripts/review/judge.ts";
import { gives, object, takes, text } from "./make-pairs.ts";

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

function description(operation: JsonObject, schemas: JsonObject, version = "3.1.0"): JsonObject {
  return {
    ...{ openapi: version, info: { title: "t", version: "1.0.0" } },
    paths: { "/x": { post: { operationId: "x", ...operation } } },
    components: { schemas },
  };
}

function told(before: JsonObject, after: JsonObject): string[] {
  return judge(findChanges(before, after)).map(
    ({ verdict, place, what }) => `${verdict} ${place.replace("POST /x, ", "")}: ${what}`,
  );
}

test("schemas that refer to themselves and to each other are judged, in the direction of each place", () => {
  const tree = (more: JsonObject): JsonObject =>
    description(
      { ...takes(ref("Branch")), ...gives(ref("Leaf")) },
      {
        Branch: object({ self: ref("Branch"), leaves: { type: "array", items: ref("Leaf") } }),
        Leaf: object({ on: ref("Branch"), other: ref("Other"), ...more }),
        Other: object({ name: text }),
      },
    );
  const [without, withMore] = [tree({}), tree({ more: text })];
  expect(told(without, withMore)).toEqual([
    "adds request body, application/json, leaves[].more: property more added",
    "adds response 200, application/json, more: property more added",
  ]);
  expect(told(withMore, without).map((line) => line.split(" ")[0])).toEqual([
    "compiles-not",
    "compiles-not",
  ]);
  expect(told(withMore, withMore)).toEqual([]);
});

test("references that swell without end are looked at once in each body", () => {
  const names = Array.from({ length: 200 }, (_, level) => `Level${level}`);
  const schemas = (last: JsonObject): JsonObject =>
    Object.fromEntries(
      names.map((name, level) => {
        const next = ref(`Level${level + 1}`);
        return [name, level === 199 ? last : object({ one: next, other: next })];
      }),
    );
  const side = (last: JsonObject) => description(gives(ref("Level0")), schemas(last));
  expect(told(side(text), side({ type: "integer" }))).toEqual([
    expect.stringMatching(/^breaks response 200.*one: type "string" → "integer"$/),
    expect.stringMatching(/^breaks response 200.*other: type "string" → "integer"$/),
  ]);
});

test("an enum that is open in one place and closed in another is judged in both", () => {
  const side = (...values: string[]): JsonObject =>
    description(gives(object({ open: { anyOf: [ref("Day"), text] }, closed: ref("Day") })), {
      Day: { enum: values },
    });
  expect(told(side("MON"), side("MON", "TUE"))).toEqual([
    'adds response 200, application/json, open (anyOf 1): open enum: +"TUE"',
    'breaks response 200, application/json, closed: enum: +"TUE"',
  ]);
});

test("what stands beside a reference counts in 3.1, and not in 3.0", () => {
  const side = (version: string, more: JsonObject): JsonObject =>
    description(takes(object({ a: { ...ref("A"), ...more } })), { A: text }, version);
  expect(told(side("3.1.0", {}), side("3.1.0", { maxLength: 3 }))).toEqual([
    "breaks request body, application/json, a: maxLength unset → 3",
  ]);
  expect(told(side("3.0.3", {}), side("3.0.3", { maxLength: 3 }))).toEqual([]);
});

test("the same in other words is no change: null, a const, a parameter of the path, the order of alternatives", () => {
  const parameters = [{ name: "p", in: "query", schema: text }];
  const [a, b] = [object({ a: text }), object({ b: text })];
  const before = description(
    {
      ...gives(object({ n: { ...text, nullable: true }, c: { const: "A" }, o: { oneOf: [a, b] } })),
      parameters,
    },
    {},
  );
  const { paths, ...rest } = description(
    gives(object({ n: { type: ["string", "null"] }, c: { enum: ["A"] }, o: { oneOf: [b, a] } })),
    {},
  );
  const item = (paths as JsonObject)["/x"] as JsonObject;
  expect(told(before, { ...rest, paths: { "/x": { parameters, ...item } } })).toEqual([]);
});
