import { isObject, isString, lookUp, strings, type Json, type JsonObject } from "../model/json.ts";
import { typesOf } from "../model/keywords.ts";
import { mergeSchemas } from "./merge-schemas.ts";

/**
 * Whether the unconditional requirements of a schema contradict each other. Only certain contradictions count: failing to
 * find a value proves nothing.
 */
export function isImpossible(document: JsonObject, schema: Json): boolean {
  const demands = demandsOf(document, schema, 0);
  if (demands === undefined) return true;
  const { type, not, enum: values } = demands;
  const types = typesOf(demands);
  if (Array.isArray(type) && types.length === 0) return true;
  if (not === true || (isObject(not) && Object.keys(not).length === 0)) return true;
  const allowed = "const" in demands ? [demands["const"] ?? null] : values;
  if (Array.isArray(allowed) && types.length > 0) {
    return !allowed.some((value) => types.some((name) => isOfType(value, name)));
  }
  if (Array.isArray(allowed)) return allowed.length === 0;
  const [only] = types;
  return types.length === 1 && only !== undefined && contradicts(demands, only);
}

function contradicts(demands: JsonObject, type: string): boolean {
  const bound = (keyword: string, otherwise: number) =>
    typeof demands[keyword] === "number" ? demands[keyword] : otherwise;
  const crossed = (least: string, most: string) => bound(least, 0) > bound(most, Infinity);
  switch (type) {
    case "string":
      return crossed("minLength", "maxLength");
    case "array":
      return crossed("minItems", "maxItems");
    case "object":
      return crossed("minProperties", "maxProperties") || requiresUnknown(demands);
    case "number":
      return bound("minimum", -Infinity) > bound("maximum", Infinity);
    case "integer": {
      const least = Math.max(
        Math.ceil(bound("minimum", -Infinity)),
        Math.floor(bound("exclusiveMinimum", -Infinity)) + 1,
      );
      const most = Math.min(
        Math.floor(bound("maximum", Infinity)),
        Math.ceil(bound("exclusiveMaximum", Infinity)) - 1,
      );
      return least > most;
    }
    default:
      return false;
  }
}

/** A closed object that requires an undeclared property. */
function requiresUnknown(demands: JsonObject): boolean {
  const { properties, patternProperties, additionalProperties, required } = demands;
  if (additionalProperties !== false || isObject(patternProperties)) return false;
  const known = isObject(properties) ? properties : {};
  return strings(required).some((name) => !Object.hasOwn(known, name) || known[name] === false);
}

/** What a schema demands whatever its alternatives say; undefined if that includes `false`. */
function demandsOf(document: JsonObject, schema: Json, depth: number): JsonObject | undefined {
  if (!isObject(schema)) return schema === false ? undefined : {};
  if (depth > DEEPEST) return {};
  const { $ref, allOf, anyOf: _, oneOf: _1, if: _2, then: _3, else: _4, ...own } = schema;
  const parts: Json[] = Array.isArray(allOf) ? [...allOf] : [];
  if (isString($ref)) parts.push(lookUp(document, $ref) ?? {});
  let result: JsonObject = own;
  for (const part of parts) {
    const demands = demandsOf(document, part, depth + 1);
    if (demands === undefined) return undefined;
    result = mergeSchemas(result, demands);
  }
  return result;
}

const DEEPEST = 20;

function isOfType(value: Json, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (value === null) return type === "null";
  return type === (Array.isArray(value) ? "array" : typeof value);
}
