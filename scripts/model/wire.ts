import type { Rule, Style } from "../emit/runtime/serialise.ts";
import { contentsOf, type Content } from "./content.ts";
import { isObject, isString, members, textOf, type Json, type JsonObject } from "./json.ts";
import { typesOf } from "./keywords.ts";
import { kindOf } from "./media.ts";
import { resolve } from "./resolve.ts";

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
          .map((parameter) => [textOf(parameter["name"]), ruleOf(parameter, place)] as const)
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
        ...(isObject(variables) ? { variables: variablesOf(variables) } : {}),
      },
    ];
  });
}

/** What an address needs of its variables: their values as texts, though a port is often written as a number. */
function variablesOf(variables: JsonObject): JsonObject {
  const entries = members(variables).flatMap(([name, variable]): [string, Json][] => {
    if (!isObject(variable) || variable["default"] === undefined) return [];
    const { default: usual, enum: values } = variable;
    const known = Array.isArray(values) && values.length > 0 ? { enum: values.map(textOf) } : {};
    return [[name, { default: textOf(usual), ...known }]];
  });
  return Object.fromEntries(entries);
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
  const name = textOf(parameter["name"]);
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
