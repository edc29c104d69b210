import type { Json, JsonObject } from "../model/json.ts";
import { isDemand } from "../model/keywords.ts";

/**
 * `anyOf` beside other demands means both; openapi-typescript makes one union of them all. So it becomes a part of
 * an `allOf`.
 */
export function separateAlternatives(schema: JsonObject): Json {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || Object.keys(rest).filter(isDemand).length === 0) return schema;
  const parts: Json[] = Array.isArray(rest["allOf"]) ? rest["allOf"] : [];
  return { ...rest, allOf: [...parts, { anyOf }] };
}

/** The same for a list of types beside an `allOf`: `null` is allowed only if every part allows it. */
export function separateTypeList(schema: JsonObject): Json {
  const parts = schema["allOf"];
  if (!Array.isArray(schema["type"]) || !Array.isArray(parts)) return schema;
  const own = Object.entries(schema).filter(([key]) => isDemand(key) && key !== "allOf");
  const quiet = Object.entries(schema).filter(([key]) => !isDemand(key));
  return { ...Object.fromEntries(quiet), allOf: [Object.fromEntries(own), ...parts] };
}
