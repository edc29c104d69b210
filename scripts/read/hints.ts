import type { NormalizedProblem } from "@redocly/openapi-core";
import { readdirSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { isObject, lookUp, strings, type Json } from "../model/json.ts";
import { near } from "../model/near.ts";
import type { LocalResolver } from "./resolver.ts";

/** What the linter leaves to be guessed: what a misspelt name may have meant, and what to do. */
export function hintFor(
  { ruleId, message, location }: NormalizedProblem,
  resolver: LocalResolver,
): string {
  const [at] = location;
  if (at?.pointer === undefined) return "";
  const document = resolver.documents.get(at.source.absoluteRef);
  const root = (document?.parsed ?? {}) as Json; // as the parser gives it
  switch (ruleId) {
    case "no-unresolved-refs": {
      const ref = refAt(root, at.pointer);
      return ref === undefined ? "" : nearReference(ref, root, at.source.absoluteRef, resolver);
    }
    case "no-required-schema-properties-undefined": {
      const steps = at.pointer.split("/");
      const schema = lookUp(root, steps.slice(0, steps.lastIndexOf("required")).join("/"));
      const name = lookUp(root, at.pointer);
      return typeof name === "string" ? near(name, namesIn(schema, "properties")) : "";
    }
    case "security-defined": {
      const [, name = ""] = /`([^`]*)`/.exec(message) ?? [];
      const known = namesIn(lookUp(root, "#/components"), "securitySchemes");
      return near(name, known) || `; there are ${known.join(", ") || "none"}`;
    }
    case "struct":
      return /^#\/paths\/[^/]+$/.test(at.pointer) && message.includes("not expected")
        ? " A path begins with `/`."
        : "";
    case "operation-4xx-response":
      return " Say how the operation fails: refer to a response of `components`, as its siblings do.";
    default:
      return "";
  }
}

/** The reference at a place of the linter's, which points at the object or at the text. */
function refAt(root: Json, pointer: string): string | undefined {
  const found = lookUp(root, pointer);
  const ref = isObject(found) ? found["$ref"] : found;
  return typeof ref === "string" ? ref : undefined;
}

function nearReference(ref: string, root: Json, from: string, resolver: LocalResolver): string {
  const [path = "", fragment = ""] = ref.split("#");
  if (path === "") {
    const holder = `#${fragment.slice(0, fragment.lastIndexOf("/"))}`;
    const siblings = Object.keys(objectAt(root, holder)).map((name) => `${holder}/${name}`);
    return `: \`${ref}\` leads nowhere${near(ref, siblings)}`;
  }
  const folder = resolve(dirname(resolver.realPath(from)), dirname(path));
  // What lies beside the description's folder is nobody's business.
  return resolver.mayHold(folder) ? near(basename(path), filesIn(folder)) : "";
}

function objectAt(root: Json, ref: string): object {
  const found = lookUp(root, ref);
  return isObject(found) ? found : {};
}

function namesIn(holder: Json | undefined, key: string): string[] {
  const names = isObject(holder) ? holder[key] : undefined;
  return isObject(names) ? strings(Object.keys(names)) : [];
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
