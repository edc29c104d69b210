import { describeVerdicts } from "../helpers/pipeline-verdicts.js";

const text = { type: "string" };

describeVerdicts("maps", [
  {
    rule: "a bare `type: object` is an open map",
    schema: { type: "object", properties: { context: { type: "object" } } },
    fits: [{ context: { missingScopes: ["a"] } }, { context: {} }, {}],
    refused: [{ context: "x" }, { context: null }, { context: [] }],
  },
  {
    rule: "a description and empty `properties` do not close it",
    schema: { type: "object", description: "Free.", properties: {} },
    fits: [{ any: ["a"] }, {}],
    refused: ["x", null, []],
  },
  {
    rule: "nor does null as another type",
    schema: { type: ["object", "null"] },
    fits: [{ any: 1 }, null],
    refused: ["x"],
  },
  {
    rule: "`additionalProperties: false` without properties allows no key",
    schema: { type: "object", additionalProperties: false },
    fits: [{}],
    refused: [{ any: 1 }, "x", null],
  },
  {
    rule: "named properties beside typed others take both",
    schema: {
      type: "object",
      required: ["count"],
      properties: { count: { type: "integer" } },
      additionalProperties: text,
    },
    fits: [{ count: 1, extra: "x" }, { count: 1 }],
    refused: [{ extra: "x" }, { count: null }, "x", null],
  },
  {
    rule: "without a `type` just as with one",
    schema: { properties: { count: { type: "integer" } }, additionalProperties: text },
    fits: [{ count: 1, extra: "x" }, {}],
    refused: ["x", 1, null, []],
  },
  {
    rule: "keys by pattern beside named ones, in a closed object",
    schema: {
      type: "object",
      required: ["x-a"],
      properties: { count: { type: "integer" } },
      patternProperties: { "^x-": text },
      additionalProperties: false,
    },
    fits: [{ count: 1, "x-a": "x" }],
    refused: [{ count: 1 }, { "x-a": 1 }, null],
  },
  {
    rule: "a property that one condition asks for may be given though none declares it",
    schema: {
      type: "object",
      properties: { a: text },
      required: ["a"],
      dependentRequired: { a: ["b"] },
    },
    fits: [{ a: "x", b: 1 }],
    refused: [{ b: 1 }, { a: 1, b: 1 }],
  },
]);

describeVerdicts(
  "defaults",
  [
    {
      rule: "a default makes no property of a request mandatory",
      schema: { properties: { channel: { type: "string", default: "EMAIL" }, note: text } },
      way: "request",
      fits: [{ note: "x" }, {}, { channel: "SMS" }],
      refused: [{ channel: 1 }, "x", null],
    },
    {
      rule: "nor of a response",
      schema: { type: "object", properties: { channel: { type: "string", default: "EMAIL" } } },
      fits: [{}, { channel: "SMS" }],
      refused: [{ channel: null }],
    },
    {
      rule: "nor in the component that a property refers to",
      schema: { type: "object", properties: { c: { $ref: "#/components/schemas/C" } } },
      way: "request",
      fits: [{}, { c: "A" }],
      refused: [{ c: "Z" }],
    },
    {
      rule: "what is required is demanded, though it has a default",
      schema: {
        type: "object",
        required: ["channel"],
        properties: { channel: { type: "string", default: "EMAIL" } },
      },
      way: "request",
      fits: [{ channel: "SMS" }],
      refused: [{}],
    },
    {
      rule: "a default and examples of another type change nothing",
      schema: { type: "integer", example: "x", examples: ["a", null], default: "none" },
      fits: [1],
      refused: ["x", null],
    },
  ],
  { schemas: { C: { type: "string", enum: ["A", "B"], default: "A" } } },
);

describeVerdicts("names of properties", [
  {
    rule: "odd ones are kept as they are",
    schema: {
      type: "object",
      required: ["a/b~c%", "new\nline", "*/", "it's `${x}`"],
      properties: { "a/b~c%": text, "new\nline": text, "*/": text, "it's `${x}`": text, "": text },
    },
    fits: [{ "a/b~c%": "1", "new\nline": "2", "*/": "3", "it's `${x}`": "4" }],
    refused: [{ "a/b~c%": "1", "new\nline": "2", "*/": "3" }],
  },
  {
    rule: "what every object inherits does not count as given",
    schema: {
      type: "object",
      required: ["constructor"],
      properties: { constructor: text },
    },
    fits: [{ constructor: "x" }],
    refused: [{}, { constructor: 1 }],
  },
  {
    rule: "names of keywords are names",
    schema: {
      type: "object",
      properties: {
        type: text,
        $ref: text,
        required: { type: "boolean" },
        properties: { type: "object", properties: { enum: { type: "array", items: text } } },
      },
    },
    fits: [{ type: "a", $ref: "b", required: true, properties: { enum: ["c"] } }],
    refused: [{ $ref: 1 }, { properties: { enum: [1] } }],
  },
]);
