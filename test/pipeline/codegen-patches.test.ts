import { Ajv, CodeGen, type AnySchema, type Options } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { countNamesOnce } from "../../scripts/emit/codegen-patches.ts";
import { schema } from "../helpers/any-schema.ts";

const options: Options = {
  code: { source: true, esm: true, lines: true, optimize: 2 },
  strict: false,
  validateFormats: false,
  messages: false,
  meta: false,
  validateSchema: false,
};

test("counting names in one pass changes nothing in the code that Ajv makes", () => {
  const codeOf = (Compiler: typeof Ajv | typeof Ajv2020, given: AnySchema): string | undefined =>
    new Compiler(options).compile(given).source?.validateCode;
  const { optimize } = CodeGen.prototype;
  fc.assert(
    fc.property(schema, fc.constantFrom(Ajv, Ajv2020), (given, Compiler) => {
      countNamesOnce(CodeGen);
      const counted = codeOf(Compiler, given);
      CodeGen.prototype.optimize = optimize;
      expect(counted).toBe(codeOf(Compiler, given));
    }),
    { seed: 1, numRuns: 40 },
  );
});
