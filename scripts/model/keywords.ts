import { strings, type JsonObject } from "./json.ts";

/** Keywords that say something about a schema and demand nothing of a value. */
export const annotations: ReadonlySet<string> = new Set([
  "title",
  "description",
  "summary",
  "default",
  "example",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "externalDocs",
  "xml",
  "discriminator",
  "format",
  "contentEncoding",
  "contentMediaType",
  "contentSchema",
  "$comment",
]);

/** Keywords that demand something of a value (JSON Schema 2020-12: applicators, unevaluated, validation). */
export const assertions: ReadonlySet<string> = new Set([
  "$ref",
  "$defs",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "dependentSchemas",
  "dependentRequired",
  "prefixItems",
  "items",
  "contains",
  "minContains",
  "maxContains",
  "properties",
  "patternProperties",
  "additionalProperties",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
  "type",
  "enum",
  "const",
  "multipleOf",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "maxItems",
  "minItems",
  "uniqueItems",
  "maxProperties",
  "minProperties",
  "required",
]);

/** Keywords whose other parts stand in another schema; no type can follow them. */
export const dynamic: ReadonlySet<string> = new Set([
  "$id",
  "$schema",
  "$anchor",
  "$dynamicAnchor",
  "$dynamicRef",
  "$vocabulary",
]);

/** Whether a member of a schema demands something of a value: it is no annotation and no extension. */
export function isDemand(key: string): boolean {
  return !annotations.has(key) && !key.startsWith("x-");
}

/** The `type` keyword as a list; empty where it is left out. */
export function typesOf(schema: JsonObject): string[] {
  return typeof schema["type"] === "string" ? [schema["type"]] : strings(schema["type"]);
}
