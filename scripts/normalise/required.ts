import { at } from "../bounds/whereabouts.ts";
import { clone, isObject, members, strings, type Json, type JsonObject } from "../model/json.ts";
import { near } from "../model/near.ts";
import { define, mapSchemas } from "../model/walk.ts";
import type { Note } from "../problem.ts";
import { schemasOf } from "./hoist.ts";
import { componentOf } from "./references.ts";

/**
 * A part of an `allOf` that only says `required` becomes, in the field's generators, a type that nothing fits.
 * So each name that a schema requires is declared in that same schema, with what the whole that it is a part of
 * says of it.
 */
export function declareRequired(document: JsonObject, tell: Note): void {
  const schemas = schemasOf(document);
  const all: [JsonObject, string][] = [];
  mapSchemas(document, (schema, pointer) => {
    all.push([schema, pointer]);
    return schema;
  });
  // The walk ends with the outermost schemas, and only these know what is said beside a part.
  for (const [whole, pointer] of all.reverse()) {
    at(pointer);
    for (const part of partsOf(whole)) {
      const unknown = declare(part, whole, schemas);
      if (unknown.size === 0) continue;
      const names = Object.keys(part["properties"] ?? {}).filter((known) => !unknown.has(known));
      for (const name of [...unknown].slice(0, MOST_MEANT)) {
        const meant = near(name, names);
        if (meant === "") continue;
        tell(
          `\`required\` names ${JSON.stringify(name)}, which is no property${meant}`,
          `${pointer}/required`,
        );
      }
    }
  }
}

/** A schema and those inside it that judge the same value, apart from `not` and `if`, whose failure is no fault. */
function partsOf(schema: Json): JsonObject[] {
  if (!isObject(schema)) return [];
  const lists = ["allOf", "anyOf", "oneOf"].map((keyword) => schema[keyword]).filter(Array.isArray);
  return [schema, ...lists.flat().flatMap(partsOf)];
}

/** Of more names in one schema it is not asked what they may have meant, since each is held against all that are known. */
const MOST_MEANT = 20;

/** Gives the names of which nothing is said. */
function declare(part: JsonObject, whole: JsonObject, schemas: JsonObject): Set<string> {
  const own = isObject(part["properties"]) ? part["properties"] : {};
  const missing = strings(part["required"]).filter((name) => !Object.hasOwn(own, name));
  const unknown = new Set<string>();
  if (missing.length === 0) return unknown;
  const rest = part["additionalProperties"];
  const properties: JsonObject = { ...own };
  for (const name of missing) {
    const matching = byPattern(part, name);
    // A closed object that requires what it does not know admits no value: declaring the name would admit some.
    if (matching.length === 0 && rest === false) continue;
    const [only] = matching;
    const patterned = matching.length > 1 ? { allOf: matching } : only;
    const found = patterned ?? (isObject(rest) ? rest : find(whole, name, schemas, new Set()));
    if (found === undefined) unknown.add(name);
    define(properties, name, found === undefined ? {} : clone(found));
  }
  part["properties"] = properties;
  return unknown;
}

function byPattern(part: JsonObject, name: string): Json[] {
  const patterns = members(part["patternProperties"]);
  return patterns.filter(([pattern]) => new RegExp(pattern).test(name)).map(([, schema]) => schema);
}

/** What a schema says of a property whatever else holds: itself, or a part of its `allOf`. */
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
  const target = component === undefined ? undefined : schemas[component];
  const parts = Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
  for (const part of [target, ...parts]) {
    const found = find(part, name, schemas, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
