import fc from "fast-check";
import { expect, test } from "vitest";

import { InputProblem } from "../../scripts/problem.ts";
import { renderSources } from "../helpers/pipeline.ts";

/** Another one finds other cases: `FUZZ_SEED=7 npx vitest run test/fuzz`. */
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

const name = fc.constantFrom(
  "a",
  "b",
  "__proto__",
  "constructor",
  "*/",
  "`${x}`",
  "class",
  "ü",
  "a b",
  "",
);
const ref = fc.constantFrom(
  "#/components/schemas/A",
  "#/components/schemas/B",
  "#/components/schemas/Nothing",
  "file:///etc/passwd",
  "http://127.0.0.1:9/x.json",
  "#",
  "../x.yaml",
);
const text = fc.constantFrom(
  "Words.",
  "*/ end of a comment",
  "`${process.exit()}`",
  '"; throw 1; "',
  "\u2028",
  "<!--",
);
const schema = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.record({ $ref: ref }),
    fc.record(
      {
        type: fc.oneof(
          fc.constantFrom("string", "object", "array", "integer", "null", "nonsense"),
          fc.constant(["string", "null"]),
        ),
        description: text,
        enum: fc.array(fc.oneof(text, fc.constant(null), fc.integer()), { maxLength: 3 }),
        properties: fc.dictionary(name, tie("schema"), { maxKeys: 3, noNullPrototype: true }),
        required: fc.array(name, { maxLength: 2 }),
        items: tie("schema"),
        anyOf: fc.array(tie("schema"), { maxLength: 2 }),
        allOf: fc.array(tie("schema"), { maxLength: 2 }),
        additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
        pattern: fc.constantFrom("^a+$", "(", "(a+)+$"),
        minLength: fc.constantFrom(0, -1, 1.5, 9),
        default: fc.oneof(text, fc.integer()),
      },
      { requiredKeys: [] },
    ),
  ),
})).schema;
const description = fc
  .record({
    A: schema,
    B: schema,
    body: schema,
    answer: schema,
    version: fc.constantFrom("3.0.3", "3.1.0"),
    words: text,
  })
  .map(({ A, B, body, answer, version, words }) => ({
    openapi: version,
    info: { title: words, version: "1.0.0" },
    paths: {
      "/x": {
        post: {
          operationId: "opX",
          description: words,
          requestBody: { content: { "application/json": { schema: body } } },
          responses: {
            200: { description: words, content: { "application/json": { schema: answer } } },
          },
        },
      },
    },
    components: { schemas: { A, B } },
  }));

test("whatever a description holds, it is generated whole, or refused with what is wrong in it", async () => {
  await fc.assert(
    fc.asyncProperty(description, async (made) => {
      const ended: unknown = await renderSources(JSON.stringify(made)).catch(
        (error: unknown) => error,
      );
      if (!(ended instanceof Error)) return;
      expect(ended, ended.stack).toBeInstanceOf(InputProblem);
    }),
    { seed, numRuns: 60, endOnFailure: true },
  );
}, 240_000);
