import { isObject, strings, type Json, type JsonObject } from "../model/json.ts";
import { define } from "../model/walk.ts";
import { typesOf } from "../model/keywords.ts";

/** Combines the requirements of two schemas in one. A `pattern` may become a list of patterns. */
export function mergeSchemas(a: JsonObject, b: JsonObject): JsonObject {
  const result: JsonObject = { ...a, ...b };
  for (const keyword of ["properties", "patternProperties", "dependentRequired"]) {
    if (isObject(a[keyword]) && isObject(b[keyword])) {
      result[keyword] = mergeMaps(a[keyword], b[keyword]);
    }
  }
  for (const keyword of ["items", "propertyNames", "contains"]) {
    const [left, right] = [a[keyword], b[keyword]];
    if (left !== undefined && right !== undefined) result[keyword] = both(left, right);
  }
  const rests = [a["additionalProperties"], b["additionalProperties"]];
  if (rests.includes(false)) result["additionalProperties"] = false;
  else if (rests.every(isObject)) result["additionalProperties"] = { allOf: rests };
  if (a["required"] !== undefined || b["required"] !== undefined) {
    result["required"] = [...new Set([...strings(a["required"]), ...strings(b["required"])])];
  }
  if (a["pattern"] !== undefined && b["pattern"] !== undefined) {
    result["pattern"] = [a["pattern"], b["pattern"]].flat();
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

function both(a: Json, b: Json): Json {
  return { allOf: [a, b] };
}

function mergeMaps(a: JsonObject, b: JsonObject): JsonObject {
  const result: JsonObject = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const other = Object.hasOwn(a, name) ? a[name] : undefined;
    const lists = Array.isArray(other) && Array.isArray(value) ? [...other, ...value] : undefined;
    define(result, name, other === undefined ? value : (lists ?? both(other, value)));
  }
  return result;
}

function common(a: readonly string[], b: readonly string[]): string[] {
  const whole = [a, b].some((list) => list.includes("integer"));
  const admits = (list: readonly string[], type: string) =>
    list.includes(type) || (type === "integer" && list.includes("number"));
  const shared = [...new Set([...a, ...b])].filter((type) => admits(a, type) && admits(b, type));
  return whole ? shared.filter((type) => type !== "number" || !shared.includes("integer")) : shared;
}

type Pick = (a: number, b: number) => number;

const BOUNDS: readonly [string, Pick][] = [
  ...["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"].map(
    (keyword): [string, Pick] => [keyword, Math.max],
  ),
  ...["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"].map(
    (keyword): [string, Pick] => [keyword, Math.min],
  ),
  ["multipleOf", leastCommonMultiple],
];

function leastCommonMultiple(a: number, b: number): number {
  if (!Number.isInteger(a) || !Number.isInteger(b)) return Math.max(a, b);
  let [rest, divisor] = [a, b];
  while (divisor !== 0) [rest, divisor] = [divisor, rest % divisor];
  return (a * b) / rest;
}
