import { isObject, isString, lookUp, members, strings } from "../model/json.ts";
import type { Json, JsonObject } from "../model/json.ts";
import { typesOf } from "../model/keywords.ts";
import { mergeSchemas } from "./merge-schemas.ts";
import type { Recipe } from "./recipes.ts";
import { arrayFor } from "./synthesise-array.ts";
import { numberFor } from "./synthesise-number.ts";
import { objectFor, type Make } from "./synthesise-object.ts";
import { stringFor } from "./synthesise-string.ts";

/** A schema that requires itself has no finite value. */
const DEEPEST = 40;

/**
 * Makes one value for a schema, the same each time. It meets single demands and most that stand together; the
 * caller tries the recipes in turn until a validator is content.
 *
 * Samplers of the field take `example` and `default` at their word, which foreign descriptions fill with
 * nonsense, and stop at recursion with a value that does not fit.
 */
export function synthesise(document: JsonObject, schema: Json, recipe: Recipe, depth = 0): Json {
  const spent = depth > DEEPEST || recipe.parts.left-- <= 0;
  const flat = spent ? undefined : flatten(document, schema, recipe, new Set());
  if (flat === undefined) return null;
  if ("const" in flat) return flat["const"] ?? null;
  const values = flat["enum"];
  if (Array.isArray(values) && values.length > 0) {
    return values[(recipe.choose(values.length) + recipe.salt) % values.length] ?? null;
  }
  const make: Make = (part, salt = recipe.salt) =>
    synthesise(document, part, { ...recipe, salt }, depth + 1);
  const type = chooseType(flat, recipe);
  switch (type) {
    case "object":
      return objectFor(flat, make, recipe, depth);
    case "array":
      return arrayFor(flat, make, recipe, depth);
    case "string":
      return stringFor(flat, recipe.salt);
    case "integer":
    case "number":
      return numberFor(flat, type === "integer", recipe);
    case "boolean":
      return (recipe.choose(2) + recipe.salt) % 2 === 0;
    default:
      return null;
  }
}

const ANY_TYPE = ["string", "integer", "object", "array", "boolean", "null"];

function chooseType(flat: JsonObject, recipe: Recipe): string {
  // Null last, since it tests the least.
  const types = typesOf(flat).sort((a, b) => Number(a === "null") - Number(b === "null"));
  const listed = types[recipe.choose(Math.max(types.length, 1))];
  if (listed !== undefined) return listed;
  const implied = IMPLIED.filter(([, ...keywords]) => keywords.some((keyword) => keyword in flat));
  const likely = [...implied.map(([type]) => type), ...ANY_TYPE];
  return likely[recipe.choose(likely.length)] ?? "null";
}

const IMPLIED: readonly [string, ...string[]][] = [
  ["object", "properties", "required", "additionalProperties", "patternProperties"],
  ["object", "minProperties", "propertyNames", "dependentRequired"],
  ["array", "items", "prefixItems", "minItems", "contains", "uniqueItems"],
  ["number", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
];

/** One schema without references and alternatives: what they demand is put together. Undefined if nothing can fit. */
function flatten(
  document: JsonObject,
  schema: Json,
  recipe: Recipe,
  open: ReadonlySet<string>,
): JsonObject | undefined {
  if (!isObject(schema)) return schema === false ? undefined : {};
  // Twice the same part, in each part of it, doubles at each level.
  if (recipe.steps.left-- <= 0) {
    recipe.parts.left = 0;
    return {};
  }
  const { $ref, allOf, anyOf, oneOf, if: condition, then, else: otherwise, ...own } = schema;
  const parts: Json[] = Array.isArray(allOf) ? [...allOf] : [];
  for (const list of [anyOf, oneOf]) {
    if (!Array.isArray(list) || list.length === 0) continue;
    parts.push(list[(recipe.choose(list.length) + recipe.salt) % list.length] ?? {});
  }
  if (condition !== undefined) {
    parts.push(...(recipe.choose(2) === 0 ? [condition, then ?? {}] : [otherwise ?? {}]));
  }
  const names = strings(own["required"]);
  for (const [name, part] of members(own["dependentSchemas"])) {
    if (names.includes(name) || recipe.choose(2) === 0) parts.push(part);
  }
  let result: JsonObject = own;
  for (const part of parts) {
    const flat = flatten(document, part, recipe, open);
    if (flat === undefined) return undefined;
    result = mergeSchemas(result, flat);
  }
  if (isString($ref) && !open.has($ref)) {
    const inner = new Set([...open, $ref]);
    const target = flatten(document, lookUp(document, $ref) ?? {}, recipe, inner);
    if (target === undefined) return undefined;
    result = mergeSchemas(result, target);
  }
  return result;
}
