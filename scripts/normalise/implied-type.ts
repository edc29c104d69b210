import type { Json, JsonObject } from "../model/json.ts";
import type { SchemaVisitor } from "../model/walk.ts";

/**
 * `properties` without `type` is read as an object by everybody who writes it and by the generators of types, while
 * JSON Schema lets a string pass. So the type that the keywords imply is written down, and the validator asks for
 * it too. Not inside `not` and `if`, where asking for more admits more.
 */
export const writeImpliedType: SchemaVisitor = (schema, pointer): Json => {
  if (DECIDED.some((keyword) => keyword in schema) || isCondition(pointer)) return schema;
  const implied = IMPLIES.find(([, keywords]) => keywords.some((keyword) => says(schema, keyword)));
  return implied === undefined ? schema : { type: implied[0], ...schema };
};

const DECIDED = ["type", "enum", "const", "$ref"];

const IMPLIES = [
  ["object", ["properties", "patternProperties", "additionalProperties"]],
  ["array", ["items", "prefixItems"]],
] as const;

function says(schema: JsonObject, keyword: string): boolean {
  return keyword in schema && schema[keyword] !== true;
}

/** Whether a schema stands inside `not` or `if`, where asking for more of a value admits more values. */
export function isCondition(pointer: string): boolean {
  return CONDITION.test(pointer);
}

/** A step `not` or `if` that is a keyword, not the name of a property or of a schema. */
const CONDITION =
  /\/(?<!\/(?:properties|patternProperties|dependentSchemas|schemas)\/)(?:not|if)(?:\/|$)/;
