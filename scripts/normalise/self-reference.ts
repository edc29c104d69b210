import { clone, escapeStep, isObject, type Json, type JsonObject } from "../model/json.ts";
import { DescriptionProblem } from "../problem.ts";
import { schemasOf } from "./hoist.ts";
import { componentOf } from "./references.ts";

const IN_PLACE = ["allOf", "anyOf", "oneOf"] as const;

/**
 * A parent that is `oneOf` its children, each of which is `allOf` the parent, is a common way to write
 * inheritance. Read as JSON Schema it never ends, and as TypeScript it is a type that refers to itself (TS2502).
 * In such a child the parent stands for what the parent says apart from its list of children.
 */
export function breakInheritanceCycles(document: JsonObject): void {
  const schemas = schemasOf(document);
  for (const [name, schema] of Object.entries(schemas)) {
    if (isObject(schema)) cutParents(schema, [name], schemas);
  }
  for (const name of Object.keys(schemas)) {
    if (inPlaceNames(schemas[name]).some((next) => reaches(schemas, next, name)))
      throw endless(name);
  }
}

function endless(name: string): DescriptionProblem {
  return new DescriptionProblem(
    `schema ${name} is defined by itself: no value can be told to fit it`,
    `#/components/schemas/${escapeStep(name)}`,
  );
}

/** @param line the child, and the parents that are being put in its place */
function cutParents(schema: JsonObject, line: readonly string[], schemas: JsonObject): void {
  const parts = schema["allOf"];
  if (!Array.isArray(parts)) return;
  const [child = ""] = line;
  const kept = parts.flatMap((part): Json[] => {
    if (!isObject(part)) return [part];
    const parent = componentOf(part["$ref"]);
    if (parent === undefined) {
      cutParents(part, line, schemas);
      return [part];
    }
    if (!reaches(schemas, parent, child)) return [part];
    if (line.includes(parent)) throw endless(child);
    const rest = withoutChildren(schemas[parent], [...line, parent], schemas);
    return rest === undefined ? [] : [rest];
  });
  if (kept.length > 0) schema["allOf"] = kept;
  else delete schema["allOf"];
}

/** What a parent says beside the alternatives of which one leads back to the child; undefined if that is nothing. */
function withoutChildren(
  parent: Json | undefined,
  line: readonly string[],
  schemas: JsonObject,
): Json | undefined {
  if (!isObject(parent)) return parent;
  const [child = ""] = line;
  const rest = clone(parent);
  for (const keyword of ["oneOf", "anyOf"]) {
    const branches = rest[keyword];
    if (!Array.isArray(branches)) continue;
    const leadsBack = branches.some((branch) =>
      inPlaceNames(branch).some((next) => reaches(schemas, next, child)),
    );
    if (leadsBack) delete rest[keyword];
  }
  for (const keyword of ["title", "description", "discriminator"]) delete rest[keyword];
  cutParents(rest, line, schemas);
  return Object.keys(rest).length > 0 ? rest : undefined;
}

/** The components that a schema applies to the same value: not those of its properties or items. */
function inPlaceNames(schema: Json | undefined): string[] {
  if (!isObject(schema)) return [];
  const own = componentOf(schema["$ref"]);
  const lists = IN_PLACE.map((keyword) => schema[keyword]).filter(Array.isArray);
  return [...(own === undefined ? [] : [own]), ...lists.flat().flatMap(inPlaceNames)];
}

function reaches(schemas: JsonObject, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...inPlaceNames(schemas[name]));
  }
  return false;
}
