import { escapeStep, isObject, isString, type Json, type JsonObject } from "../model/json.ts";
import { mapSchemas } from "../model/walk.ts";
import { DescriptionProblem } from "../problem.ts";

interface Form {
  /** Said as "must be …". */
  readonly name: string;
  readonly fits: (value: Json) => boolean;
}

const TYPES = new Set(["array", "boolean", "integer", "null", "number", "object", "string"]);

const number: Form = { name: "a number", fits: (value) => Number.isFinite(value) };
const positive: Form = { name: "a number above 0", fits: (value) => isNumber(value) && value > 0 };
const count: Form = {
  name: "a whole number from 0",
  fits: (value) => Number.isInteger(value) && Number(value) >= 0,
};
const flag: Form = { name: "true or false", fits: (value) => typeof value === "boolean" };
const text: Form = { name: "a text", fits: isString };
const texts: Form = {
  name: "a list of texts",
  fits: (value) => Array.isArray(value) && value.every(isString),
};
const filled: Form = {
  name: "a list with an item at least",
  fits: (value) => Array.isArray(value) && value.length > 0,
};
const map: Form = { name: "a mapping", fits: isObject };
const mapOfTexts: Form = {
  name: "a mapping to lists of texts",
  fits: (value) => isObject(value) && Object.values(value).every(texts.fits),
};
const type: Form = {
  name: `one of ${[...TYPES].join(", ")}, or a list of them`,
  fits: (value) => {
    const names = Array.isArray(value) ? value : [value];
    return names.length > 0 && names.every((name) => isString(name) && TYPES.has(name));
  },
};
const schema: Form = {
  name: "a schema",
  fits: (value) => isObject(value) || typeof value === "boolean",
};

/** What each keyword takes (JSON Schema 2020-12, core section 10 and validation section 6). */
const FORMS = new Map<string, Form>([
  ["type", type],
  ["required", texts],
  ["pattern", text],
  ["uniqueItems", flag],
  ["multipleOf", positive],
  ["dependentRequired", mapOfTexts],
  ...each(filled, "enum", "allOf", "anyOf", "oneOf", "prefixItems"),
  ...each(map, "properties", "patternProperties", "dependentSchemas", "$defs"),
  ...each(number, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
  ...each(count, "minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains"),
  ...each(count, "minProperties", "maxProperties"),
  ...each(schema, "items", "contains", "not", "if", "then", "else", "propertyNames"),
  ...each(schema, "additionalProperties", "unevaluatedItems", "unevaluatedProperties"),
]);

function each(form: Form, ...keywords: string[]): [string, Form][] {
  return keywords.map((keyword) => [keyword, form]);
}

function isNumber(value: Json): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/**
 * Refuses a keyword with a value that it does not take (`required: true` in a property, `type: file`): every tool
 * that comes after reads it in a way of its own, or breaks.
 */
export function requireKeywordValues(document: JsonObject): void {
  mapSchemas(document, (node, pointer) => {
    for (const [key, value] of Object.entries(node)) {
      const form = FORMS.get(key);
      if (form === undefined || form.fits(value)) continue;
      throw new DescriptionProblem(
        `\`${key}\` must be ${form.name}`,
        `${pointer}/${escapeStep(key)}`,
      );
    }
    const properties = node["properties"];
    if (isObject(properties) && Object.hasOwn(properties, "__proto__")) {
      throw new DescriptionProblem(
        "no property can be called `__proto__`: JavaScript gives every object one",
        `${pointer}/properties/__proto__`,
      );
    }
    return node;
  });
}
