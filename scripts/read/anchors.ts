import type { Document } from "@redocly/openapi-core";
import { escapeStep, isObject, isString, type Json, type JsonObject } from "../model/json.ts";

/** A text that refers to the `$anchor` of a schema, and where it stands. */
export interface AnchorReference {
  readonly holder: JsonObject;
  readonly key: string;
  /** The file as written, empty for this one. */
  readonly file: string;
  readonly name: string;
}

/** The anchors of a file and what refers to some, here or elsewhere. */
export interface Anchors {
  /** A JSON Pointer by the name of the anchor. */
  readonly pointers: ReadonlyMap<string, string>;
  readonly references: readonly AnchorReference[];
  /** The pointer of an anchor whose name another schema of the file has, too. */
  readonly twin: string | undefined;
}

/** JSON Schema 2020-12 core, section 8.2.2. */
const REFERENCE = /^([^#]*)#([A-Za-z_][-A-Za-z0-9._]*)$/;

/** What holds a value of the API, not a part of the description. */
const VALUES = new Set(["example", "examples", "default", "enum", "const", "value"]);
/** In these, every key is a name. */
const MAPS = new Set(["properties", "patternProperties", "schemas", "$defs", "dependentSchemas"]);

export const NO_ANCHORS: Anchors = { pointers: new Map(), references: [], twin: undefined };

/**
 * Finds the anchors of a file, and takes them out of its schemas: the file becomes a part of one description, in which
 * another file may have the same name.
 */
export function takeAnchors({ source, parsed }: Document): Anchors {
  // Most have none, and a large file takes long to be looked through.
  if (!/\$anchor|#[A-Za-z_]/.test(source.body)) return NO_ANCHORS;
  const pointers = new Map<string, string>();
  const references: AnchorReference[] = [];
  let twin: string | undefined;
  const refer = (holder: JsonObject, key: string) => {
    const [, file = "", name = ""] = REFERENCE.exec(String(holder[key])) ?? [];
    if (name !== "") references.push({ holder, key, file, name });
  };
  const seen = new Set<object>();
  const visit = (node: Json, pointer: string, isMap: boolean): void => {
    if (typeof node !== "object" || node === null || seen.has(node)) return;
    seen.add(node);
    if (!isMap && isObject(node)) {
      const anchor = node["$anchor"];
      if (isString(anchor)) {
        if (pointers.has(anchor)) twin ??= `${pointer}/$anchor`;
        pointers.set(anchor, pointer);
        delete node["$anchor"];
      }
      if (isString(node["$ref"])) refer(node, "$ref");
      const mapping = isObject(node["discriminator"]) ? node["discriminator"]["mapping"] : {};
      if (isObject(mapping)) for (const key of Object.keys(mapping)) refer(mapping, key);
    }
    for (const [key, inner] of Object.entries(node)) {
      if (isMap || !VALUES.has(key))
        visit(inner, `${pointer}/${escapeStep(key)}`, !isMap && MAPS.has(key));
    }
  };
  visit(parsed as Json, "#", false); // as the parser gives it
  return { pointers, references, twin };
}
