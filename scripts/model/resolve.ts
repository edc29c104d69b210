import { isObject, isString, lookUp, type Json, type JsonObject } from "./json.ts";

/** What a reference leads to, or the thing itself. */
export function resolve(document: JsonObject, node: Json | undefined): JsonObject | undefined {
  const seen = new Set<string>();
  let current = node;
  for (let ref = refOf(current); ref !== undefined && !seen.has(ref); ref = refOf(current)) {
    seen.add(ref);
    current = lookUp(document, ref);
  }
  return isObject(current) ? current : undefined;
}

export function refOf(node: Json | undefined): string | undefined {
  return isObject(node) && isString(node["$ref"]) ? node["$ref"] : undefined;
}
