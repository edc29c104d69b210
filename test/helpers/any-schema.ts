import fc from "fast-check";

const name = fc.constantFrom("a", "b c", "constructor", "d", "e", "f", "g", "h", "i", "j", "k");

/** Schemas of every keyword that makes Ajv write another kind of block: branches, loops, ranges, conditions. */
export const schema = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom({ type: "string" }, { enum: [1, null] }, { $ref: "#" }, { const: { a: 1 } }),
    fc.record(
      {
        type: fc.constantFrom("object", "array", ["array", "object", "null"]),
        properties: fc.dictionary(name, tie("schema"), { maxKeys: 4, noNullPrototype: true }),
        patternProperties: fc.dictionary(name, tie("schema"), {
          maxKeys: 2,
          noNullPrototype: true,
        }),
        additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
        required: fc.uniqueArray(name, { maxLength: 3 }),
        dependentRequired: fc.constant({ a: ["d"] }),
        unevaluatedProperties: fc.boolean(),
        propertyNames: fc.constant({ minLength: 1 }),
        items: tie("schema"),
        prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
        contains: tie("schema"),
        uniqueItems: fc.boolean(),
        anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
        oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
        allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
        not: tie("schema"),
        if: tie("schema"),
        then: tie("schema"),
        else: tie("schema"),
        multipleOf: fc.constant(0.5),
        pattern: fc.constant("^a"),
      },
      { requiredKeys: [] },
    ),
  ),
})).schema;
