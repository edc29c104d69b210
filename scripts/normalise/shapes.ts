import { isObject, strings, type Json, type JsonObject } from "../model/json.ts";
import { annotations } from "../model/keywords.ts";

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

/** The `type` keyword as a list; empty where it is left out. */
export function typesOf(schema: JsonObject): string[] {
  return typeof schema["type"] === "string" ? [schema["type"]] : strings(schema["type"]);
}

function hasMembers(value: Json | undefined): boolean {
  if (value === undefined) return false;
  return isObject(value) ? Object.keys(value).length > 0 : true;
}

/**
 * With an `enum`, `null` is allowed only if the list has it, whatever `type` says (JSON Schema 2020-12
 * validation, section 6.1.2; OpenAPI 3.0.3 agrees). Types are made from either, so both must say the same.
 */
export function alignNull(schema: JsonObject): Json {
  if (schema["const"] === null) {
    delete schema["const"];
    schema["type"] = "null";
  }
  const values = schema["enum"];
  const types = typesOf(schema);
  if (!Array.isArray(values) || types.length === 0) return schema;
  const admitted = values.filter((value) => types.some((type) => isOfType(value, type)));
  // A list of which no value is of the type is left as it is: the self-check then names the schema.
  if (admitted.length === 0) return schema;
  schema["enum"] = admitted;
  const rest = types.filter((type) => type !== "null" || admitted.includes(null));
  schema["type"] = rest.length === 1 && rest[0] !== undefined ? rest[0] : rest;
  return schema;
}

function isOfType(value: Json, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (value === null) return type === "null";
  return type === (Array.isArray(value) ? "array" : typeof value);
}

const COMBINATORS = ["anyOf", "oneOf"] as const;

/**
 * `anyOf` or `oneOf` beside other demands means both; openapi-typescript makes one union of them all.
 * Each such list becomes a part of an `allOf`.
 */
export function separateAlternatives(schema: JsonObject): Json {
  const present = COMBINATORS.filter((keyword) => Array.isArray(schema[keyword]));
  const demands = Object.keys(schema).filter(isDemand);
  if (present.length === 0 || demands.length === 1) return schema;
  const parts: Json[] = Array.isArray(schema["allOf"]) ? [...schema["allOf"]] : [];
  for (const keyword of present) {
    parts.push({ [keyword]: schema[keyword] ?? [] });
    delete schema[keyword];
  }
  return { ...schema, allOf: parts };
}

/** The same for a list of types beside an `allOf`: `null` is allowed only if every part allows it. */
export function separateTypeList(schema: JsonObject): Json {
  const parts = schema["allOf"];
  if (!Array.isArray(schema["type"]) || !Array.isArray(parts)) return schema;
  const own = Object.entries(schema).filter(([key]) => isDemand(key) && key !== "allOf");
  const quiet = Object.entries(schema).filter(([key]) => !isDemand(key));
  return { ...Object.fromEntries(quiet), allOf: [Object.fromEntries(own), ...parts] };
}

function isDemand(key: string): boolean {
  return !annotations.has(key) && !key.startsWith("x-");
}

/** A discriminator is a hint for tools and changes no verdict (OpenAPI 3.1.1, section 4.8.25). */
export function dropDiscriminator(schema: JsonObject): Json {
  delete schema["discriminator"];
  return schema;
}
