import { escapeStep, isObject, isString, lookUp, stepsOf } from "../model/json.ts";
import type { Json, JsonObject } from "../model/json.ts";
import { define, mapSchema, mapSchemas } from "../model/walk.ts";
import { DescriptionProblem } from "../problem.ts";
import { componentOf, nothingAt, refTo } from "./references.ts";

/** Where a component schema was before: its pointer by the name it has now. */
export type Moves = Map<string, string>;

/**
 * Gives every schema that a reference points into a name of its own under components/schemas, and takes away
 * `$defs`: openapi-typescript makes a required property of `$defs`, and of a reference into the inside of a
 * schema an index that may include `undefined`. What a reference points at is a schema wherever it stands
 * (`#/definitions/A`), so this comes before the rules that go by place.
 *
 * Throws a DescriptionProblem for a reference that points at nothing.
 */
export function hoist(document: JsonObject): Moves {
  const schemas = schemasOf(document);
  const names = new Map<string, string>();
  const given = new Set<string>();
  const open: string[] = [];

  const visit = (schema: JsonObject, pointer: string): JsonObject => {
    const ref = schema["$ref"];
    if (ref === undefined) return schema;
    const component = componentOf(ref);
    // The names given here are filled further down.
    if (component !== undefined && given.has(component)) return schema;
    requireTarget(document, ref, pointer);
    if (component !== undefined) return { ...schema, $ref: refTo(component) };
    const name = names.get(ref) ?? freeName(ref, schemas, names);
    if (!names.has(ref)) open.push(ref);
    names.set(ref, name);
    given.add(name);
    return { ...schema, $ref: refTo(name) };
  };
  mapSchemas(document, visit);
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    replace(document, ref, mapSchema(lookUp(document, ref) ?? true, ref, visit));
  }

  // Deepest first: a target may stand inside another target.
  const deepestFirst = [...names].sort(([a], [b]) => depth(b) - depth(a) || (a < b ? -1 : 1));
  for (const [ref, name] of deepestFirst) {
    define(schemas, name, lookUp(document, ref) ?? true);
    replace(document, ref, { $ref: refTo(name) });
  }
  mapSchemas(document, (schema) => {
    delete schema["$defs"];
    return schema;
  });
  return new Map([...names].map(([ref, name]) => [name, ref]));
}

function requireTarget(
  document: JsonObject,
  ref: Json | undefined,
  pointer: string,
): asserts ref is string {
  if (!isString(ref) || lookUp(document, ref) === undefined) {
    throw nothingAt(document, ref, pointer);
  }
  // The object that contains all schemas is not a schema and cannot become one of them.
  if ((stepsOf(ref) ?? []).every((step, index) => step === ["components", "schemas"][index])) {
    throw new DescriptionProblem(`$ref ${JSON.stringify(ref)} points at no schema`, pointer);
  }
}

export function schemasOf(document: JsonObject): JsonObject {
  if (!isObject(document["components"])) document["components"] = {};
  const components = document["components"];
  if (!isObject(components["schemas"])) components["schemas"] = {};
  return components["schemas"];
}

function depth(ref: string): number {
  return ref.split("/").length;
}

const KEYWORD_STEPS = new Set([
  "components",
  "schemas",
  "properties",
  "$defs",
  "schema",
  "content",
]);

/** `#/components/schemas/Batch/properties/item` is called `Batch_item`; a taken name gets a number. */
function freeName(ref: string, schemas: JsonObject, taken: ReadonlyMap<string, string>): string {
  const steps = (stepsOf(ref) ?? []).filter((step) => !KEYWORD_STEPS.has(step));
  const base = steps.map((step) => step.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_|_$/g, ""));
  const stem = base.filter((step) => step !== "").join("_") || "Schema";
  const used = new Set([...Object.keys(schemas), ...taken.values()]);
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem}_${number}`;
    if (!used.has(name)) return name;
  }
}

function replace(document: JsonObject, ref: string, value: Json): void {
  const steps = stepsOf(ref) ?? [];
  const last = steps.pop();
  const parent = lookUp(document, `#/${steps.map(escapeStep).join("/")}`);
  if (last === undefined) return;
  if (Array.isArray(parent)) parent[Number(last)] = value;
  else if (isObject(parent)) define(parent, last, value);
}
