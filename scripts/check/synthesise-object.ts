import { isObject, strings, type Json, type JsonObject } from "../model/json.ts";
import { define } from "../model/walk.ts";
import { MOST_MEMBERS, type Recipe } from "./recipes.ts";

/** Makes the value of a part. */
export type Make = (schema: Json, salt?: number) => Json;

/** An object with what is required, and as much of the rest as the recipe affords and the bounds ask for. */
export function objectFor(flat: JsonObject, make: Make, recipe: Recipe, depth: number): JsonObject {
  const properties = isObject(flat["properties"]) ? flat["properties"] : {};
  const patterns = isObject(flat["patternProperties"])
    ? Object.entries(flat["patternProperties"])
    : [];
  const most = typeof flat["maxProperties"] === "number" ? flat["maxProperties"] : Infinity;
  const demanded = typeof flat["minProperties"] === "number" ? flat["minProperties"] : 0;
  const least = Math.min(demanded, MOST_MEMBERS);
  if (demanded > MOST_MEMBERS) recipe.parts.left = 0;
  const rest = flat["additionalProperties"] ?? true;
  const result: JsonObject = {};
  let size = 0;

  const add = (name: string, salt = recipe.salt): void => {
    if (Object.hasOwn(result, name)) return;
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const demands = patterns.filter(([pattern]) => new RegExp(pattern).test(name));
    const schemas = [...(own === undefined ? [] : [own]), ...demands.map(([, schema]) => schema)];
    const schema = schemas.length > 1 ? { allOf: schemas } : (schemas[0] ?? rest);
    if (schema === false) return;
    define(result, name, make(schema, salt));
    size += 1;
  };

  for (const name of strings(flat["required"])) add(name);
  for (const name of Object.keys(properties)) {
    if (size < most && recipe.afford(depth)) add(name);
  }
  addDependents(flat, result, add);
  for (const name of Object.keys(properties)) if (size < least) add(name);
  for (let number = 1; size < least && number <= least * 3; number++) {
    add(freshName(flat, patterns, make, number), number);
  }
  return result;
}

function addDependents(flat: JsonObject, result: JsonObject, add: (name: string) => void): void {
  const dependents = isObject(flat["dependentRequired"]) ? flat["dependentRequired"] : {};
  for (let size = -1; size !== Object.keys(result).length;) {
    size = Object.keys(result).length;
    for (const [name, needed] of Object.entries(dependents)) {
      if (Object.hasOwn(result, name)) strings(needed).forEach((other) => add(other));
    }
  }
}

function freshName(
  flat: JsonObject,
  patterns: readonly [string, Json][],
  make: Make,
  number: number,
): string {
  const names = isObject(flat["propertyNames"]) ? flat["propertyNames"] : undefined;
  if (names !== undefined) return String(make({ type: "string", allOf: [names] }, number));
  const [pattern] = patterns[number % Math.max(patterns.length, 1)] ?? [];
  if (flat["additionalProperties"] === false && pattern !== undefined) {
    return String(make({ type: "string", pattern }, number));
  }
  return `key${number}`;
}
