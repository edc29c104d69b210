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
 * The values of an enum, or a `const`, whose type no sibling in its `anyOf` takes; none means that it is open.
 *
 * @param {Place} place
 * @param {"enum" | "const"} keyword
 * @returns {{ values: [index: number, value: unknown][], isAlmostOpen: boolean }} whether some others are taken
 */
export function closedValues({ schema, parent }, keyword) {
  const members = parent?.["anyOf"];
  const values = keyword === "enum" ? schema["enum"] : [schema["const"]];
  const listed = [...(Array.isArray(values) ? values : [values]).entries()];
  const siblings = Array.isArray(members) && members.includes(schema) ? members : [];
  const closed = listed.filter(([, value]) => {
    const type = typeOf(value);
    return type !== "null" && !siblings.some((member) => takesAny(member, type));
  });
  return { values: closed, isAlmostOpen: closed.length < listed.length };
}

/**
 * @param {Place} place
 * @param {"enum" | "const"} keyword
 */
export function isOpenEnum(place, keyword) {
  const isListed = keyword === "const" || Array.isArray(place.schema["enum"]);
  const isAlternative = /** @type {unknown[]} */ (place.parent?.["anyOf"] ?? []).includes(
    place.schema,
  );
  return isListed && isAlternative && closedValues(place, keyword).values.length === 0;
}

/**
 * What is wrong with the `default` of a schema, by its type and its list of values; undefined if nothing is.
 *
 * @param {Node} schema
 */
export function misfit(schema) {
  const value = schema["default"];
  const types = [schema["type"] ?? []].flat();
  const type = typeOf(value);
  const isWhole = type === "number" && Number.isInteger(value);
  const isNull = type === "null" && schema["nullable"] === true;
  if (
    types.length > 0 &&
    !types.includes(type) &&
    !(isWhole && types.includes("integer")) &&
    !isNull
  )
    return `the type is ${types.join(" or ")}`;
  const values = schema["enum"];
  if (
    Array.isArray(values) &&
    !values.some((each) => JSON.stringify(each) === JSON.stringify(value))
  )
    return `\`enum\` has ${values.map((each) => JSON.stringify(each)).join(", ")}`;
  return undefined;
}
