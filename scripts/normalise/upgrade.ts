import type { JsonObject } from "../model/json.ts";
import { mapSchemas } from "../model/walk.ts";
import { annotations } from "../model/keywords.ts";
import type { Note } from "../problem.ts";

/**
 * Brings a 3.0 description to 3.1. Of the differences that the authors of OpenAPI list, these change what a
 * schema means: `nullable`, the boolean `exclusiveMinimum` and `exclusiveMaximum`, and siblings of a `$ref`,
 * which 3.0 ignores (OpenAPI 3.0.3, sections 4.7.24 and 4.7.23).
 *
 * The converters of the field walk by key, not by kind of object: they take a property that is called
 * `example` for the keyword, and lose it.
 */
export function upgrade(document: JsonObject, tell: Note): void {
  if (!String(document["openapi"]).startsWith("3.0")) return readNullable(document, tell);
  document["openapi"] = "3.1.1";
  mapSchemas(document, (schema) => {
    if ("$ref" in schema) return pick(schema, (key) => key === "$ref" || annotations.has(key));
    admitNull(schema);
    exclusive(schema, "exclusiveMinimum", "minimum");
    exclusive(schema, "exclusiveMaximum", "maximum");
    return schema;
  });
}

/** `nullable` has an effect only beside a `type` (OpenAPI 3.0.3, section 4.7.24.2). Gives whether it had one. */
function admitNull(schema: JsonObject): boolean {
  const counts = schema["nullable"] === true && typeof schema["type"] === "string";
  if (counts) schema["type"] = [schema["type"] ?? null, "null"];
  delete schema["nullable"];
  return counts;
}

/** 3.1 has no `nullable`, but many a description that was moved to 3.1 kept it, and means what it meant in 3.0. */
function readNullable(document: JsonObject, tell: Note): void {
  mapSchemas(document, (schema, pointer) => {
    if (!("nullable" in schema)) return schema;
    const said = admitNull(schema)
      ? "is read as `type: [..., 'null']`"
      : "is ignored, as 3.0 does without a `type` beside it";
    tell(`\`nullable\` is no keyword of OpenAPI 3.1, and ${said}`, `${pointer}/nullable`);
    return schema;
  });
}

function exclusive(schema: JsonObject, flag: string, bound: string): void {
  if (typeof schema[flag] !== "boolean") return;
  const limit = schema[bound];
  if (schema[flag] && limit !== undefined) {
    schema[flag] = limit;
    delete schema[bound];
  } else {
    delete schema[flag];
  }
}

function pick(schema: JsonObject, keep: (key: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => keep(key)));
}
