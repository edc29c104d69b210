import { describe, expect, test } from "vitest";
import { describeVerdicts, sendingDescription } from "../helpers/pipeline-verdicts.js";
import { refusal } from "../helpers/pipeline.js";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const needsSeal = {
  fits: [{ seal: "s" }],
  refused: [{}, { seal: 1 }, { seal: null }, [], "text", null],
};

describeVerdicts(
  "a part of an allOf that only says `required`",
  [
    { schema: { allOf: [ref("Stamp"), { type: "object", required: ["seal"] }] }, rule: "typed" },
    { schema: { allOf: [ref("Stamp"), { required: ["seal"] }] }, rule: "without a type" },
    { schema: { allOf: [{ required: ["seal"] }, ref("Stamp")] }, rule: "before the other part" },
    { schema: { allOf: [ref("Stamp"), ref("Sealed")] }, rule: "in a component" },
    { schema: { allOf: [{ allOf: [ref("Stamp")] }, { allOf: [ref("Sealed")] }] }, rule: "nested" },
    { schema: { required: ["seal"], allOf: [ref("Stamp")] }, rule: "beside the allOf" },
    { schema: { ...ref("Stamp"), required: ["seal"] }, rule: "beside a $ref" },
    { schema: { allOf: [ref("MaybeStamp"), { required: ["seal"] }] }, rule: "nullable" },
  ].map((row) => ({ ...row, rule: `demands the property: ${row.rule}`, ...needsSeal })),
  {
    schemas: {
      Stamp: { type: "object", properties: { seal: { type: "string" } } },
      MaybeStamp: { type: ["object", "null"], properties: { seal: { type: "string" } } },
      Sealed: { required: ["seal"] },
    },
  },
);

describeVerdicts(
  "composition",
  [
    {
      rule: "an empty part of an allOf demands nothing",
      schema: { allOf: [ref("Stamp"), {}, { type: "object" }, { type: "object", properties: {} }] },
      fits: [{ seal: "s" }, {}],
      refused: [{ seal: 1 }, null, "text"],
    },
    {
      rule: "an anyOf of `required` demands one of the properties",
      schema: {
        type: "object",
        properties: { a: { type: "string" }, b: { type: "string" } },
        anyOf: [{ required: ["a"] }, { required: ["b"] }],
      },
      fits: [{ a: "x" }, { b: "x" }, { a: "x", b: "x" }],
      refused: [{}, { a: 1 }, null],
    },
    {
      rule: "alternatives beside properties demand both",
      schema: {
        type: "object",
        properties: { k: { type: "string" } },
        required: ["k"],
        oneOf: [
          { type: "object", required: ["a"], properties: { a: { type: "string" } } },
          { type: "object", required: ["b"], properties: { b: { type: "number" } } },
        ],
      },
      fits: [
        { k: "", a: "x" },
        { k: "", b: 1 },
      ],
      refused: [{ k: "" }, { a: "x" }, { k: "", a: 1 }, null],
    },
    {
      rule: "siblings of a $ref count",
      schema: { type: "object", properties: { a: { ...ref("Text"), enum: ["x"] } } },
      fits: [{ a: "x" }, {}],
      refused: [{ a: "y" }, { a: 1 }],
    },
    {
      rule: "a property that is required and not declared must be there",
      schema: { type: "object", required: ["x"] },
      fits: [{ x: 1 }, { x: null }],
      refused: [{}, null, "text"],
    },
  ],
  {
    schemas: {
      Stamp: { type: "object", properties: { seal: { type: "string" } } },
      Text: { type: "string" },
    },
  },
);

const child = (parent: string, key: string) => ({
  allOf: [
    ref(parent),
    { type: "object", required: [key], properties: { [key]: { type: "string" } } },
  ],
});

describeVerdicts(
  "a parent that lists children which hold the parent",
  [
    {
      rule: "gives types that end, with a discriminator",
      schema: ref("Event"),
      fits: [
        { kind: "sent", sent: "x" },
        { kind: "lost", lost: "x" },
      ],
      refused: [{ kind: "sent" }, { sent: "x" }, null, "text"],
    },
    {
      rule: "demands of a child what the parent demands",
      schema: ref("Sent"),
      fits: [{ kind: "sent", sent: "x" }],
      refused: [{ sent: "x" }, { kind: "sent" }, { kind: 1, sent: "x" }],
    },
    {
      rule: "works over three levels, without a discriminator",
      schema: ref("Leaf"),
      fits: [{ middle: "x", leaf: "y" }],
      refused: [{ middle: "x" }, { leaf: "y" }, {}, null],
    },
  ],
  {
    schemas: {
      Event: {
        type: "object",
        required: ["kind"],
        properties: { kind: { type: "string" } },
        discriminator: {
          propertyName: "kind",
          mapping: { sent: "#/components/schemas/Sent", lost: "#/components/schemas/Lost" },
        },
        oneOf: [ref("Sent"), ref("Lost")],
      },
      Sent: child("Event", "sent"),
      Lost: child("Event", "lost"),
      Root: { anyOf: [ref("Middle"), ref("Leaf")] },
      Middle: child("Root", "middle"),
      Leaf: child("Middle", "leaf"),
    },
  },
);

describe("a schema that nothing fits stops the run with its place", () => {
  test.each([
    ["parts that exclude each other", { allOf: [{ type: "string" }, { type: "integer" }] }],
    ["a closed object that requires what it does not know", closedButRequiring()],
    ["an enum of another type", { type: "string", enum: [1, 2] }],
    ["a const of another type", { type: "string", const: null }],
    ["everything forbidden", { not: {} }],
  ])("%s", async (_, schema) => {
    const text = sendingDescription([schema]).replace(`{"Subject0"`, `{\n"Subject0"`);
    const [problem] = await refusal(text);
    expect(problem).toMatch(/^openapi\.yaml:2 no value fits schema Subject0/);
  });

  test("a schema that is defined by itself", async () => {
    const [problem] = await refusal(sendingDescription([{ allOf: [ref("Subject0")] }]));
    expect(problem).toContain("schema Subject0 is defined by itself");
  });
});

function closedButRequiring() {
  return { type: "object", required: ["x"], additionalProperties: false };
}
