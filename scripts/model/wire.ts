import { isObject, isString, lookUp, members, type Json, type JsonObject } from "./json.ts";
import { typesOf } from "./keywords.ts";
import { BYTES, isConcrete, kindOf, type Kind } from "./media.ts";
import type { Rule, Style } from "../emit/runtime/serialise.ts";

/** What one media type of a request body or an answer asks for. */
export interface Content {
  readonly media: string;
  readonly kind: Kind;
  /** For a form, how each property is written; for a multipart body, the type of each part. */
  readonly encoding: readonly (readonly [name: string, rule: FieldRule])[];
}
export type FieldRule = Rule & { readonly contentType?: string };

export interface Answer {
  readonly status: string;
  readonly contents: readonly Content[];
}

export interface ServerModel {
  readonly url: string;
  readonly description?: string;
  readonly variables?: JsonObject;
}

/** How the parts of an operation travel, as the description says. */
export interface Wire {
  /** The rules that differ from the default, by place and name. */
  readonly rules: Readonly<Record<Place, Readonly<Record<string, Rule>>>>;
  readonly body: { readonly required: boolean; readonly contents: readonly Content[] } | undefined;
  readonly answers: readonly Answer[];
  /** Those of the path or the operation itself. */
  readonly servers: readonly ServerModel[];
  /** Whether openapi-fetch sends and reads all of it as the description says, apart perhaps from the URL. */
  readonly plain: boolean;
  /** The parts of the URL that openapi-fetch would write otherwise. */
  readonly hooks: readonly ("path" | "query")[];
}

const PLACES = ["path", "query", "header", "cookie"] as const;
type Place = (typeof PLACES)[number];

/** @param is30 whether the description was written for 3.0, whose forms write objects otherwise */
export function wireOf(
  document: JsonObject,
  item: JsonObject,
  operation: JsonObject,
  is30: boolean,
): Wire {
  const parameters = parametersOf(document, item, operation);
  const rules = Object.fromEntries(
    PLACES.map((place) => [
      place,
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter["in"] === place)
          .map((parameter) => [String(parameter["name"]), ruleOf(parameter, place)] as const)
          .filter(([, rule]) => Object.keys(rule).length > 0),
      ),
    ]),
  ) as Wire["rules"]; // one for each place
  const requestBody = resolve(document, operation["requestBody"]);
  const contents = contentsOf(document, requestBody, is30);
  const body =
    contents.length === 0 ? undefined : { required: requestBody?.["required"] === true, contents };
  const answers = members(operation["responses"]).map(([status, response]) => ({
    status,
    contents: contentsOf(document, resolve(document, response), is30),
  }));
  const servers = serversOf(operation["servers"] ?? item["servers"]);
  const odd = parameters
    .filter((parameter) => !isPlainParameter(document, parameter))
    .map((parameter) => parameter["in"]);
  return {
    rules,
    body,
    answers,
    servers,
    hooks: (["path", "query"] as const).filter((place) => odd.includes(place)),
    plain:
      servers.length === 0 &&
      odd.every((place) => place === "path" || place === "query") &&
      contents.every(({ media }) => /^(application\/json|application\/\*|\*\/\*)$/.test(media)) &&
      contents.length <= 1 &&
      successes(answers).every(
        ({ status, contents: answered }) =>
          KNOWN_TO_FETCH.test(status) && answered.every(({ kind }) => kind === "json"),
      ),
  };
}

/** The statuses that openapi-fetch types as a success. */
const KNOWN_TO_FETCH = /^20[0-467]$|^2XX$/;

/** What an operation may answer in success: what is declared for 2xx, or else what `default` says of all. */
export function successes(answers: readonly Answer[]): readonly Answer[] {
  const found = answers.filter(({ status }) => status.startsWith("2"));
  return found.length > 0 ? found : answers.filter(({ status }) => status === "default");
}

export function serversOf(servers: Json | undefined): ServerModel[] {
  return (Array.isArray(servers) ? servers : []).flatMap((server): ServerModel[] => {
    if (!isObject(server) || !isString(server["url"])) return [];
    const { url, description, variables } = server;
    return [
      {
        url,
        ...(isString(description) ? { description } : {}),
        ...(isObject(variables) ? { variables } : {}),
      },
    ];
  });
}

/** The parameters of an operation and of its path, of which its own come first. */
export function parametersOf(
  document: JsonObject,
  item: JsonObject,
  operation: JsonObject,
): JsonObject[] {
  const found = new Map<string, JsonObject>();
  for (const list of [item["parameters"], operation["parameters"]]) {
    for (const given of Array.isArray(list) ? list : []) {
      const parameter = resolve(document, given);
      if (parameter !== undefined) {
        found.set(JSON.stringify([parameter["in"], parameter["name"]]), parameter);
      }
    }
  }
  return [...found.values()];
}

function ruleOf(parameter: JsonObject, place: Place): Rule {
  const usual: Style = place === "path" || place === "header" ? "simple" : "form";
  const media = members(parameter["content"])[0]?.[0];
  if (media !== undefined) return kindOf(media, undefined) === "json" ? { json: true } : {};
  const style = isString(parameter["style"]) ? (parameter["style"] as Style) : usual;
  const { explode } = parameter;
  const exploded = style === "form" || style === "deepObject";
  return {
    ...(style === usual ? {} : { style }),
    // `deepObject` has one form only.
    ...(typeof explode !== "boolean" || explode === exploded || style === "deepObject"
      ? {}
      : { explode }),
    ...(parameter["allowReserved"] === true && place === "query" ? { allowReserved: true } : {}),
  };
}

/** Whether openapi-fetch writes a parameter as its style says. In a path it lets `..` lead elsewhere. */
function isPlainParameter(document: JsonObject, parameter: JsonObject): boolean {
  const place = PLACES.find((known) => known === parameter["in"]);
  if (place !== "query" && place !== "header") return false;
  const name = String(parameter["name"]);
  if (parameter["content"] !== undefined || Object.keys(ruleOf(parameter, place)).length > 0)
    return false;
  if (place === "query" && name !== encodeURIComponent(name)) return false;
  const schema = resolve(document, parameter["schema"]);
  if (isPrimitive(schema)) return true;
  return (
    place === "query" &&
    typesOf(schema ?? {}).join() === "array" &&
    isPrimitive(resolve(document, schema?.["items"]))
  );
}

function isPrimitive(schema: JsonObject | undefined): boolean {
  const types = typesOf(schema ?? {});
  return types.length > 0 && types.every((type) => PRIMITIVE.includes(type));
}

const PRIMITIVE = ["string", "number", "integer", "boolean"];

function contentsOf(
  document: JsonObject,
  holder: JsonObject | undefined,
  is30: boolean,
): Content[] {
  return members(holder?.["content"]).flatMap(([media, type]): Content[] => {
    if (!isObject(type)) return [];
    const schema = resolve(document, type["schema"]);
    const kind = schema?.[BYTES] === undefined ? kindOf(media, schema) : "binary";
    const names = new Set([
      ...members(type["encoding"]).map(([name]) => name),
      ...propertiesOf(document, type["schema"]).map(([name]) => name),
    ]);
    const properties = new Map(propertiesOf(document, type["schema"]));
    const encoding = isObject(type["encoding"]) ? type["encoding"] : {};
    return [
      {
        media,
        kind,
        encoding: [...names].flatMap((name): [string, FieldRule][] => {
          const rule = fieldRule(
            document,
            kind,
            isObject(encoding[name]) ? encoding[name] : {},
            properties.get(name),
            is30,
          );
          return Object.keys(rule).length === 0 ? [] : [[name, rule]];
        }),
      },
    ];
  });
}

function fieldRule(
  document: JsonObject,
  kind: Kind,
  given: JsonObject,
  property: Json | undefined,
  is30: boolean,
): FieldRule {
  const { contentType, style, explode, allowReserved } = given;
  if (kind === "multipart") {
    const first = isString(contentType) ? (contentType.split(",")[0]?.trim() ?? "") : "";
    // Of several types, or of a range, the file itself says which one it is.
    const one = isString(contentType) && !contentType.includes(",") && isConcrete(first);
    return one && first !== "" ? { contentType: first } : {};
  }
  if (kind !== "form") return {};
  const asked = [style, explode, allowReserved].some((value) => value !== undefined);
  const types = typesOf(resolve(document, property) ?? {});
  if (asked || (is30 && contentType === undefined && types.includes("object"))) {
    return {
      style: isString(style) ? (style as Style) : "form",
      ...(typeof explode === "boolean" ? { explode } : {}),
      ...(allowReserved === true ? { allowReserved: true } : {}),
    };
  }
  const isJson = isString(contentType) && kindOf(contentType, undefined) === "json";
  return isJson ? { json: true } : {};
}

/** The properties of an object and of the parts of its `allOf`. */
function propertiesOf(document: JsonObject, schema: Json | undefined, depth = 0): [string, Json][] {
  const whole = resolve(document, schema);
  if (whole === undefined || depth > 20) return [];
  const parts = ["allOf", "anyOf", "oneOf"].flatMap((keyword) => whole[keyword] ?? []);
  return [
    ...members(whole["properties"]),
    ...parts.flatMap((part) => propertiesOf(document, part, depth + 1)),
  ];
}

/** What a reference leads to, or the thing itself. */
export function resolve(document: JsonObject, node: Json | undefined): JsonObject | undefined {
  const seen = new Set<string>();
  let current = node;
  for (let ref = refOf(current); ref !== undefined && !seen.has(ref); ref = refOf(current)) {
    seen.add(ref);
    current = lookUp(document, ref);
  }
  return isObject(current) ? current : undefined;
}

export function refOf(node: Json | undefined): string | undefined {
  return isObject(node) && isString(node["$ref"]) ? node["$ref"] : undefined;
}
