import {
  clone,
  escapeStep,
  isObject,
  isString,
  lookUp,
  members,
  type Json,
  type JsonObject,
} from "../model/json.ts";
import { define } from "../model/walk.ts";
import { DescriptionProblem } from "../problem.ts";

/**
 * Puts a path item that `paths` only refers to in its place, so that each operation stands where its path says;
 * and the same for a component that is no more than a reference to another, which openapi-typescript reads as
 * empty. Throws a DescriptionProblem for a reference that points at nothing.
 */
export function placeReferred(document: JsonObject): void {
  const components = isObject(document["components"]) ? document["components"] : {};
  for (const key of ["responses", "requestBodies", "parameters", "headers", "pathItems"]) {
    placeEach(document, components[key], `#/components/${key}`);
  }
  placeEach(document, document["paths"], "#/paths");
  dropExtensions(document["paths"]);
  for (const [, item] of members(document["paths"])) {
    for (const [, operation] of members(item)) {
      if (isObject(operation)) dropExtensions(operation["responses"]);
    }
  }
}

/** An `x-…` among paths or responses is none of them. */
function dropExtensions(map: Json | undefined): void {
  if (!isObject(map)) return;
  for (const key of Object.keys(map)) if (key.startsWith("x-")) delete map[key];
}

function placeEach(document: JsonObject, group: Json | undefined, pointer: string): void {
  if (!isObject(group)) return;
  for (const [name, item] of Object.entries(group)) {
    const seen = new Set<string>();
    let current = item;
    while (isObject(current) && isString(current["$ref"])) {
      const { $ref, ...own } = current;
      const target = lookUp(document, $ref);
      if (!isObject(target) || seen.has($ref)) {
        const message = `$ref ${JSON.stringify($ref)} points at nothing`;
        throw new DescriptionProblem(message, `${pointer}/${escapeStep(name)}`);
      }
      seen.add($ref);
      current = { ...clone(target), ...own };
    }
    define(group, name, current);
  }
}
