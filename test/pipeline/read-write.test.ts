import { describeVerdicts } from "../helpers/pipeline-verdicts.js";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: "string" };
const account = {
  type: "object",
  required: ["id", "name", "password"],
  properties: {
    id: { type: "string", readOnly: true },
    name: text,
    password: { type: "string", writeOnly: true },
  },
};
const surroundings = {
  schemas: {
    Base: { type: "object", properties: { id: { type: "string", readOnly: true } } },
    Node: {
      type: "object",
      required: ["id"],
      properties: {
        id: { $ref: "#/components/schemas/Id" },
        kids: { type: "array", items: ref("Node") },
      },
    },
    Id: { type: "string", readOnly: true },
  },
};

describeVerdicts(
  "a request",
  [
    {
      rule: "is not asked for what is readOnly",
      schema: account,
      fits: [
        { name: "n", password: "p" },
        { id: "i", name: "n", password: "p" },
      ],
      refused: [{ name: "n" }, { id: "i", password: "p" }],
    },
    {
      rule: "is not asked for it by a part of an allOf either",
      schema: { allOf: [ref("Base"), { required: ["id"] }] },
      fits: [{}, { id: "i" }],
      refused: [{ id: 1 }, null],
    },
    {
      rule: "nor deep inside, where a component refers to itself",
      schema: { type: "array", items: ref("Node") },
      fits: [[{}], [{ kids: [{ id: "i" }, {}] }]],
      refused: [[{ id: 1 }], [{ kids: [1] }]],
    },
  ].map((row) => ({ ...row, way: "request" as const })),
  surroundings,
);

describeVerdicts(
  "a response",
  [
    {
      rule: "need not have what is writeOnly",
      schema: account,
      fits: [
        { id: "i", name: "n" },
        { id: "i", name: "n", password: "p" },
      ],
      refused: [{ name: "n" }, { id: "i" }],
    },
    {
      rule: "must have what is readOnly and required",
      schema: { type: "array", items: ref("Node") },
      fits: [[{ id: "i", kids: [{ id: "j" }] }]],
      refused: [[{}], [{ id: "i", kids: [{}] }]],
    },
  ],
  surroundings,
);
