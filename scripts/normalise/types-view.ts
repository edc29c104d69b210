import { clone, isObject, type Json, type JsonObject } from "../model/json.ts";
import { mapSchemas } from "../model/walk.ts";

/** Marks the `string` of an open enum, for the types step to print as `string & {}`. */
export const OPEN_STRING = "x-open-string";

/**
 * What TypeScript cannot say in the words of JSON Schema, said as nearly as it can. Only the types are made
 * from this view.
 */
export function typesView(normalised: JsonObject): JsonObject {
  const document = clone(normalised);
  mapSchemas(document, (schema) => markOpenEnum(widenIndex(schema)));
  return document;
}

/**
 * An index signature covers the named properties too: `{count: number, [key: string]: string}` fits nothing.
 * So the index admits what any named property admits.
 */
function widenIndex(schema: JsonObject): JsonObject {
  const properties = isObject(schema["properties"]) ? Object.values(schema["properties"]) : [];
  const additional = schema["additionalProperties"];
  const patterns = isObject(schema["patternProperties"])
    ? Object.values(schema["patternProperties"])
    : [];
  if (!isObject(additional) && patterns.length === 0) return schema;
  if (isObject(additional) && Object.keys(additional).length === 0) return schema;
  if (properties.length === 0 && patterns.length === 0) return schema;
  const { patternProperties: _, ...rest } = schema;
  const own = isObject(additional) ? [additional] : [];
  return { ...rest, additionalProperties: { anyOf: [...own, ...patterns, ...properties] } };
}

/** `anyOf: [{enum: […]}, {type: string}]` is an open enum: known values complete in an editor, others pass. */
function markOpenEnum(schema: JsonObject): JsonObject {
  const branches = schema["anyOf"];
  if (!Array.isArray(branches) || !branches.some(isEnum)) return schema;
  return {
    ...schema,
    anyOf: branches.map((branch) => (isAnyString(branch) ? mark(branch) : branch)),
  };
}

function isEnum(branch: Json): boolean {
  return isObject(branch) && Array.isArray(branch["enum"]);
}

function isAnyString(branch: Json): branch is JsonObject {
  if (!isObject(branch) || branch["enum"] !== undefined) return false;
  const type = branch["type"];
  return type === "string" || (Array.isArray(type) && type.includes("string"));
}

function mark(branch: JsonObject): JsonObject {
  return { ...branch, [OPEN_STRING]: true };
}
