import { clone, isObject, strings, type Json, type JsonObject } from "../model/json.ts";
import { define, mapSchemas } from "../model/walk.ts";
import { schemasOf } from "./hoist.ts";
import { componentOf } from "./references.ts";

/**
 * A part of an `allOf` that only says `required` becomes, in the field's generators, a type that nothing fits.
 * So each name that a schema requires is declared in that same schema, with what is said of it elsewhere in the
 * same composition.
 */
export function declareRequired(document: JsonObject): void {
  const schemas = schemasOf(document);
  mapSchemas(document, (schema) => {
    const parts = Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
    for (const target of [schema, ...parts]) {
      if (isObject(target)) declare(target, schema, schemas);
    }
    return schema;
  });
}

function declare(target: JsonObject, whole: JsonObject, schemas: JsonObject): void {
  const own = isObject(target["properties"]) ? target["properties"] : {};
  const missing = strings(target["required"]).filter((name) => !Object.hasOwn(own, name));
  if (missing.length === 0) return;
  // A closed object that requires what it does not know admits no value: declaring the name would admit some.
  if (target["additionalProperties"] === false) return;

  const properties: JsonObject = { ...own };
  for (const name of missing) {
    const rest = target["additionalProperties"];
    const found = isObject(rest) ? rest : find(whole, name, schemas, new Set());
    define(properties, name, found === undefined ? {} : clone(found));
  }
  target["properties"] = properties;
}

function find(
  schema: Json | undefined,
  name: string,
  schemas: JsonObject,
  seen: Set<Json>,
): Json | undefined {
  if (!isObject(schema) || seen.has(schema)) return undefined;
  seen.add(schema);
  const properties = schema["properties"];
  if (isObject(properties) && Object.hasOwn(properties, name)) return properties[name];
  const component = componentOf(schema["$ref"]);
  const inner = [component === undefined ? undefined : schemas[component], ...listOf(schema)];
  for (const part of inner) {
    const found = find(part, name, schemas, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function listOf(schema: JsonObject): Json[] {
  return Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
}
