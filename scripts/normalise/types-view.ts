import { clone, isObject, type Json, type JsonObject } from "../model/json.ts";
import { BYTES } from "../model/media.ts";
import { typesOf } from "../model/keywords.ts";
import { mapSchemas } from "../model/walk.ts";
import { dropIncomingIds } from "./incoming.ts";

/** Marks the `string` of an open enum, for the types step to print as `string & {}`. */
export const OPEN_STRING = "x-open-string";

/** Begins a constant that stands for bytes: the types step prints what is sent or received in its place. */
export const BYTES_MARK = "x-bytes: ";

/**
 * Rewrites what TypeScript cannot express exactly into the closest type. Only the types are made from this view.
 */
export function typesView(normalised: JsonObject): JsonObject {
  const document = clone(normalised);
  dropIncomingIds(document);
  mapSchemas(document, (schema) => sayDemands(markBytes(markOpenEnum(widenIndex(schema)))));
  return document;
}

/**
 * An index signature covers the named properties too: `{count: number, [key: string]: string}` fits nothing.
 * So the index admits what any named property admits.
 */
function widenIndex(given: JsonObject): JsonObject {
  const schema = admitsUndeclared(given) ? { ...given, additionalProperties: true } : given;
  const properties = isObject(schema["properties"]) ? Object.values(schema["properties"]) : [];
  const additional = schema["additionalProperties"];
  const patterns = isObject(schema["patternProperties"])
    ? Object.values(schema["patternProperties"])
    : [];
  if (additional === true && patterns.length > 0) {
    const { patternProperties: _, ...rest } = schema;
    return rest;
  }
  if (!isObject(additional) && patterns.length === 0) return schema;
  if (isObject(additional) && Object.keys(additional).length === 0) return schema;
  if (properties.length === 0 && patterns.length === 0) return schema;
  const { patternProperties: _, ...rest } = schema;
  const own = isObject(additional) ? [additional] : [];
  return { ...rest, additionalProperties: { anyOf: [...own, ...patterns, ...properties] } };
}

/** Whether an object can have to hold members that its `properties` do not name. */
function admitsUndeclared(schema: JsonObject): boolean {
  if (schema["additionalProperties"] !== undefined) return false;
  // A member that is not named and fits no pattern may have any value.
  if (isObject(schema["patternProperties"])) return true;
  if (!isObject(schema["properties"])) return false;
  if (isObject(schema["unevaluatedProperties"])) return true;
  const declared = Object.keys(schema["properties"]).length;
  return CONDITIONAL.some((key) => key in schema) || Number(schema["minProperties"]) > declared;
}

const CONDITIONAL = ["dependentRequired", "dependentSchemas", "then", "else", "propertyNames"];

/** `anyOf: [{enum: […]}, {type: string}]` is an open enum: known values complete in an editor, others pass. */
function markOpenEnum(schema: JsonObject): JsonObject {
  const branches = schema["anyOf"];
  if (!Array.isArray(branches) || !branches.some(isEnum)) return schema;
  return {
    ...schema,
    anyOf: branches.map((branch) => (isAnyString(branch) ? mark(branch) : branch)),
  };
}

function isEnum(branch: Json): boolean {
  return isObject(branch) && Array.isArray(branch["enum"]);
}

function isAnyString(branch: Json): branch is JsonObject {
  if (!isObject(branch) || branch["enum"] !== undefined) return false;
  const type = branch["type"];
  return type === "string" || (Array.isArray(type) && type.includes("string"));
}

/** A branch may take more than strings: `type: [string, 'null']`. */
function mark(branch: JsonObject): JsonObject {
  const others = typesOf(branch).filter((type) => type !== "string");
  const open = { ...branch, type: "string", [OPEN_STRING]: true };
  return others.length === 0 ? open : { anyOf: [open, { ...branch, type: others }] };
}

function markBytes(schema: JsonObject): JsonObject {
  const { description, [BYTES]: way } = schema;
  if (typeof way !== "string") return schema;
  return { ...(description === undefined ? {} : { description }), const: `${BYTES_MARK}${way}` };
}

/** What the validator demands beyond the type, for the comment; and where JavaScript's numbers lose digits. */
function sayDemands(schema: JsonObject): JsonObject {
  const demands = HELD.filter((keyword) => schema[keyword] !== undefined).map(
    (keyword) => `${keyword} ${String(schema[keyword])}`,
  );
  const notes = [
    ...(demands.length === 0 ? [] : [`The validator holds it to: ${demands.join(", ")}.`]),
    ...(isInt64(schema) ? [LOSES_DIGITS] : []),
  ];
  if (notes.length === 0) return schema;
  const { description } = schema;
  const said = typeof description === "string" && description !== "" ? [description] : [];
  return { ...schema, description: [...said, ...notes].join(" ") };
}

const HELD = [
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
];

/** Said of an integer of 64 bits, which types, validators and `JSON.parse` know as a number. */
export const LOSES_DIGITS = "Beyond 2^53 JavaScript loses digits of it.";

/** An integer of 64 bits, in JSON a number like others. */
function isInt64(schema: JsonObject): boolean {
  return schema["format"] === "int64" && typesOf(schema).includes("integer");
}
