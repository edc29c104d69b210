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
import { nothingAt } from "./references.ts";

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
  for (const [path, item] of members(document["paths"])) {
    const above = `#/paths/${escapeStep(path)}`;
    requireEach(document, isObject(item) ? item["parameters"] : undefined, `${above}/parameters`);
    for (const [method, operation] of members(item)) {
      if (!isObject(operation)) continue;
      const at = `${above}/${method}`;
      dropExtensions(operation["responses"]);
      requireEach(document, operation["parameters"], `${at}/parameters`);
      requireEach(document, operation["responses"], `${at}/responses`);
      requireTarget(document, operation["requestBody"], `${at}/requestBody`);
      for (const [status, response] of members(operation["responses"])) {
        const headers = isObject(response) ? response["headers"] : undefined;
        requireEach(document, headers, `${at}/responses/${status}/headers`);
      }
    }
  }
}

/** Throws a DescriptionProblem where an item of a list or map refers to nothing. */
function requireEach(document: JsonObject, group: Json | undefined, pointer: string): void {
  if (typeof group !== "object" || group === null) return;
  for (const [key, item] of Object.entries(group))
    requireTarget(document, item, `${pointer}/${escapeStep(key)}`);
}

function requireTarget(document: JsonObject, item: Json | undefined, pointer: string): void {
  const ref = isObject(item) ? item["$ref"] : undefined;
  if (isString(ref) && lookUp(document, ref) === undefined) throw nothingAt(document, ref, pointer);
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
        throw nothingAt(document, $ref, `${pointer}/${escapeStep(name)}`);
      }
      seen.add($ref);
      current = { ...clone(target), ...own };
    }
    define(group, name, current);
  }
}
