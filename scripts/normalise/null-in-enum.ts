import type { Json, JsonObject } from "../model/json.ts";
import { typesOf } from "../model/keywords.ts";

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
