import { isObject, type Json } from "../model/json.ts";
import { itemsOf, type Node, child } from "../model/node.ts";

/** What a schema says of a value in itself, whichever way it is written. */
export interface SchemaFacts {
  /** Without null; empty where any type will do. */
  readonly types: readonly string[];
  readonly nullable: boolean;
  /** The values of a closed or an open enum, in alphabetical order. */
  readonly values: readonly string[] | undefined;
  /** Further values are allowed beside those. */
  readonly open: boolean;
  readonly keywords: Readonly<Record<string, Json>>;
}

const bounds = [
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "pattern"],
  ...[
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "uniqueItems",
  ],
];
/** Keywords whose values are compared as they stand. */
export const comparedKeywords = { bound: bounds, format: ["format"], default: ["default"] };

/**
 * Reads a schema; alternatives that only add null, or any text beside an enum, are taken together.
 *
 * @param seen the schemas that were read on the way: each counts once, however often references lead to it
 */
export function factsOf(node: Node, seen = new Set<Node["value"]>()): SchemaFacts {
  const { value } = node;
  const own = isObject(value) && !seen.has(value) ? value : {};
  if (isObject(value)) seen.add(value);
  const holder = { ...node, value: own };
  const alternatives = [...itemsOf(child(holder, "anyOf")), ...itemsOf(child(holder, "oneOf"))];
  const inner = alternatives.map((each) => factsOf(each, seen));
  const listed = typeof own["type"] === "string" ? [own["type"]] : stringsOf(own["type"]);
  const values = isList(own["enum"])
    ? own["enum"]
    : own["const"] === undefined
      ? undefined
      : [own["const"]];
  const innerValues = inner.flatMap((facts) => facts.values ?? []);
  const textTypes =
    values === undefined ? [] : [...new Set(values.filter((each) => each !== null).map(typeOf))];
  const types = new Set([
    ...(listed.length > 0 ? listed : textTypes),
    ...inner.flatMap((facts) => facts.types),
  ]);
  const nullable =
    own["nullable"] === true ||
    types.has("null") ||
    (values ?? []).includes(null) ||
    inner.some((facts) => facts.nullable);
  types.delete("null");
  const all = [...(values ?? []).filter((each) => each !== null).map(String), ...innerValues];
  return {
    types: [...types].sort(),
    nullable,
    values: all.length === 0 ? undefined : all.sort(),
    open: inner.some((facts) => facts.open) || isOpen(inner),
    keywords: own,
  };
}

/** An enum stands beside an alternative that takes any value of its type. */
function isOpen(inner: readonly SchemaFacts[]): boolean {
  const hasValues = inner.some(({ values }) => values !== undefined);
  return hasValues && inner.some(({ values, types }) => values === undefined && types.length > 0);
}

function typeOf(value: Json): string {
  return typeof value === "number" ? "number" : typeof value;
}

function isList(value: Json | undefined): value is Json[] {
  return Array.isArray(value);
}

function stringsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
