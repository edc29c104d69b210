import { isObject, isString, lookUp, strings, type Json, type JsonObject } from "../model/json.ts";
import { define } from "../model/walk.ts";
import { typesOf } from "../normalise/shapes.ts";
import { stringFor } from "./synthesise-string.ts";

/** Which of the many values of a schema to make. */
export interface Recipe {
  /** How many optional parts may be filled in; with 0 the value has just what is required. */
  readonly optional: { left: number };
  /** Which of the alternatives of an `anyOf`, `oneOf` or `enum`. */
  readonly alternative: number;
}

/** The recipes worth trying, fuller values first. */
export function recipes(): Recipe[] {
  return [0, 1, 2, 3, 4, 5].flatMap((alternative) => [
    { optional: { left: 200 }, alternative },
    { optional: { left: 0 }, alternative },
  ]);
}

/** A schema that requires itself has no finite value. */
const DEEPEST = 40;
const DEEPEST_OPTIONAL = 5;

/**
 * Makes one value for a schema, the same each time. It meets single demands and most that stand together; the
 * caller tries the recipes in turn until a validator is content.
 *
 * Samplers of the field take `example` and `default` at their word, which foreign descriptions fill with
 * nonsense, and stop at recursion with a value that does not fit.
 */
export function synthesise(document: JsonObject, schema: Json, recipe: Recipe, depth = 0): Json {
  const flat = depth > DEEPEST ? undefined : flatten(document, schema, recipe, new Set());
  if (flat === undefined) return null;
  if ("const" in flat) return flat["const"] ?? null;
  const values = flat["enum"];
  if (Array.isArray(values)) return values[recipe.alternative % values.length] ?? null;
  switch (chooseType(flat)) {
    case "object":
      return object(document, flat, recipe, depth);
    case "array":
      return array(document, flat, recipe, depth);
    case "string":
      return stringFor(flat);
    case "integer":
    case "number":
      return number(flat);
    case "boolean":
      return true;
    default:
      return null;
  }
}

function chooseType(flat: JsonObject): string {
  const types = typesOf(flat).filter((type) => type !== "null");
  const explicit = types[0] ?? (typesOf(flat).length > 0 ? "null" : undefined);
  if (explicit !== undefined) return explicit;
  const has = (...keywords: string[]) => keywords.some((keyword) => keyword in flat);
  if (has("properties", "required", "additionalProperties", "patternProperties")) return "object";
  if (has("items", "prefixItems", "minItems", "contains")) return "array";
  if (has("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"))
    return "number";
  return "string";
}

/** One schema without `$ref`, `allOf`, `anyOf` and `oneOf`: what they demand is put together. */
function flatten(
  document: JsonObject,
  schema: Json,
  recipe: Recipe,
  open: ReadonlySet<string>,
): JsonObject | undefined {
  if (!isObject(schema)) return schema === false ? undefined : {};
  const { $ref, allOf, anyOf, oneOf, ...own } = schema;
  const parts: Json[] = Array.isArray(allOf) ? [...allOf] : [];
  for (const list of [anyOf, oneOf]) {
    if (!Array.isArray(list) || list.length === 0) continue;
    parts.push(list[recipe.alternative % list.length] ?? {});
  }
  let result: JsonObject = own;
  for (const part of parts) {
    const flat = flatten(document, part, recipe, open);
    if (flat !== undefined) result = merge(result, flat);
  }
  if (isString($ref) && !open.has($ref)) {
    const target = flatten(
      document,
      lookUp(document, $ref) ?? {},
      recipe,
      new Set([...open, $ref]),
    );
    if (target !== undefined) result = merge(result, target);
  }
  return result;
}

function merge(a: JsonObject, b: JsonObject): JsonObject {
  const result: JsonObject = { ...a, ...b };
  if (isObject(a["properties"]) && isObject(b["properties"])) {
    const properties: JsonObject = { ...a["properties"] };
    for (const [name, schema] of Object.entries(b["properties"])) {
      const other = Object.hasOwn(properties, name) ? properties[name] : undefined;
      define(properties, name, other === undefined ? schema : { allOf: [other, schema] });
    }
    result["properties"] = properties;
  }
  if (a["required"] !== undefined || b["required"] !== undefined) {
    result["required"] = [...new Set([...strings(a["required"]), ...strings(b["required"])])];
  }
  const types = [typesOf(a), typesOf(b)];
  if (types.every((list) => list.length > 0)) {
    result["type"] = common(types[0] ?? [], types[1] ?? []);
  }
  if (Array.isArray(a["enum"]) && Array.isArray(b["enum"])) {
    const allowed = new Set(b["enum"].map((value) => JSON.stringify(value)));
    result["enum"] = a["enum"].filter((value) => allowed.has(JSON.stringify(value)));
  }
  for (const [keyword, pick] of BOUNDS) {
    if (typeof a[keyword] === "number" && typeof b[keyword] === "number") {
      result[keyword] = pick(a[keyword], b[keyword]);
    }
  }
  return result;
}

function common(a: readonly string[], b: readonly string[]): string[] {
  const whole = [a, b].some((list) => list.includes("integer"));
  const admits = (list: readonly string[], type: string) =>
    list.includes(type) || (type === "integer" && list.includes("number"));
  const both = [...new Set([...a, ...b])].filter((type) => admits(a, type) && admits(b, type));
  return whole ? both.filter((type) => type !== "number" || !both.includes("integer")) : both;
}

const BOUNDS: readonly [string, (a: number, b: number) => number][] = [
  ...["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"].map(
    (keyword): [string, typeof Math.max] => [keyword, Math.max],
  ),
  ...["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"].map(
    (keyword): [string, typeof Math.min] => [keyword, Math.min],
  ),
];

function object(document: JsonObject, flat: JsonObject, recipe: Recipe, depth: number): JsonObject {
  const properties = isObject(flat["properties"]) ? flat["properties"] : {};
  const required = new Set(strings(flat["required"]));
  const result: JsonObject = {};
  for (const [name, schema] of Object.entries(properties)) {
    if (schema === false || !(required.has(name) || afford(recipe, depth))) continue;
    define(result, name, synthesise(document, schema, recipe, depth + 1));
  }
  const least = typeof flat["minProperties"] === "number" ? flat["minProperties"] : 0;
  const rest = flat["additionalProperties"];
  const names = isObject(flat["propertyNames"]) ? flat["propertyNames"] : undefined;
  for (let number = 1; Object.keys(result).length < least && number <= least; number++) {
    const name = names === undefined ? `key${number}` : String(synthesise(document, names, recipe));
    define(
      result,
      name,
      rest === undefined ? "value" : synthesise(document, rest, recipe, depth + 1),
    );
  }
  return result;
}

function afford(recipe: Recipe, depth: number): boolean {
  return depth < DEEPEST_OPTIONAL && recipe.optional.left-- > 0;
}

function array(document: JsonObject, flat: JsonObject, recipe: Recipe, depth: number): Json[] {
  const head = Array.isArray(flat["prefixItems"]) ? flat["prefixItems"] : [];
  const result = head.map((schema) => synthesise(document, schema, recipe, depth + 1));
  const least = typeof flat["minItems"] === "number" ? flat["minItems"] : 0;
  const most = typeof flat["maxItems"] === "number" ? flat["maxItems"] : Infinity;
  const wanted = Math.min(most, Math.max(least, afford(recipe, depth) ? 1 : 0));
  const items = isObject(flat["contains"]) ? flat["contains"] : flat["items"];
  while (result.length < wanted && items !== false) {
    const next = {
      ...recipe,
      alternative: recipe.alternative + (flat["uniqueItems"] === true ? result.length : 0),
    };
    result.push(
      items === undefined ? `item${result.length}` : synthesise(document, items, next, depth + 1),
    );
  }
  return result;
}

function number(flat: JsonObject): number {
  const bound = (keyword: string) =>
    typeof flat[keyword] === "number" ? flat[keyword] : undefined;
  const step = bound("multipleOf") ?? 1;
  const low = bound("minimum") ?? bound("exclusiveMinimum");
  const high = bound("maximum") ?? bound("exclusiveMaximum");
  if (low !== undefined) {
    const first = Math.ceil(low / step) * step;
    const value = first > (bound("exclusiveMinimum") ?? -Infinity) ? first : first + step;
    const above = high !== undefined && value >= high;
    return above && typeof flat["exclusiveMaximum"] === "number" ? (low + high) / 2 : value;
  }
  if (high === undefined) return step;
  const last = Math.floor(high / step) * step;
  return last < (bound("exclusiveMaximum") ?? Infinity) ? last : last - step;
}
