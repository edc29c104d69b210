import { at } from "../bounds/whereabouts.ts";
import { DescriptionProblem } from "../problem.ts";
import { escapeStep, isObject, type Json, type JsonObject } from "./json.ts";

/** Which way a schema's value travels: sent by the caller, sent by the server, or not known from the place alone. */
export type Direction = "request" | "response" | "either";

/**
 * Where each object of a description keeps others, after the tables of the OpenAPI Specification 3.1.1,
 * section 4.8, and of JSON Schema 2020-12. A walk that knows the kind of each object never takes a property
 * called `example` or `type` for a keyword.
 */
const objectOf = (kind: Kind) => ({ kind, holds: "one" }) as const;
const listOf = (kind: Kind) => ({ kind, holds: "list" }) as const;
const mapOf = (kind: Kind) => ({ kind, holds: "map" }) as const;

type Kind =
  | "document"
  | "components"
  | "pathItem"
  | "operation"
  | "parameter"
  | "requestBody"
  | "response"
  | "header"
  | "mediaType"
  | "encoding"
  | "callback"
  | "schema";
type Slot = { readonly kind: Kind; readonly holds: "one" | "list" | "map" };

export const METHODS = [
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
] as const;

const valueSlots = { schema: objectOf("schema"), content: mapOf("mediaType") };

const slots: Record<Kind, Record<string, Slot>> = {
  document: {
    paths: mapOf("pathItem"),
    webhooks: mapOf("pathItem"),
    components: objectOf("components"),
  },
  components: {
    schemas: mapOf("schema"),
    responses: mapOf("response"),
    parameters: mapOf("parameter"),
    requestBodies: mapOf("requestBody"),
    headers: mapOf("header"),
    callbacks: mapOf("callback"),
    pathItems: mapOf("pathItem"),
  },
  pathItem: {
    parameters: listOf("parameter"),
    ...Object.fromEntries(METHODS.map((method) => [method, objectOf("operation")])),
  },
  operation: {
    parameters: listOf("parameter"),
    requestBody: objectOf("requestBody"),
    responses: mapOf("response"),
    callbacks: mapOf("callback"),
  },
  parameter: valueSlots,
  header: valueSlots,
  requestBody: { content: mapOf("mediaType") },
  response: { headers: mapOf("header"), content: mapOf("mediaType") },
  mediaType: { schema: objectOf("schema"), encoding: mapOf("encoding") },
  encoding: { headers: mapOf("header") },
  callback: {},
  schema: {
    properties: mapOf("schema"),
    patternProperties: mapOf("schema"),
    dependentSchemas: mapOf("schema"),
    $defs: mapOf("schema"),
    allOf: listOf("schema"),
    anyOf: listOf("schema"),
    oneOf: listOf("schema"),
    prefixItems: listOf("schema"),
    items: objectOf("schema"),
    contains: objectOf("schema"),
    additionalProperties: objectOf("schema"),
    unevaluatedProperties: objectOf("schema"),
    unevaluatedItems: objectOf("schema"),
    propertyNames: objectOf("schema"),
    not: objectOf("schema"),
    if: objectOf("schema"),
    then: objectOf("schema"),
    else: objectOf("schema"),
    contentSchema: objectOf("schema"),
  },
};

/** A slot with its key, and its place in the table: what an object holds is gone through in that order. */
type Place = Slot & { readonly key: string; readonly order: number };

const NOTHING: ReadonlyMap<string, Place> = new Map();

const placesOf = new Map<string, ReadonlyMap<string, Place>>(
  Object.entries(slots).map(([kind, table]) => [
    kind,
    new Map(
      Object.entries(table).map(([key, slot], order): [string, Place] => [
        key,
        { ...slot, key, order },
      ]),
    ),
  ]),
);

const NAMES: Record<Kind, string> = {
  document: "a description",
  components: "`components`",
  pathItem: "a path item",
  operation: "an operation",
  parameter: "a parameter",
  requestBody: "a request body",
  response: "a response",
  header: "a header",
  mediaType: "a media type",
  encoding: "an encoding",
  callback: "a callback",
  schema: "a schema",
};

const EMPTY = new Set([
  "components",
  ...Object.values(slots)
    .flatMap((kind) => Object.entries(kind))
    .filter(([, slot]) => slot.holds !== "one")
    .map(([key]) => key),
]);

export type SchemaVisitor = (schema: JsonObject, pointer: string, direction: Direction) => Json;

/**
 * Replaces each Schema Object of a description, those inside first, by what `visit` gives for it.
 * The description is changed in place: pass a copy.
 */
export function mapSchemas(document: JsonObject, visit: SchemaVisitor): void {
  walk(document, "document", "#", "either", visit);
}

/** The same for one schema and all that it holds; gives the schema's own replacement back. */
export function mapSchema(schema: Json, pointer: string, visit: SchemaVisitor): Json {
  return walk(schema, "schema", pointer, "either", visit);
}

function walk(
  node: Json,
  kind: Kind,
  pointer: string,
  direction: Direction,
  visit: SchemaVisitor,
): Json {
  if (!isObject(node)) {
    if (kind === "schema" && typeof node === "boolean") return node;
    const also = kind === "schema" ? ", or true or false" : "";
    throw new DescriptionProblem(`${NAMES[kind]} must be a mapping${also}`, pointer);
  }
  const step = (value: Json, inner: Kind, key: string): Json =>
    walk(value, inner, `${pointer}/${escapeStep(key)}`, turn(direction, inner), visit);

  if (kind === "callback") {
    // A Callback Object is itself the map from expressions to path items.
    for (const [key, value] of Object.entries(node))
      define(node, key, step(value, "pathItem", key));
    return node;
  }
  for (const slot of placesIn(node, placesOf.get(kind) ?? NOTHING)) {
    const { key } = slot;
    const value = node[key];
    // A key with nothing after it is null in YAML: an empty map or list.
    if (value === undefined || (value === null && EMPTY.has(key))) continue;
    if (slot.holds === "one") {
      const made = step(value, slot.kind, key);
      if (made !== value) node[key] = made;
    } else if (slot.holds === "list" && Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        const inner = `${pointer}/${key}/${index}`;
        value[index] = walk(item, slot.kind, inner, turn(direction, slot.kind), visit);
      }
    } else if (slot.holds === "map" && isObject(value)) {
      for (const name of Object.keys(value)) {
        const item = value[name] ?? null;
        // Paths, responses and callbacks may have extensions among them (OpenAPI 3.1.1, section 4.9).
        if (name.startsWith("x-") && !isObject(item) && kind !== "schema") continue;
        const inner = `${pointer}/${key}/${escapeStep(name)}`;
        const made = walk(item, slot.kind, inner, turn(direction, slot.kind), visit);
        if (made !== item) define(value, name, made);
      }
    } else if (kind !== "schema") {
      const form = slot.holds === "map" ? "mapping" : "list";
      throw new DescriptionProblem(`\`${key}\` must be a ${form}`, `${pointer}/${key}`);
    }
  }
  if (kind !== "schema") return node;
  at(pointer);
  return visit(node, pointer, direction);
}

/** By the object's keys, which are a few, not by those of the table: a large description has some hundred thousand objects. */
function placesIn(node: JsonObject, places: ReadonlyMap<string, Place>): Place[] {
  const found: Place[] = [];
  for (const key of Object.keys(node)) {
    const place = places.get(key);
    if (place !== undefined) found.push(place);
  }
  return found.length < 2 ? found : found.sort((a, b) => a.order - b.order);
}

function turn(direction: Direction, kind: Kind): Direction {
  if (kind === "requestBody" || kind === "parameter") return "request";
  if (kind === "response") return "response";
  return direction;
}

/** Assignment to a key called `__proto__` would set the prototype instead. */
export function define(target: JsonObject, key: string, value: Json): void {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
