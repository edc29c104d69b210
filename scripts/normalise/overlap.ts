import type { Json, JsonObject } from "../model/json.ts";
import type { SchemaVisitor } from "../model/walk.ts";
import { isCondition } from "./implied-type.ts";

/**
 * `oneOf` is read as `anyOf`. No type can express "and none of the others": a union accepts a value that matches two of its
 * members, and many descriptions have overlapping alternatives, of which no value matches exactly one. Not inside `not` and
 * `if`, where admitting more admits less.
 */
export const admitOverlap: SchemaVisitor = (schema, pointer): Json => {
  const { oneOf, ...rest } = schema;
  if (!Array.isArray(oneOf) || isCondition(pointer)) return schema;
  if (rest["anyOf"] === undefined) return { ...rest, anyOf: oneOf } satisfies JsonObject;
  const parts: Json[] = Array.isArray(rest["allOf"]) ? rest["allOf"] : [];
  return { ...rest, allOf: [...parts, { anyOf: oneOf }] };
};
