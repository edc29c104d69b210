import { getLineColLocation, Source } from "@redocly/openapi-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeStep, isObject, type Json } from "../../scripts/model/json.ts";
import { JsonSource } from "../../scripts/read/json-source.ts";

const names = fc.oneof(
  fc.string({ unit: "grapheme-ascii" }),
  fc.constantFrom("__proto__", "a:b", '"', "\\", '\\"', "~", "a/b", "{", "]", "1", "é", "\n"),
);
const { values } = fc.letrec((tie) => ({
  values: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<Json>(null, true, false, -1.5, 1e21, 0),
    names,
    fc.array(tie("values"), { maxLength: 4 }),
    fc.dictionary(names, tie("values"), { maxKeys: 4 }),
  ),
}));

function* pointersTo(node: Json, pointer: string): Generator<string> {
  yield pointer;
  yield `${pointer}/missing`;
  const inner = Array.isArray(node)
    ? [...node.entries()]
    : isObject(node)
      ? Object.entries(node)
      : [];
  for (const [key, value] of inner)
    yield* pointersTo(value, `${pointer}/${escapeStep(String(key))}`);
}

test("each place of a file in JSON is where the parser of YAML has it", () => {
  fc.assert(
    fc.property(
      fc.dictionary(names, values as fc.Arbitrary<Json>, { maxKeys: 4 }),
      fc.constantFrom(undefined, 2, "\t"),
      fc.constantFrom("", "\n", " \n\n"),
      fc.boolean(),
      (value, space, around, reportOnKey) => {
        const text = around + JSON.stringify(value, null, space) + around;
        const [plain, yaml] = [new JsonSource("a.json", text), new Source("a.json", text)];
        for (const pointer of pointersTo(value, "#")) {
          const [here, there] = [plain, yaml].map((source) => {
            const { start, end } = getLineColLocation({ source, pointer, reportOnKey });
            return { start, end };
          });
          expect([pointer, here]).toEqual([pointer, there]);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});
