import { isObject, isString, members, type Json, type JsonObject } from "../model/json.ts";
import { mapSchemas } from "../model/walk.ts";
import { schemasOf } from "./hoist.ts";
import { isCondition } from "./implied-type.ts";
import { componentOf } from "./references.ts";

/**
 * A discriminator says which alternative a value is by the value of one property (OpenAPI 3.1.1, section 4.8.25). So that a
 * type narrows by it, and the validator agrees, each alternative is held to the names that lead to it: those of the
 * mapping, or else the name of the schema. An alternative that lists the values of the property itself is left as it is.
 */
export function narrowByDiscriminator(document: JsonObject): void {
  const schemas = schemasOf(document);
  mapSchemas(document, (schema, pointer) => {
    const { discriminator, ...rest } = schema;
    if (!isObject(discriminator)) return schema;
    const property = discriminator["propertyName"];
    if (!isString(property) || isCondition(pointer)) return rest;
    for (const keyword of ["oneOf", "anyOf"]) {
      const branches = rest[keyword];
      if (!Array.isArray(branches)) continue;
      rest[keyword] = branches.map((branch) =>
        narrowed(branch, property, discriminator["mapping"], schemas),
      );
    }
    return rest;
  });
}

function narrowed(
  branch: Json,
  property: string,
  mapping: Json | undefined,
  schemas: JsonObject,
): Json {
  const name = isObject(branch) ? componentOf(branch["$ref"]) : undefined;
  if (name === undefined || lists(schemas[name], property, schemas) !== false) return branch;
  const mapped = members(mapping)
    .filter(([, target]) => target === name || componentOf(target) === name)
    .map(([key]) => key);
  const values = mapped.length > 0 ? mapped : [name];
  return {
    allOf: [
      branch,
      {
        type: "object",
        required: [property],
        properties: { [property]: { type: "string", enum: values } },
      },
    ],
  };
}

/** Whether a schema lists the values of a property; undefined if it says nothing of the property as a text. */
function lists(
  schema: Json | undefined,
  property: string,
  schemas: JsonObject,
  seen = new Set<Json>(),
): boolean | undefined {
  if (!isObject(schema) || seen.has(schema)) return undefined;
  seen.add(schema);
  const target = componentOf(schema["$ref"]);
  if (target !== undefined) return lists(schemas[target], property, schemas, seen);
  const own = members(schema["properties"]).find(([name]) => name === property)?.[1];
  if (own !== undefined) return listsItself(own, schemas);
  const parts = Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
  for (const part of parts) {
    const found = lists(part, property, schemas, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function listsItself(schema: Json, schemas: JsonObject): boolean | undefined {
  if (!isObject(schema)) return undefined;
  const target = componentOf(schema["$ref"]);
  if (target !== undefined) return listsItself(schemas[target] ?? true, schemas);
  if ("enum" in schema || "const" in schema) return true;
  return schema["type"] === "string" ? false : undefined;
}
