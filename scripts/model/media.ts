import { isObject, type Json, type JsonObject } from "./json.ts";
import { typesOf } from "./keywords.ts";

/** Marks a schema whose value is not JSON, so that the types step prints the type that is sent or received instead. */
export const BYTES = "x-bytes";

/** How the values of a media type travel. `any` is a range, of which the sender chooses. */
export type Kind = "json" | "form" | "multipart" | "text" | "binary" | "any";

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^.*[/+]json$/, "json"],
  [/^application\/x-www-form-urlencoded$/, "form"],
  [/^multipart\//, "multipart"],
  [/^(?:\*\/\*|application\/\*)$/, "any"],
  [/^text\//, "text"],
  [/[/+](?:xml|ya?ml|x-yaml|x-ndjson|jsonl|jsonlines|json-seq|javascript|graphql)$/, "text"],
];

/** @param schema its schema, without references */
export function kindOf(media: string, schema: Json | undefined): Kind {
  const essence = media.split(";")[0]?.trim().toLowerCase() ?? "";
  const kind = KINDS.find(([pattern]) => pattern.test(essence))?.[1] ?? "binary";
  return (kind === "any" || kind === "text") && isFile(schema) ? "binary" : kind;
}

/** Whether a media type names one kind of content, not a range. */
export function isConcrete(media: string): boolean {
  return !media.includes("*");
}

/**
 * Whether a schema stands for the bytes of a file: `format: binary` (OpenAPI 3.0.3, section 4.7.14.1), or a
 * `contentMediaType` without an encoding (OpenAPI 3.1.1, section 4.4.2).
 */
export function isFile(schema: Json | undefined): schema is JsonObject {
  if (!isObject(schema)) return false;
  const types = typesOf(schema);
  if (types.length > 0 && !types.includes("string")) return false;
  const raw = schema["contentMediaType"] !== undefined && schema["contentEncoding"] === undefined;
  return schema["format"] === "binary" || schema["contentEncoding"] === "binary" || raw;
}
