import { isObject, type Json, type JsonObject } from "../model/json.ts";
import { MOST_ITEMS, type Recipe } from "./recipes.ts";
import type { Make } from "./synthesise-object.ts";

/** A list with as many items as are asked for; one if none are and the recipe affords it. */
export function arrayFor(flat: JsonObject, make: Make, recipe: Recipe, depth: number): Json[] {
  const count = (keyword: string) =>
    typeof flat[keyword] === "number" ? flat[keyword] : undefined;
  const head = Array.isArray(flat["prefixItems"]) ? flat["prefixItems"] : [];
  const contained = flat["contains"] === undefined ? 0 : (count("minContains") ?? 1);
  const least = Math.max(count("minItems") ?? 0, contained);
  const most = count("maxItems") ?? Infinity;
  const wished = recipe.afford(depth) ? Math.max(head.length, 1) : 0;
  const rest = flat["items"] ?? true;

  const demanded = (index: number): Json => {
    const item = head[index] ?? rest;
    const fills = index >= head.length && index < head.length + contained;
    const early = head.length === 0 ? index < contained : fills;
    return early ? { allOf: [flat["contains"] ?? true, item] } : item;
  };
  const unique = flat["uniqueItems"] === true;
  const demandedCount = Math.max(least + (contained > 0 ? head.length : 0), wished);
  if (least > MOST_ITEMS) recipe.parts.left = 0;
  const wanted = Math.min(most, demandedCount, MOST_ITEMS);
  const result: Json[] = [];
  const seen = new Set<string>();
  let last: Json = null;
  for (let salt = recipe.salt; result.length < wanted && salt < recipe.salt + wanted * 4; salt++) {
    const schema = demanded(result.length);
    if (schema === false || (isObject(schema) && excluded(schema))) break;
    // The items of a long list may be equal, and are then made once.
    const repeats = !unique && result.length >= contained + head.length + 10;
    const value: Json = repeats ? last : make(schema, unique ? salt : recipe.salt);
    last = value;
    const text = unique ? JSON.stringify(value) : "";
    if (unique && seen.has(text)) continue;
    seen.add(text);
    result.push(value);
  }
  return result;
}

function excluded(schema: JsonObject): boolean {
  return Array.isArray(schema["allOf"]) && schema["allOf"].includes(false);
}
