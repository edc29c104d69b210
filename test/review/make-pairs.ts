import type { Verdict } from "../../scripts/review/change.ts";
import type { JsonObject } from "../../scripts/model/json.ts";

/** A change of one operation, and what it is to a caller. */
export type Pair = readonly [what: string, before: JsonObject, after: JsonObject, verdict: Verdict];

export const none = { 204: { description: "None." } };

/** An operation that takes this schema in its body. */
export function takes(schema: JsonObject): JsonObject {
  return {
    requestBody: { content: { "application/json": { schema } } },
    responses: none,
  };
}

/** An operation that answers with this schema. */
export function gives(schema: JsonObject): JsonObject {
  return {
    responses: { 200: { description: "Ok.", content: { "application/json": { schema } } } },
  };
}

/** An operation with this query parameter, and nothing else. */
export function asks(parameter?: JsonObject): JsonObject {
  const parameters = parameter === undefined ? [] : [{ name: "p", in: "query", ...parameter }];
  return { parameters, responses: none };
}

export const text = { type: "string" };
export const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: "object",
  properties,
  ...more,
});
export const a = object({ a: text });
export const days = (...values: string[]): JsonObject => ({ type: "string", enum: values });
export const openDays = (...values: string[]): JsonObject => ({ anyOf: [{ enum: values }, text] });

/** A pair for each side: what a schema becomes, where it is sent and where it is got. */
export function both(
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
export function deep(
  what: string,
  before: JsonObject,
  after: JsonObject,
  sent: Verdict,
  got: Verdict,
) {
  const list = (inner: JsonObject): JsonObject =>
    object({ list: { type: "array", items: { allOf: [object({ x: inner })] } } });
  const either = (inner: JsonObject): JsonObject => ({ oneOf: [object({ y: inner }), text] });
  return [
    ...both(`${what}, in a part of a list`, list(before), list(after), sent, got),
    ...both(`${what}, in an alternative`, either(before), either(after), sent, got),
  ];
}
