import type { Rule, Style } from "../emit/runtime/serialise.ts";
import { isObject, isString, members, strings, type Json, type JsonObject } from "./json.ts";
import { typesOf } from "./keywords.ts";
import { BYTES, isConcrete, kindOf, type Kind } from "./media.ts";
import { resolve } from "./resolve.ts";

/** What one media type of a request body or an answer asks for. */
export interface Content {
  readonly media: string;
  readonly kind: Kind;
  /** How each property of a form, or each part of a multipart body, is written. */
  readonly encoding: readonly (readonly [name: string, rule: FieldRule])[];
}

export type FieldRule = Rule & {
  /** The media type of a part. */
  readonly contentType?: string;
  /** The headers of a part, apart from those that are written by themselves. */
  readonly headers?: readonly PartHeader[];
  /** Whether the body must have the part. */
  readonly required?: true;
};

/** A header that the description declares for a part of a multipart body. */
export interface PartHeader {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Json | undefined;
  readonly rule: Pick<Rule, "explode" | "json">;
}

/** @param is30 whether the description was written for 3.0, whose forms write objects otherwise */
export function contentsOf(
  document: JsonObject,
  holder: JsonObject | undefined,
  is30: boolean,
): Content[] {
  return members(holder?.["content"]).flatMap(([media, type]): Content[] => {
    if (!isObject(type)) return [];
    const schema = resolve(document, type["schema"]);
    const kind = schema?.[BYTES] === undefined ? kindOf(media, schema) : "binary";
    const ruleOf = { form: formRule, multipart: partRule }[kind as string];
    if (ruleOf === undefined) return [{ media, kind, encoding: [] }];
    const properties = new Map(propertiesOf(document, type["schema"]));
    const required = new Set(requiredOf(document, type["schema"]));
    const names = new Set([
      ...members(type["encoding"]).map(([name]) => name),
      ...properties.keys(),
    ]);
    const encoding = [...names].flatMap((name): [string, FieldRule][] => {
      const given = isObject(type["encoding"]) ? type["encoding"][name] : undefined;
      const rule = ruleOf(
        document,
        isObject(given) ? given : {},
        properties.get(name),
        media,
        is30,
      );
      if (Object.keys(rule).length === 0) return [];
      return [[name, rule.headers && required.has(name) ? { ...rule, required: true } : rule]];
    });
    return [{ media, kind, encoding }];
  });
}

type RuleOf = (
  document: JsonObject,
  encoding: JsonObject,
  property: Json | undefined,
  media: string,
  is30: boolean,
) => FieldRule;

const formRule: RuleOf = (document, encoding, property, _media, is30) => {
  const { contentType } = encoding;
  const types = typesOf(resolve(document, property) ?? {});
  if (hasStyle(encoding) || (is30 && contentType === undefined && types.includes("object")))
    return styleOf(encoding);
  const isJson = isString(contentType) && kindOf(contentType, undefined) === "json";
  return isJson ? { json: true } : {};
};

const partRule: RuleOf = (document, encoding, property, media, is30) => {
  const headers = members(encoding["headers"]).flatMap(([name, given]): PartHeader[] => {
    const header = resolve(document, given);
    return header === undefined || OWN_HEADERS.test(name) ? [] : [partHeader(name, header)];
  });
  const declared = headers.length === 0 ? {} : { headers };
  // In 3.0 a style is for forms alone; since 3.1 it is for `multipart/form-data` too, and stronger than a type there
  // (OpenAPI 3.1.1, section 4.8.15.1.2).
  if (!is30 && /^multipart\/form-data\s*(;|$)/i.test(media) && hasStyle(encoding))
    return { ...styleOf(encoding), ...declared };
  const contentType = typeOf(document, encoding["contentType"], property, is30);
  return { ...(contentType === undefined ? {} : { contentType }), ...declared };
};

/** The headers that describe the part itself are written together with the part. */
const OWN_HEADERS = /^content-(?:type|disposition)$/i;

function hasStyle({ style, explode, allowReserved }: JsonObject): boolean {
  return [style, explode, allowReserved].some((value) => value !== undefined);
}

function styleOf({ style, explode, allowReserved }: JsonObject): Rule {
  return {
    style: isString(style) ? (style as Style) : "form",
    ...(typeof explode === "boolean" ? { explode } : {}),
    ...(allowReserved === true ? { allowReserved: true } : {}),
  };
}

/** The media type of a part that is no file; of several types, or of a range, a file itself says which one it is. */
function typeOf(
  document: JsonObject,
  declared: Json | undefined,
  property: Json | undefined,
  is30: boolean,
): string | undefined {
  if (isString(declared)) {
    const type = declared.trim();
    return type !== "" && !type.includes(",") && isConcrete(type) ? type : undefined;
  }
  const schema = resolve(document, property);
  const isList = typesOf(schema ?? {}).includes("array");
  const item = isList ? resolve(document, schema?.["items"]) : schema;
  // Text that stands for bytes (OpenAPI 3.1.1, section 4.8.15.1.1).
  return !is30 && item?.["contentEncoding"] !== undefined ? "application/octet-stream" : undefined;
}

function partHeader(name: string, header: JsonObject): PartHeader {
  const [content] = members(header["content"]);
  const isJson = content !== undefined && kindOf(content[0], undefined) === "json";
  return {
    name,
    required: header["required"] === true,
    schema: content === undefined ? header["schema"] : undefined,
    rule: isJson ? { json: true } : header["explode"] === true ? { explode: true } : {},
  };
}

/** The properties of an object and of its parts. */
function propertiesOf(document: JsonObject, schema: Json | undefined): [string, Json][] {
  const wholes = partsOf(document, schema, ["allOf", "anyOf", "oneOf"]);
  return wholes.flatMap((whole) => members(whole["properties"]));
}

function requiredOf(document: JsonObject, schema: Json | undefined): string[] {
  return partsOf(document, schema, ["allOf"]).flatMap((whole) => strings(whole["required"]));
}

/** A schema and its parts, each once: following a shared part each time would be exponential. */
function partsOf(
  document: JsonObject,
  schema: Json | undefined,
  keywords: readonly string[],
  seen = new Set<JsonObject>(),
): JsonObject[] {
  const whole = resolve(document, schema);
  if (whole === undefined || seen.has(whole)) return [];
  seen.add(whole);
  const parts = keywords.flatMap((keyword) => whole[keyword] ?? []);
  return [whole, ...parts.flatMap((part) => partsOf(document, part, keywords, seen))];
}
