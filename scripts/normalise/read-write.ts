import { clone, isObject, strings, type Json, type JsonObject } from "../model/json.ts";
import { define, mapSchema, mapSchemas, type Direction } from "../model/walk.ts";
import { schemasOf, type Moves } from "./hoist.ts";
import { componentOf, refTo } from "./references.ts";

/**
 * A `readOnly` property is not demanded in a request, nor a `writeOnly` one in a response, even if it is
 * required (OpenAPI 3.1.1, section 4.8.24.3.1). A component that goes both ways gets a second form for
 * the way in which it demands less: `Contact` and `ContactRequest`.
 */
export function relaxByDirection(document: JsonObject): Moves {
  return new Map([
    ...relax(document, "request", "readOnly", "Request"),
    ...relax(document, "response", "writeOnly", "Response"),
  ]);
}

function relax(document: JsonObject, way: Direction, mark: string, suffix: string): Moves {
  const variants = new Map<string, string>();
  if (!isAnywhere(document, mark)) return variants;
  const schemas = schemasOf(document);
  const here = reachable(document, way);
  const touched = [...names(schemas, (schema) => demandsMarked(schema, mark, schemas))].filter(
    (name) => here.has(name),
  );
  if (touched.length > 0) {
    const opposite: Direction = way === "request" ? "response" : "request";
    const elsewhere = reachable(document, opposite);
    for (const name of touched) {
      variants.set(name, elsewhere.has(name) ? freeName(name + suffix, schemas) : name);
    }
    for (const [name, variant] of variants) {
      const copy = mapSchema(clone(schemas[name] ?? true), "", (schema) =>
        redirect(drop(schema, mark, schemas), variants),
      );
      define(schemas, variant, copy);
    }
    mapSchemas(document, (schema, _, direction) =>
      direction === way ? redirect(schema, variants) : schema,
    );
  }
  mapSchemas(document, (schema, _, direction) =>
    direction === way ? drop(schema, mark, schemas) : schema,
  );
  return new Map([...variants].map(([name, variant]) => [variant, refTo(name)]));
}

/** Most descriptions have no `writeOnly`, many no `readOnly`. */
function isAnywhere(document: JsonObject, mark: string): boolean {
  let found = false;
  mapSchemas(document, (schema) => {
    found ||= schema[mark] === true;
    return schema;
  });
  return found;
}

/** The components for which `test` holds of a schema in them, or in a component they refer to. */
function names(schemas: JsonObject, test: (schema: JsonObject) => boolean): Set<string> {
  const found = new Set<string>();
  const users = new Map<string, Set<string>>();
  for (const [name, schema] of Object.entries(schemas)) {
    mapSchema(schema, "", (inner) => {
      const next = componentOf(inner["$ref"]);
      if (next !== undefined) users.set(next, (users.get(next) ?? new Set()).add(name));
      if (test(inner)) found.add(name);
      return inner;
    });
  }
  // A set takes in what is added while it is gone through.
  for (const name of found) for (const user of users.get(name) ?? []) found.add(user);
  return found;
}

function reachable(document: JsonObject, way: Direction): Set<string> {
  const schemas = schemasOf(document);
  const found = new Set<string>();
  const open: string[] = [];
  const note = (schema: JsonObject): JsonObject => {
    const name = componentOf(schema["$ref"]);
    if (name !== undefined && !found.has(name)) {
      found.add(name);
      open.push(name);
    }
    return schema;
  };
  mapSchemas(document, (schema, _, direction) => (direction === way ? note(schema) : schema));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    mapSchema(schemas[name] ?? true, "", note);
  }
  return found;
}

function demandsMarked(schema: JsonObject, mark: string, schemas: JsonObject): boolean {
  return strings(schema["required"]).some((name) => isMarked(schema, name, mark, schemas));
}

function isMarked(schema: JsonObject, name: string, mark: string, schemas: JsonObject): boolean {
  const properties = schema["properties"];
  const property = isObject(properties) ? properties[name] : undefined;
  return hasMark(property, mark, schemas, new Set());
}

function hasMark(
  schema: Json | undefined,
  mark: string,
  schemas: JsonObject,
  seen: Set<string>,
): boolean {
  if (!isObject(schema)) return false;
  if (schema[mark] === true) return true;
  const next = componentOf(schema["$ref"]);
  if (next !== undefined && !seen.has(next)) {
    return hasMark(schemas[next], mark, schemas, seen.add(next));
  }
  const parts = Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
  return parts.some((part) => hasMark(part, mark, schemas, seen));
}

function drop(schema: JsonObject, mark: string, schemas: JsonObject): JsonObject {
  if (!demandsMarked(schema, mark, schemas)) return schema;
  const kept = strings(schema["required"]).filter((name) => !isMarked(schema, name, mark, schemas));
  return { ...schema, required: kept };
}

function redirect(schema: JsonObject, variants: ReadonlyMap<string, string>): JsonObject {
  const variant = variants.get(componentOf(schema["$ref"]) ?? "");
  if (variant === undefined) return schema;
  return { ...schema, $ref: refTo(variant) };
}

function freeName(name: string, schemas: JsonObject): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (!Object.hasOwn(schemas, candidate)) return candidate;
  }
}
