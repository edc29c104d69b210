import { clone, isObject, isString, lookUp, type Json, type JsonObject } from "../model/json.ts";
import { isDemand, typesOf } from "../model/keywords.ts";
import { mapSchema } from "../model/walk.ts";

/** What to take for a schema inside another, whose own insides are already taken for what they are. */
export type Share = (demands: JsonObject) => JsonObject;

/**
 * A schema without its annotations, and with each reference replaced by the id under which a validator knows the
 * target, or by the target itself where that is shorter than a call.
 */
export function demandsOnly(
  schema: Json,
  document: JsonObject,
  idOf: (pointer: string) => string,
  share: Share = (demands) => demands,
): JsonObject | boolean {
  const bare = mapSchema(clone(schema), "", (inner, pointer) => {
    const kept = inGroups(mergeTypes(bareOf(inner)));
    const { $ref } = kept;
    if (!isString($ref)) return pointer === "" ? kept : share(kept);
    const target = lookUp(document, $ref);
    const short = isObject(target) ? mergeTypes(bareOf(target)) : {};
    if (Object.keys(kept).length === 1 && hasTypeAlone(short)) return short;
    return { ...kept, $ref: idOf($ref) };
  });
  return isObject(bare) ? bare : bare !== false;
}

function bareOf(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => isDemand(key)));
}

/**
 * Alternatives that name types alone are one list of types. An open enum is a string: the values known today help
 * whoever writes one, and demand nothing.
 */
function mergeTypes(schema: JsonObject): JsonObject {
  const { anyOf, ...others } = schema;
  if (!Array.isArray(anyOf) || Object.keys(others).length > 0) return schema;
  const branches = anyOf.map((branch) => (isObject(branch) ? bareOf(branch) : {}));
  const types = [...new Set(branches.filter(hasTypeAlone).flatMap(typesOf))];
  const [first] = types;
  const merges = (branch: JsonObject): boolean =>
    hasTypeAlone(branch) || (types.includes("string") && isEnumOfStrings(branch));
  if (first === undefined || !branches.every(merges)) return schema;
  return { type: types.length === 1 ? first : types };
}

/** Ajv writes each alternative into a block inside that of the one before, and thousands of blocks are too deep for Node. */
const MOST_TOGETHER = 64;

/** Many alternatives as alternatives of some each, which demands the same. */
function inGroups(schema: JsonObject): JsonObject {
  const { anyOf } = schema;
  if (!Array.isArray(anyOf) || anyOf.length <= MOST_TOGETHER) return schema;
  const starts = Array.from(
    { length: Math.ceil(anyOf.length / MOST_TOGETHER) },
    (_, group) => group,
  );
  const groups = starts.map((group) => ({
    anyOf: anyOf.slice(group * MOST_TOGETHER, (group + 1) * MOST_TOGETHER),
  }));
  return inGroups({ ...schema, anyOf: groups });
}

/** With or without a type beside it, which can only take more values away. */
function isEnumOfStrings({ enum: values, type: _type, ...others }: JsonObject): boolean {
  return Array.isArray(values) && values.every(isString) && Object.keys(others).length === 0;
}

function hasTypeAlone(schema: JsonObject): boolean {
  const keys = Object.keys(schema);
  return keys.length === 1 && keys[0] === "type";
}
