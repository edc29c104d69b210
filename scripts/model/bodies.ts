import { escapeStep, isObject, lookUp, members, type Json, type JsonObject } from "./json.ts";
import { isDemand } from "./keywords.ts";
import { BYTES, kindOf } from "./media.ts";
import { refOf, resolve } from "./resolve.ts";

/** A body of an operation: what is sent, or what comes back under one status. */
export interface Body {
  /** `request`, or the status as the description writes it: "200", "5XX", "default". */
  readonly of: string;
  readonly media: string;
  /** Where its schema is, in the normalised description. */
  readonly pointer: string;
  /** Whether it is the one that is meant where no media type is named: the JSON form. */
  readonly main: boolean;
  /** Whether a part of it is the bytes of a file, which no JSON value can stand for. */
  readonly bytes: boolean;
}

/** The schemas that a request body or response is held to: of its JSON form first, if it has one. */
export function bodiesOf(
  document: JsonObject,
  node: Json | undefined,
  pointer: string,
  of: string,
): Body[] {
  let [holder, at] = [node, pointer];
  for (let ref = refOf(holder); ref !== undefined; ref = refOf(holder)) {
    [holder, at] = [lookUp(document, ref), ref];
  }
  const content = isObject(holder) ? holder["content"] : undefined;
  const typed = members(content).filter(([, type]) => isObject(type) && "schema" in type);
  const main = pickJson(typed);
  return typed.flatMap(([media, type]): Body[] => {
    const given = isObject(type) ? type["schema"] : undefined;
    const schema = resolve(document, given);
    const kind = kindOf(media, schema);
    // Bytes cannot be validated, and text is any string.
    if (schema !== undefined && schema[BYTES] !== undefined) return [];
    if (kind === "text" && isAnyText(schema)) return [];
    const bytes = kind === "multipart" && JSON.stringify(given).includes(BYTES);
    return [
      {
        of,
        media,
        pointer: `${at}/content/${escapeStep(media)}/schema`,
        main: media === main,
        bytes,
      },
    ];
  });
}

function isAnyText(schema: JsonObject | undefined): boolean {
  const demands = Object.keys(schema ?? {}).filter(isDemand);
  return schema !== undefined && demands.join() === "type" && schema["type"] === "string";
}

const RANKS = [
  /^application\/json\s*(;|$)/i,
  /^[^;]*[/+]json\s*(;|$)/i,
  /^application\/\*\s*(;|$)/i,
  /^\*\/\*\s*(;|$)/,
];

/** Servers that declare any media type usually answer in JSON. */
function pickJson(content: readonly [string, Json][]): string | undefined {
  for (const rank of RANKS) {
    const match = content.find(([media]) => rank.test(media));
    if (match !== undefined) return match[0];
  }
  return undefined;
}
