import type { SchemaObject, TransformNodeOptions } from "openapi-typescript";
import type ts from "typescript";
import { isObject, type Json, type JsonObject } from "../model/json.ts";
import { BYTES_MARK, OPEN_STRING } from "../normalise/types-view.ts";
import { compiler, transformSchemaObject } from "./openapi-typescript.ts";

/** The types of schemas that openapi-typescript reads in a way of its own; undefined for all others. */
export function specialType(
  schema: unknown,
  options: TransformNodeOptions,
): ts.TypeNode | undefined {
  if (!isObject(schema)) return undefined;
  if (schema[OPEN_STRING] === true) return OPEN;
  if (IN_PLACE.some((keyword) => keyword in schema)) return undefined;
  if (schema["type"] === "array" && Array.isArray(schema["prefixItems"])) {
    return tuple(schema, schema["prefixItems"], options);
  }
  if (schema["type"] === "object" && schema["additionalProperties"] === false) {
    return MEMBERS.some((keyword) => isObject(schema[keyword])) ? undefined : NO_MEMBERS;
  }
  return undefined;
}

/** The type of bytes, wherever the mark of `types-view.ts` stands; undefined for all other types. */
export function bytesType(type: ts.Node): ts.TypeNode | undefined {
  // The library prints a text as a name in quotation marks.
  if (!compiler.isIdentifier(type) || !type.text.startsWith(`"${BYTES_MARK}`)) return undefined;
  return type.text === `"${BYTES_MARK}request"` ? SENT_BYTES : BLOB;
}

const IN_PLACE = ["allOf", "anyOf", "oneOf", "enum", "const"];
const MEMBERS = ["properties", "patternProperties"];
const { factory, SyntaxKind } = compiler;

/** `string & {}`: TypeScript keeps the known values of the union beside it, for an editor to offer. */
const OPEN = factory.createIntersectionTypeNode([
  factory.createKeywordTypeNode(SyntaxKind.StringKeyword),
  factory.createTypeLiteralNode([]),
]);

const BLOB = factory.createTypeReferenceNode("Blob");

/** What `fetch` sends as it is. */
const SENT_BYTES = factory.createUnionTypeNode([
  BLOB,
  factory.createTypeReferenceNode("ArrayBuffer"),
  factory.createTypeReferenceNode("ArrayBufferView"),
  factory.createTypeReferenceNode("ReadableStream", [
    factory.createTypeReferenceNode("Uint8Array"),
  ]),
]);

/** A closed object without properties has no member at all; the library makes it `unknown`. */
const NO_MEMBERS = factory.createTypeReferenceNode("Record", [
  factory.createKeywordTypeNode(SyntaxKind.StringKeyword),
  factory.createKeywordTypeNode(SyntaxKind.NeverKeyword),
]);

/** `prefixItems` demands no item to be there, and allows more of them, unless `minItems` and `items` say so. */
function tuple(
  schema: JsonObject,
  prefix: readonly Json[],
  options: TransformNodeOptions,
): ts.TypeNode {
  const count = (keyword: string, otherwise: number) =>
    typeof schema[keyword] === "number" ? schema[keyword] : otherwise;
  const least = count("minItems", 0);
  const most = count("maxItems", Infinity);
  const items = prefix
    .slice(0, most)
    .map((item, index) => (index < least ? toType(item, options) : optional(item, options)));
  const rest = schema["items"] ?? true;
  const more = rest === false || most <= prefix.length ? [] : [toType(rest, options)];
  return factory.createTupleTypeNode([
    ...items,
    ...more.map((type) => factory.createRestTypeNode(factory.createArrayTypeNode(type))),
  ]);
}

function optional(item: Json, options: TransformNodeOptions): ts.TypeNode {
  return factory.createOptionalTypeNode(factory.createParenthesizedType(toType(item, options)));
}

function toType(schema: Json, options: TransformNodeOptions): ts.TypeNode {
  // The cast: the library's type of a schema is narrower than what it takes.
  return transformSchemaObject(schema as unknown as SchemaObject, options);
}
