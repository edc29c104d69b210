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
  const values = schema["enum"];
  const types = typesOf(schema);
  if (schema["const"] === null && (types.length === 0 || types.includes("null"))) {
    delete schema["const"];
    schema["type"] = "null";
  }
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

/** Keywords that say nothing without another (JSON Schema 2020-12 core, sections 10.2.2 and 10.3.1.3). Ajv refuses them. */
export function dropIdle(schema: JsonObject): Json {
  if (!("if" in schema)) for (const keyword of ["then", "else"]) delete schema[keyword];
  else if (!("then" in schema || "else" in schema)) delete schema["if"];
  if (schema["minContains"] === 0 && !("maxContains" in schema)) delete schema["contains"];
  if (!("contains" in schema)) {
    for (const keyword of ["minContains", "maxContains"]) delete schema[keyword];
  }
  return schema;
}

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

function isDemand(key: string): boolean {
  return !annotations.has(key) && !key.startsWith("x-");
}

/** A discriminator is a hint for tools and changes no verdict (OpenAPI 3.1.1, section 4.8.25). */
export function dropDiscriminator(schema: JsonObject): Json {
  delete schema["discriminator"];
  return schema;
}
