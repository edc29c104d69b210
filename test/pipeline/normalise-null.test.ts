import { describeVerdicts } from "../helpers/pipeline-verdicts.js";

const levels = ["LOW", "HIGH"];

describeVerdicts("null in OpenAPI 3.1", [
  {
    rule: "an enum that lists null takes null, and not the text",
    schema: { type: ["string", "null"], enum: [...levels, null] },
    fits: ["LOW", null],
    refused: ["null", "MID", 1],
  },
  {
    rule: "an enum that does not list null refuses it, whatever the type says",
    schema: { type: ["string", "null"], enum: levels },
    fits: ["LOW"],
    refused: [null, "null", "MID"],
  },
  {
    rule: "a type without null refuses it, whatever the enum says",
    schema: { type: "string", enum: [...levels, null] },
    fits: ["HIGH"],
    refused: [null, "null", "MID"],
  },
  {
    rule: "numbers are no exception",
    schema: { type: ["integer", "null"], enum: [1, 2, null] },
    fits: [1, null],
    refused: [3, "1"],
  },
  {
    rule: "a default does not take null away",
    schema: { type: "object", properties: { c: { type: ["string", "null"], default: "EMAIL" } } },
    fits: [{ c: "EMAIL" }, { c: null }, {}],
    refused: [{ c: 1 }, null],
  },
  {
    rule: "null as example, default and const is a value like others",
    schema: {
      type: "object",
      properties: {
        n: { type: ["integer", "null"], example: null, default: null, examples: [null] },
        c: { const: null },
      },
    },
    fits: [{ n: 1, c: null }, { n: null }],
    refused: [{ n: "x" }, { c: 0 }],
  },
  {
    rule: "a reference or null, as alternatives",
    schema: { anyOf: [{ $ref: "#/components/schemas/Subject0" }, { type: "null" }] },
    fits: ["LOW", null],
    refused: ["MID", {}],
  },
  {
    rule: "an object or null",
    schema: {
      type: "object",
      required: ["p"],
      properties: { p: { type: ["object", "null"], properties: { a: { type: "string" } } } },
    },
    fits: [{ p: null }, { p: { a: "x" } }],
    refused: [{}, { p: "x" }, { p: { a: null } }, { p: [] }],
  },
]);

describeVerdicts(
  "null in OpenAPI 3.0",
  [
    {
      rule: "`nullable` does not add null to an enum that does not list it",
      schema: { type: "string", nullable: true, enum: levels },
      fits: ["LOW"],
      refused: [null, "null", "MID"],
    },
    {
      rule: "`nullable` with null in the list takes it",
      schema: { type: "string", nullable: true, enum: [...levels, null] },
      fits: ["LOW", null],
      refused: ["null", "MID"],
    },
    {
      rule: "`nullable` beside a type takes null",
      schema: { type: "object", nullable: true, properties: { a: { type: "string" } } },
      fits: [{ a: "x" }, null],
      refused: [{ a: null }, "text"],
    },
    {
      rule: "`nullable: false` takes no null",
      schema: { type: "string", nullable: false },
      fits: ["x"],
      refused: [null],
    },
    {
      rule: "`nullable` beside a $ref is ignored, as 3.0 says",
      schema: {
        type: "object",
        properties: { p: { $ref: "#/components/schemas/Subject3", nullable: true } },
      },
      fits: [{ p: "x" }, {}],
      refused: [{ p: null }],
    },
    {
      rule: "a property that is called `nullable`, `example` or `default` is a property",
      schema: {
        type: "object",
        required: ["nullable"],
        properties: {
          nullable: { type: "boolean" },
          example: { type: "string" },
          default: { type: "string" },
        },
      },
      fits: [{ nullable: true, example: "x", default: "y" }],
      refused: [{}, { nullable: null }, { nullable: true, example: 1 }],
    },
  ],
  { openapi: "3.0.3" },
);
