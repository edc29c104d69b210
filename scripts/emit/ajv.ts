import { Ajv, CodeGen, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { at } from "../bounds/whereabouts.ts";
import { countNamesOnce, withoutUnread } from "./codegen-patches.ts";
import { demandsOnly, type Share } from "./demands.ts";
import { returnErrorsOfReferences, returningEarly } from "./first-error.ts";
import { declaredName, declareValidators } from "./stand-alone.ts";
import { isObject, isString, lookUp, type Json, type JsonObject } from "../model/json.ts";
import { isDemand } from "../model/keywords.ts";
import { mapSchemas } from "../model/walk.ts";
import { componentOf, refTo } from "../normalise/references.ts";

/** The validators of a description, by the pointer of a schema in its normalised form. */
export interface Validators {
  readonly of: (pointer: string) => ValidateFunction;
  /** JavaScript that declares a validator for each of these schemas, and the name that each has in it. */
  readonly emit: (pointers: readonly string[]) => {
    code: string;
    names: ReadonlyMap<string, string>;
  };
}

/** Keywords that only the 2020-12 form of Ajv knows. It emits more code for everything, so it is used only for these. */
const ONLY_2020 = new Set([
  "prefixItems",
  "minContains",
  "maxContains",
  "dependentRequired",
  "dependentSchemas",
  "unevaluatedProperties",
  "unevaluatedItems",
]);

/** How close to an integer `value / multipleOf` must be. */
export const FRACTION_DIGITS = 8;

countNamesOnce(CodeGen);

export function buildValidators(document: JsonObject): Validators {
  const facts = survey(document);
  const Compiler = facts.needs2020 ? Ajv2020 : Ajv;
  const ajv = new Compiler({
    code: { source: true, esm: true, lines: true, optimize: 2 },
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    // Formats are annotations (JSON Schema 2020-12 validation, section 7.2.1).
    validateFormats: false,
    validateSchema: false,
    allowMatchingProperties: true,
    inlineRefs: false,
    // `returningEarly` stops at the first error. The 2020-12 form must continue, to know which properties it has evaluated.
    allErrors: !facts.needs2020,
    messages: false,
    unicodeRegExp: facts.unicodePatterns,
    // 19.99 is a multiple of 0.01, but not in floating-point arithmetic.
    ...(facts.fractions ? { multipleOfPrecision: FRACTION_DIGITS } : {}),
    // Otherwise `properties: {constructor: …}` would judge the constructor that every object inherits.
    ownProperties: facts.namesInherited,
  });
  returnErrorsOfReferences(ajv);
  for (const rule of Object.values(ajv.RULES.all)) {
    // A violation names the place and the keyword. The expected value is in the description, and the actual value may be
    // somebody's address.
    if (typeof rule === "object") rule.definition.error = { message: "" };
  }

  // Each schema by itself, so that Ajv makes one function of it however many refer to it.
  const ids = new Map<string, string>();
  let share: Share | undefined;
  const idOf = (pointer: string): string => {
    const known = ids.get(pointer);
    if (known !== undefined) return known;
    const schema = lookUp(document, pointer) ?? true;
    const component = onlyReference(schema);
    const id = component === undefined ? `/${ids.size}` : idOf(refTo(component));
    ids.set(pointer, id);
    // The id is noted first: a schema may refer to itself.
    if (component === undefined) ajv.addSchema(demandsOnly(schema, document, idOf, share), id);
    return id;
  };

  const of = (pointer: string): ValidateFunction => {
    at(pointer);
    const validate = withoutUnread(() => returningEarly(() => ajv.getSchema(idOf(pointer))));
    if (validate === undefined) throw new Error(`Ajv has no schema for ${pointer}`);
    return validate;
  };
  return {
    of,
    emit: (pointers) => {
      const validators = new Map(pointers.map((pointer) => [pointer, of(pointer)]));
      // The code compiled from here on runs only once or twice: shortening it would take longer than running it, as would
      // compiling shared parts twice.
      ajv.opts.code.optimize = 0;
      if (!facts.needs2020) share = sharing((schema, id) => ajv.addSchema(schema, id));
      return {
        code: declareValidators([...validators.values()]),
        names: new Map([...validators].map(([pointer, made]) => [pointer, declaredName(made)])),
      };
    },
  };
}

/** Gives objects that demand the same one id, under which `add` is to know them. */
function sharing(add: (schema: JsonObject, id: string) => void): Share {
  const shared = new Map<string, string>();
  return (schema) => {
    if (!isObject(schema["properties"])) return schema;
    const demands = JSON.stringify(schema);
    const known = shared.get(demands);
    if (known !== undefined) return { $ref: known };
    const id = `/shared/${shared.size}`;
    shared.set(demands, id);
    add(schema, id);
    return { $ref: id };
  };
}

function onlyReference(schema: Json): string | undefined {
  if (!isObject(schema)) return undefined;
  const demands = Object.keys(schema).filter(isDemand);
  return demands.length === 1 ? componentOf(schema["$ref"]) : undefined;
}

interface Survey {
  readonly needs2020: boolean;
  readonly unicodePatterns: boolean;
  readonly namesInherited: boolean;
  readonly fractions: boolean;
}

function survey(document: JsonObject): Survey {
  const keywords = new Set<string>();
  const patterns = new Set<string>();
  const names = new Set<string>();
  let fractions = false;
  mapSchemas(document, (schema) => {
    for (const key of Object.keys(schema)) keywords.add(key);
    fractions ||= !Number.isInteger(schema["multipleOf"] ?? 1);
    if (isString(schema["pattern"])) patterns.add(schema["pattern"]);
    for (const keyword of ["properties", "patternProperties"]) {
      const map = schema[keyword];
      if (!isObject(map)) continue;
      for (const key of Object.keys(map)) (keyword === "properties" ? names : patterns).add(key);
    }
    return schema;
  });
  return {
    fractions,
    needs2020: [...keywords].some((keyword) => ONLY_2020.has(keyword)),
    unicodePatterns: [...patterns].every((pattern) => compiles(pattern, "u")),
    namesInherited: [...names].some((name) => name in Object.prototype),
  };
}

/** A pattern such as `[\w-.]` is a regular expression, but not with the flag `u`. */
function compiles(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}
