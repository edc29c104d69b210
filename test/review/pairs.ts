import type { Verdict } from "../../scripts/review/change.ts";
import type { JsonObject } from "../../scripts/model/json.ts";

/** A change of one operation, and what it is to a caller. */
export type Pair = readonly [what: string, before: JsonObject, after: JsonObject, verdict: Verdict];

const none = { 204: { description: "None." } };

/** An operation that takes this schema in its body. */
function takes(schema: JsonObject): JsonObject {
  return {
    requestBody: { content: { "application/json": { schema } } },
    responses: none,
  };
}

/** An operation that answers with this schema. */
function gives(schema: JsonObject): JsonObject {
  return {
    responses: { 200: { description: "Ok.", content: { "application/json": { schema } } } },
  };
}

/** An operation with this query parameter, and nothing else. */
function asks(parameter?: JsonObject): JsonObject {
  const parameters = parameter === undefined ? [] : [{ name: "p", in: "query", ...parameter }];
  return { parameters, responses: none };
}

const text = { type: "string" };
const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: "object",
  properties,
  ...more,
});
const a = object({ a: text });
const days = (...values: string[]): JsonObject => ({ type: "string", enum: values });
const openDays = (...values: string[]): JsonObject => ({ anyOf: [{ enum: values }, text] });

/** A pair for each side: what a schema becomes, where it is sent and where it is got. */
function both(
  what: string,
  before: JsonObject,
  after: JsonObject,
  sent: Verdict,
  got: Verdict,
): readonly Pair[] {
  return [
    [`request: ${what}`, takes(before), takes(after), sent],
    [`response: ${what}`, gives(before), gives(after), got],
  ];
}

/** Deep inside: what a schema becomes below a list, a part and an alternative. */
function deep(what: string, before: JsonObject, after: JsonObject, sent: Verdict, got: Verdict) {
  const list = (inner: JsonObject): JsonObject =>
    object({ list: { type: "array", items: { allOf: [object({ x: inner })] } } });
  const either = (inner: JsonObject): JsonObject => ({ oneOf: [object({ y: inner }), text] });
  return [
    ...both(`${what}, in a part of a list`, list(before), list(after), sent, got),
    ...both(`${what}, in an alternative`, either(before), either(after), sent, got),
  ];
}

export const pairs: readonly Pair[] = [
  ...both("a name becomes required", a, object({ a: text }, { required: ["a"] }), "breaks", "fits"),
  ...both(
    "a name is no longer required",
    object({ a: text }, { required: ["a"] }),
    a,
    "adds",
    "breaks",
  ),
  ...both("an optional property is added", a, object({ a: text, b: text }), "adds", "adds"),
  ...both(
    "an optional property is removed",
    object({ a: text, b: text }),
    a,
    "compiles-not",
    "compiles-not",
  ),
  ...both("a closed enum grows", days("MON"), days("MON", "TUE"), "adds", "breaks"),
  ...both("a closed enum shrinks", days("MON", "TUE"), days("MON"), "breaks", "compiles-not"),
  ...both("an open enum grows", openDays("MON"), openDays("MON", "TUE"), "adds", "adds"),
  ...both("an open enum shrinks", openDays("MON", "TUE"), openDays("MON"), "fits", "fits"),
  ...both("an enum is closed", text, days("MON"), "breaks", "compiles-not"),
  ...both("an enum is given up", days("MON"), text, "adds", "breaks"),
  ...both("an enum in another order", days("MON", "TUE"), days("TUE", "MON"), "fits", "fits"),
  ...both("a const becomes another", { const: "A" }, { const: "B" }, "breaks", "breaks"),
  ...both("an integer becomes a number", { type: "integer" }, { type: "number" }, "adds", "breaks"),
  ...both("a number becomes an integer", { type: "number" }, { type: "integer" }, "breaks", "fits"),
  ...both("a text becomes a number", text, { type: "number" }, "breaks", "breaks"),
  ...both("null is allowed", text, { type: ["string", "null"] }, "adds", "breaks"),
  ...both("null is forbidden", { type: ["string", "null"] }, text, "breaks", "fits"),
  ...both("a longer text is allowed", { maxLength: 5 }, { maxLength: 9 }, "adds", "breaks"),
  ...both("a shorter text is demanded", { maxLength: 9 }, { maxLength: 5 }, "breaks", "fits"),
  ...both(
    "a list gets a bound",
    { type: "array" },
    { type: "array", maxItems: 9 },
    "breaks",
    "fits",
  ),
  ...both("a lower bound is raised", { minimum: 1 }, { minimum: 2 }, "breaks", "fits"),
  ...both(
    "a lower bound is given up",
    { type: "integer", minimum: 1 },
    { type: "integer" },
    "adds",
    "breaks",
  ),
  ...both("a pattern changes", { pattern: "a" }, { pattern: "b" }, "breaks", "breaks"),
  ...both(
    "an object is closed",
    a,
    object({ a: text }, { additionalProperties: false }),
    "breaks",
    "fits",
  ),
  ...both(
    "an object is opened",
    object({}, { additionalProperties: false }),
    object({}),
    "adds",
    "breaks",
  ),
  ...both(
    "an alternative is added",
    { oneOf: [a] },
    { oneOf: [a, { type: "integer" }] },
    "adds",
    "breaks",
  ),
  ...both(
    "an alternative is removed",
    { oneOf: [a, { type: "integer" }] },
    { oneOf: [a] },
    "breaks",
    "compiles-not",
  ),
  ...both("a part is added", { allOf: [a] }, { allOf: [a, object({ c: text })] }, "breaks", "fits"),
  ...both("something is ruled out", a, { ...a, not: { required: ["z"] } }, "breaks", "fits"),
  ...both(
    "a default is another",
    { type: "integer", default: 1 },
    { type: "integer", default: 2 },
    "breaks",
    "fits",
  ),
  ...both(
    "only words",
    { ...text, description: "One." },
    { ...text, description: "Two." },
    "text",
    "text",
  ),
  ...both("a format", text, { ...text, format: "email" }, "fits", "fits"),
  ...deep("a closed enum grows", days("MON"), days("MON", "TUE"), "adds", "breaks"),
  ...deep("a type is another", text, { type: "integer" }, "breaks", "breaks"),
  [
    "request: a required property is added",
    takes(a),
    takes(object({ a: text, b: text }, { required: ["b"] })),
    "breaks",
  ],
  [
    "response: a required property is removed",
    gives(object({ a: text, b: text }, { required: ["b"] })),
    gives(a),
    "breaks",
  ],
  ["a required parameter is added", asks(), asks({ required: true, schema: text }), "breaks"],
  ["an optional parameter is added", asks(), asks({ schema: text }), "adds"],
  ["a parameter is removed", asks({ schema: text }), asks(), "breaks"],
  [
    "a parameter becomes required",
    asks({ schema: text }),
    asks({ schema: text, required: true }),
    "breaks",
  ],
  [
    "a parameter becomes optional",
    asks({ schema: text, required: true }),
    asks({ schema: text }),
    "adds",
  ],
  [
    "a value of a parameter is gone",
    asks({ schema: days("MON", "TUE") }),
    asks({ schema: days("MON") }),
    "breaks",
  ],
  [
    "a value of a parameter is added",
    asks({ schema: days("MON") }),
    asks({ schema: days("MON", "TUE") }),
    "adds",
  ],
  ["a status is added", asks(), { responses: { ...none, 429: { description: "Slow." } } }, "adds"],
  [
    "a status is removed",
    { responses: { ...none, 429: { description: "Slow." } } },
    { responses: none },
    "breaks",
  ],
  [
    "a header is added",
    { responses: none },
    { responses: { 204: { description: "None.", headers: { "X-A": { schema: text } } } } },
    "adds",
  ],
  [
    "a header is removed",
    { responses: { 204: { description: "None.", headers: { "X-A": { schema: text } } } } },
    { responses: none },
    "breaks",
  ],
  [
    "a media type is removed",
    gives(text),
    { responses: { 200: { description: "Ok." } } },
    "breaks",
  ],
  [
    "a body becomes required",
    takes(a),
    { ...takes(a), requestBody: { ...body(a), required: true } },
    "breaks",
  ],
  [
    "an operation is renamed",
    { ...takes(a), operationId: "old" },
    { ...takes(a), operationId: "new" },
    "compiles-not",
  ],
  ["a further scope is demanded", secured(["a"]), secured(["a", "b"]), "breaks"],
  ["a scope is no longer demanded", secured(["a", "b"]), secured(["a"]), "adds"],
  ["another scope does as well", secured(["a"]), secured(["a"], ["b"]), "adds"],
  [
    "a description alone",
    { ...asks(), description: "One." },
    { ...asks(), description: "Two." },
    "text",
  ],
];

function body(schema: JsonObject): JsonObject {
  return { content: { "application/json": { schema } } };
}

function secured(...alternatives: string[][]): JsonObject {
  return { responses: none, security: alternatives.map((scopes) => ({ token: scopes })) };
}
