// Walking the schemas of a description for the rules of lint-rules.mjs.

/**
 * @import { Location, UserContext } from "@redocly/openapi-core"
 * @typedef {Record<string, unknown>} Node
 * @typedef {{ schema: Node, location: Location, parent: Node | undefined }} Place
 * @typedef {{ schema: unknown, location: Location, parent: Node | undefined }} Candidate
 */

const schemaKeywords = [
  "items",
  "additionalProperties",
  "unevaluatedProperties",
  "contains",
  "if",
  "then",
  "else",
];
const schemaListKeywords = ["allOf", "anyOf", "oneOf", "prefixItems"];
const schemaMapKeywords = ["properties", "patternProperties", "dependentSchemas"];

/**
 * @param {unknown} value
 * @returns {value is Node}
 */
function isNode(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What a schema leads to: the target of its `$ref` and the schemas directly inside it.
 *
 * @param {Place} place
 * @param {UserContext["resolve"]} resolve
 * @returns {Generator<Candidate>}
 */
function* next({ schema, location }, resolve) {
  if (typeof schema["$ref"] === "string") {
    const target = resolve({ $ref: schema["$ref"] }, location.source.absoluteRef);
    if (target.location)
      yield { schema: target.node, location: target.location, parent: undefined };
  }
  for (const keyword of schemaKeywords)
    yield { schema: schema[keyword], location: location.child(keyword), parent: schema };
  for (const keyword of schemaListKeywords) {
    const list = schema[keyword];
    if (!Array.isArray(list)) continue;
    for (const [i, item] of list.entries())
      yield { schema: item, location: location.child([keyword, i]), parent: schema };
  }
  for (const keyword of schemaMapKeywords) {
    const map = schema[keyword];
    if (!isNode(map)) continue;
    for (const [name, item] of Object.entries(map))
      yield { schema: item, location: location.child([keyword, name]), parent: schema };
  }
}

/**
 * Calls `visit` for a schema and for every schema that it reaches.
 *
 * @param {unknown} schema
 * @param {Location} location
 * @param {UserContext["resolve"]} resolve
 * @param {Set<string>} seen places already visited, which are left out; shared between walks so that a shared schema is reported once
 * @param {(place: Place) => void} visit
 */
export function walkSchemas(schema, location, resolve, seen, visit) {
  /** @type {Candidate[]} */
  const open = [{ schema, location, parent: undefined }];
  for (let candidate = open.pop(); candidate; candidate = open.pop()) {
    if (!isNode(candidate.schema) || seen.has(candidate.location.absolutePointer)) continue;
    seen.add(candidate.location.absolutePointer);
    const place = { ...candidate, schema: candidate.schema };
    visit(place);
    open.push(...next(place, resolve));
  }
}

/**
 * The JSON Schema type of a JSON value.
 *
 * @param {unknown} value
 */
function typeOf(value) {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/**
 * Whether a schema takes every value of a type: it names the type and lists no values.
 *
 * @param {unknown} schema
 * @param {string} type
 */
function takesAny(schema, type) {
  if (!isNode(schema) || "enum" in schema || "const" in schema) return false;
  const types = [schema["type"]].flat();
  return types.includes(type) || (type === "number" && types.includes("integer"));
}

/**
 * Whether an enum, or a `const`, is open: a sibling in its `anyOf` takes any value of the type.
 *
 * @param {Place} place
 * @param {"enum" | "const"} keyword
 */
export function isOpenEnum({ schema, parent }, keyword) {
  const members = parent?.["anyOf"];
  const values = keyword === "enum" ? schema["enum"] : [schema["const"]];
  if (!Array.isArray(members) || !Array.isArray(values)) return false;
  const types = new Set(values.map(typeOf).filter((type) => type !== "null"));
  return (
    members.includes(schema) &&
    [...types].every((type) => members.some((member) => takesAny(member, type)))
  );
}
