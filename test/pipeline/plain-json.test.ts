import fc from "fast-check";
import { parseYaml } from "@redocly/openapi-core";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { parsePlainJson } from "../../scripts/read/plain-json.ts";
import { refusal } from "../helpers/pipeline.js";

const names = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "<<", "=", "1", "constructor", "a:b", '"', "\\", "~", "null"),
);
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(2 ** 53 + 2, 1e21, 1e-7, 1e300, -0),
);
const { values } = fc.letrec((tie) => ({
  values: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, false),
    numbers,
    names,
    fc.array(tie("values"), { maxLength: 4 }),
    fc.dictionary(names, tie("values"), { maxKeys: 4 }),
  ),
}));

test("what is parsed as JSON is what the parser of YAML makes of the same text", () => {
  let taken = 0;
  fc.assert(
    fc.property(values, fc.constantFrom(undefined, 2, "\t"), (value, space) => {
      const text = JSON.stringify({ value }, null, space);
      const plain = parsePlainJson(text);
      if (plain === undefined) return;
      taken += 1;
      expect(isDeepStrictEqual(plain.value, parseYaml(text))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(taken).toBeGreaterThan(1_000);
});

test.each([
  ["a name twice", '{ "a": 1, "b": { "c": 1, "c": 2 } }'],
  ["a name twice, once by an escape", '{ "a": 1, "\\u0061" : 2 }'],
  ["a comma too many", '{ "a": [1,] }'],
  ["a control character", '{ "a": "\u007f" }'],
  ["half a character", '{ "a": "\ud800" }'],
  ["lists a hundred deep", `{ "a": ${"[".repeat(100)}${"]".repeat(100)} }`],
  ["YAML", "openapi: 3.1.0"],
  ["a plain value", "1"],
])("%s is left to the parser of YAML", (_, text) => {
  expect(parsePlainJson(text)).toBeUndefined();
});

test("strings that look like names are no names", () => {
  const value = { 'a": "b': 'c": ', 'd\\": 1': ['"e": {', ":"] };
  expect(parsePlainJson(JSON.stringify(value))).toEqual({ value });
});

test("a description in JSON that has a member twice is refused at its line, as one in YAML is", async () => {
  const text = `{ "openapi": "3.1.0",\n"info": { "title": "T", "version": "1" },\n"paths": {},\n"paths": {} }`;
  const told = [expect.stringMatching(/^openapi\.json:4 cannot parse: duplicated mapping key/)];
  expect(await refusal({ "openapi.json": text })).toEqual(told);
});
