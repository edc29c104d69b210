import { Ajv, type Options, type ValidateFunction } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { returnErrorsOfReferences, returningEarly } from "../../scripts/emit/first-error.ts";
import { schema } from "../helpers/any-schema.ts";

const options: Options = {
  code: { source: true, esm: true, lines: true, optimize: 2 },
  strict: false,
  validateFormats: false,
  messages: false,
  meta: false,
  validateSchema: false,
  inlineRefs: false,
};

/** Of a schema that another refers to, alone and inside a keyword that tries several. */
const around = (inner: object): object => ({
  properties: { a: { $ref: "/inner" }, d: { items: { $ref: "/inner" } }, e: inner },
  anyOf: [{ required: ["f"] }, { properties: { g: { $ref: "/inner" } } }],
});

function compilePlainly(inner: object): ValidateFunction {
  return new Ajv(options).addSchema(inner, "/inner").compile(around(inner));
}

function compileEarly(inner: object): ValidateFunction {
  const ajv = new Ajv({ ...options, allErrors: true }).addSchema(inner, "/inner");
  returnErrorsOfReferences(ajv);
  return returningEarly(() => ajv.compile(around(inner)));
}

/** A schema that is `not` itself has no end. */
function errorsOf(validate: ValidateFunction, of: unknown): ValidateFunction["errors"] | "endless" {
  try {
    return validate(of) ? null : validate.errors;
  } catch (error) {
    if (error instanceof RangeError) return "endless";
    throw error;
  }
}

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, 0, 0.5, 0.3, "", "a", "b", true),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("a", "b c", "constructor", "d", "e", "f", "g"), tie("value"), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
  ),
})).value;

test("what returns early finds the same errors as what Ajv writes by itself", () => {
  let broken = 0;
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 20, maxLength: 20 }), (inner, values) => {
      const plain = compilePlainly(inner);
      const early = compileEarly(inner);
      for (const each of values) {
        const found = errorsOf(plain, each);
        expect(errorsOf(early, each)).toEqual(found);
        if (found !== null && found !== "endless") broken += 1;
      }
    }),
    { seed: 1, numRuns: 50 },
  );
  expect(broken).toBeGreaterThan(80);
});

test("what returns early has no block inside a block for each property", () => {
  const properties = Object.fromEntries(Array.from("abcdefgh", (name) => [name, { type: "null" }]));
  const ajv = new Ajv({ ...options, allErrors: true });
  const code = returningEarly(() => ajv.compile({ properties })).source?.validateCode ?? "";
  expect(code).not.toMatch(/\b_?(?:valid|errs)\d/);
  expect(code.split("return false").length - 1).toBe(8);
});
