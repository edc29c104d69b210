import { clone, isObject, isString, lookUp, members } from "../model/json.ts";
import type { Json, JsonObject } from "../model/json.ts";
import { BYTES, isFile, kindOf } from "../model/media.ts";
import { typesOf } from "../model/keywords.ts";
import { define, METHODS } from "../model/walk.ts";

/**
 * A body that is not JSON has no JSON value: the bytes of a file are a Blob, and XML is text, whatever its schema says
 * about elements. So these schemas are replaced by the type that the caller uses.
 */
export function readMediaTypes(document: JsonObject): void {
  const components = isObject(document["components"]) ? document["components"] : {};
  for (const [, body] of members(components["requestBodies"])) each(document, body, "request");
  for (const [, response] of members(components["responses"])) each(document, response, "response");
  for (const [, item] of members(document["paths"])) {
    for (const method of METHODS) {
      const operation = isObject(item) ? item[method] : undefined;
      if (!isObject(operation)) continue;
      each(document, operation["requestBody"], "request");
      for (const [, response] of members(operation["responses"]))
        each(document, response, "response");
    }
  }
}

function each(document: JsonObject, holder: Json | undefined, way: "request" | "response"): void {
  if (!isObject(holder) || holder["$ref"] !== undefined) return;
  for (const [media, type] of members(holder["content"])) {
    if (!isObject(type)) continue;
    const given = type["schema"];
    const schema = given === undefined ? undefined : resolved(document, given);
    const kind = kindOf(media, schema);
    if (kind === "binary" || (kind === "multipart" && way === "response")) {
      type["schema"] = { [BYTES]: way };
    } else if (kind === "multipart") {
      const encoding = isObject(type["encoding"]) ? type["encoding"] : {};
      const body = withFiles(document, given ?? true, encoding);
      if (body !== undefined) type["schema"] = body;
    } else if (kind === "text" || (kind === "form" && way === "response")) {
      const types = isObject(schema) ? typesOf(schema) : [];
      const asked = way === "request" ? PLAIN : ["string"];
      const plain = types.length > 0 && types.every((name) => asked.includes(name));
      if (!plain) type["schema"] = { type: "string" };
    }
  }
}

const PLAIN = ["string", "number", "integer", "boolean"];

/** A schema without the references that it consists of. */
function resolved(document: JsonObject, schema: Json): Json {
  const seen = new Set<string>();
  let current = schema;
  while (isObject(current) && isString(current["$ref"]) && !seen.has(current["$ref"])) {
    seen.add(current["$ref"]);
    const { $ref, ...own } = current;
    const target: Json = lookUp(document, $ref) ?? true;
    current = isObject(target) ? { ...target, ...own } : target;
  }
  return current;
}

/** A form's schema in which the properties that are files are marked; undefined if none is. */
function withFiles(
  document: JsonObject,
  schema: Json,
  encoding: JsonObject,
  depth = 0,
): Json | undefined {
  const whole = resolved(document, schema);
  if (!isObject(whole) || depth > DEEPEST) return undefined;
  const copy = clone(whole);
  let found = false;
  for (const [name, property] of members(whole["properties"])) {
    const marked = asFile(document, property, encoding[name]);
    if (marked === undefined) continue;
    define(copy["properties"] as JsonObject, name, marked);
    found = true;
  }
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const parts = whole[keyword];
    if (!Array.isArray(parts)) continue;
    const marked = parts.map((part) => withFiles(document, part, encoding, depth + 1));
    if (marked.every((part) => part === undefined)) continue;
    copy[keyword] = parts.map((part, index) => marked[index] ?? part);
    found = true;
  }
  return found ? copy : undefined;
}

const DEEPEST = 20;

/** The mark for a property that is a file, or a list of them; undefined for any other. */
function asFile(
  document: JsonObject,
  property: Json,
  encoding: Json | undefined,
): Json | undefined {
  const schema = resolved(document, property);
  const { description } = isObject(schema) ? schema : {};
  const note = description === undefined ? {} : { description };
  if (isObject(schema) && typesOf(schema).includes("array")) {
    const items = asFile(document, schema["items"] ?? true, encoding);
    return items === undefined ? undefined : { ...schema, items };
  }
  const type = isObject(encoding) ? encoding["contentType"] : undefined;
  // Without a type a part is bytes (OpenAPI 3.1.1, section 4.8.15.1.1).
  const untyped = schema === true || (isObject(schema) && Object.keys(schema).every(isNote));
  const named = isString(type) && type.split(",").every((one) => isBytes(one));
  const plain = isObject(schema) && typesOf(schema).includes("string") && named;
  return isFile(schema) || plain || (untyped && (type === undefined || named))
    ? { ...note, type: "object", [BYTES]: "part" }
    : undefined;
}

function isNote(key: string): boolean {
  return ["description", "title", "example", "examples", "deprecated"].includes(key);
}

function isBytes(media: string): boolean {
  const essence = media.trim();
  return kindOf(essence, undefined) === "binary" && !essence.startsWith("text/");
}
