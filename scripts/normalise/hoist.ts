import { escapeStep, isObject, isString, lookUp, stepsOf, type JsonObject } from "../model/json.ts";
import { define, mapSchemas } from "../model/walk.ts";
import { componentOf } from "./references.ts";

/**
 * Gives every schema that a reference points into a name of its own under components/schemas, and takes away
 * `$defs`: openapi-typescript makes a required property of `$defs`, and of a reference into the inside of a
 * schema an index that may include `undefined`.
 */
export function hoist(document: JsonObject): void {
  const schemas = schemasOf(document);
  const names = new Map<string, string>();

  mapSchemas(document, (schema) => {
    const ref = schema["$ref"];
    if (!isString(ref) || componentOf(ref) !== undefined) return schema;
    const name = names.get(ref) ?? freeName(ref, schemas, names);
    names.set(ref, name);
    return { ...schema, $ref: `#/components/schemas/${escapeStep(name)}` };
  });

  // Deepest first: a target may stand inside another target.
  const deepestFirst = [...names].sort(([a], [b]) => depth(b) - depth(a) || (a < b ? -1 : 1));
  for (const [ref, name] of deepestFirst) {
    define(schemas, name, lookUp(document, ref) ?? true);
    replace(document, ref, { $ref: `#/components/schemas/${escapeStep(name)}` });
  }
  mapSchemas(document, (schema) => {
    delete schema["$defs"];
    return schema;
  });
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
  const base = steps.map((step) => step.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, ""));
  const stem = base.filter((step) => step !== "").join("_") || "Schema";
  const used = new Set([...Object.keys(schemas), ...taken.values()]);
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem}_${number}`;
    if (!used.has(name)) return name;
  }
}

function replace(document: JsonObject, ref: string, value: JsonObject): void {
  const steps = stepsOf(ref) ?? [];
  const last = steps.pop();
  const parent = lookUp(document, `#/${steps.map(escapeStep).join("/")}`);
  if (last === undefined) return;
  if (Array.isArray(parent)) parent[Number(last)] = value;
  else if (isObject(parent)) define(parent, last, value);
}
