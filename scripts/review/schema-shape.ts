import { isObject, type Json } from "../model/json.ts";

/** What a difference does to the values that a schema takes. */
export type Shift = "wider" | "narrower" | "other" | "same";

/** Keywords whose bound lies above: a larger one takes more. */
const upper = [
  "maximum",
  "exclusiveMaximum",
  "maxLength",
  "maxItems",
  "maxProperties",
  "maxContains",
];
const lower = [
  "minimum",
  "exclusiveMinimum",
  "minLength",
  "minItems",
  "minProperties",
  "minContains",
];
/** Keywords that demand something, two values of which cannot be compared. */
const demands = ["pattern", "multipleOf", "contentEncoding", "contentMediaType"];

/** How the values taken change with a keyword that holds no schemas of its own; undefined for any other keyword. */
export function shiftOf(keyword: string, before: Json | undefined, after: Json | undefined) {
  const from = before ?? undefined; // the tool says null where a keyword is absent
  const to = after ?? undefined;
  if (upper.includes(keyword)) return ofBound(from, to, 1);
  if (lower.includes(keyword)) return ofBound(from, to, -1);
  if (demands.includes(keyword)) return ofDemand(from, to);
  switch (keyword) {
    case "type":
      return ofTypes(typesOf(from), typesOf(to));
    case "nullable":
      return ofFlag(from, to, "wider");
    case "uniqueItems":
      return ofFlag(from, to, "narrower");
    case "enum":
      return ofSets(listOf(from), listOf(to));
    case "const":
      return ofSets(from === undefined ? undefined : [from], to === undefined ? undefined : [to]);
    case "additionalProperties":
    case "unevaluatedProperties":
    case "items":
      return ofOpenness(from, to);
    default:
      return undefined;
  }
}

function ofBound(from: Json | undefined, to: Json | undefined, sign: number): Shift {
  if (typeof from === "boolean" || typeof to === "boolean") return ofFlag(from, to, "narrower");
  const loosest = Number.POSITIVE_INFINITY;
  const old = typeof from === "number" ? from * sign : loosest;
  const now = typeof to === "number" ? to * sign : loosest;
  return now > old ? "wider" : now < old ? "narrower" : "same";
}

function ofDemand(from: Json | undefined, to: Json | undefined): Shift {
  if (from === undefined) return "narrower";
  return to === undefined ? "wider" : "other";
}

function ofFlag(from: Json | undefined, to: Json | undefined, whenSet: Shift): Shift {
  if ((from === true) === (to === true)) return "same";
  const whenUnset = whenSet === "wider" ? "narrower" : "wider";
  return to === true ? whenSet : whenUnset;
}

/** What may stand beside the named: nothing said, and true, are anything; false is nothing. */
function ofOpenness(from: Json | undefined, to: Json | undefined): Shift {
  const rank = (value: Json | undefined): number =>
    value === false ? 0 : isObject(value) && Object.keys(value).length > 0 ? 1 : 2;
  const [old, now] = [rank(from), rank(to)];
  return now > old ? "wider" : now < old ? "narrower" : "same";
}

function typesOf(value: Json | undefined): readonly Json[] | undefined {
  if (value === undefined) return undefined;
  const types = Array.isArray(value) ? value : [value];
  // Every integer is a number.
  return types.includes("number") ? [...types, "integer"] : types;
}

function ofTypes(from: readonly Json[] | undefined, to: readonly Json[] | undefined): Shift {
  return ofSets(from, to);
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** `undefined` means every value. */
function ofSets(from: readonly Json[] | undefined, to: readonly Json[] | undefined): Shift {
  if (from === undefined || to === undefined) {
    return from === to ? "same" : to === undefined ? "wider" : "narrower";
  }
  const gone = difference(from, to).length > 0;
  const come = difference(to, from).length > 0;
  return gone ? (come ? "other" : "narrower") : come ? "wider" : "same";
}

/** What is in the first list and not in the second, by value. */
export function difference(first: readonly Json[], second: readonly Json[]): Json[] {
  const texts = new Set(second.map((value) => JSON.stringify(value)));
  return first.filter((value) => !texts.has(JSON.stringify(value)));
}

/** Whether a schema takes every string: the branch that keeps an enum open. */
export function takesAnyString(schema: Json | undefined): boolean {
  if (schema === true) return true;
  if (!isObject(schema)) return false;
  const words = ["description", "title", "example", "examples", "format", "deprecated", "$comment"];
  const says = Object.keys(schema).filter(
    (name) => !words.includes(name) && !name.startsWith("x-"),
  );
  if (says.length === 0) return true;
  const { type } = schema;
  const isString = type === "string" || (Array.isArray(type) && type.includes("string"));
  return says.length === 1 && says[0] === "type" && isString;
}
