import {
  escapeStep,
  isString,
  lookUp,
  members,
  stepsOf,
  type Json,
  type JsonObject,
} from "../model/json.ts";
import { near } from "../model/near.ts";
import { DescriptionProblem } from "../problem.ts";
import { isDemand } from "../model/keywords.ts";
import { mapSchemas } from "../model/walk.ts";

/**
 * Siblings of a `$ref` count: `{$ref, minLength: 3}` means both (JSON Schema 2020-12 core, section 8.2.3.1),
 * but the generators of the field drop what stands beside a reference. Annotations may stay where they are.
 */
export function separateReferences(document: JsonObject): void {
  mapSchemas(document, (schema) => {
    const ref = schema["$ref"];
    if (ref === undefined) return schema;
    if (Object.keys(schema).every((key) => key === "$ref" || !isDemand(key))) return schema;
    const { $ref: _, ...rest } = schema;
    const parts = Array.isArray(rest["allOf"]) ? rest["allOf"] : [];
    return { ...rest, allOf: [{ $ref: ref }, ...parts] };
  });
}

/** For a reference that leads nowhere, with the name that it may have meant. */
export function nothingAt(
  document: JsonObject,
  ref: Json | undefined,
  pointer: string,
): DescriptionProblem {
  const steps = isString(ref) ? (stepsOf(ref) ?? []) : [];
  const beside = lookUp(document, `#/${steps.slice(0, -1).map(escapeStep).join("/")}`);
  const meant =
    steps.length === 0
      ? ""
      : near(
          steps.at(-1) ?? "",
          members(beside).map(([name]) => name),
        );
  return new DescriptionProblem(`Can't resolve $ref ${JSON.stringify(ref)}${meant}`, pointer);
}

/** A reference to a component schema, in one spelling, since the tools that follow decode `%` without care. */
export function refTo(component: string): string {
  return `#/components/schemas/${escapeStep(component).replaceAll("%", "%25")}`;
}

/** As nearly all references are written; they are read by the hundred thousand. */
const PLAIN = /^#\/components\/schemas\/([^/%~]*)$/;

/** The name of the component schema that a reference names as a whole, or undefined. */
export function componentOf(ref: unknown): string | undefined {
  if (!isString(ref)) return undefined;
  const [, plain] = PLAIN.exec(ref) ?? [];
  if (plain !== undefined) return plain;
  const steps = stepsOf(ref);
  if (steps?.length !== 3 || steps[0] !== "components" || steps[1] !== "schemas") return undefined;
  return steps[2];
}
