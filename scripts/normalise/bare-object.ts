import { isObject, type Json, type JsonObject } from "../model/json.ts";
import { typesOf } from "../model/keywords.ts";

/** A bare `type: object` allows every member; generators read it as one that allows none. */
export function openBareObject(schema: JsonObject): Json {
  const says = (keyword: string) => hasMembers(schema[keyword]);
  const bare = typesOf(schema).includes("object") && !SHAPING.some(says);
  if (bare && schema["additionalProperties"] === undefined) schema["additionalProperties"] = true;
  return schema;
}

const SHAPING = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "allOf",
  "anyOf",
  "oneOf",
  "enum",
  "const",
];

function hasMembers(value: Json | undefined): boolean {
  if (value === undefined) return false;
  return isObject(value) ? Object.keys(value).length > 0 : true;
}
