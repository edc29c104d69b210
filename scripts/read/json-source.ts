import type { Source } from "@redocly/openapi-core";
import { Source as Text } from "./openapi-core.ts";

/** The kinds of yaml-ast-parser. */
const [SCALAR, MAPPING, MAP, SEQ] = [0, 1, 2, 3] as const;

/**
 * A file that holds plain JSON, in which the linter finds places as in the tree that the parser of YAML would build, which takes
 * longer than all other reading: of this one only those parts are built that lead to a place.
 */
export class JsonSource extends Text {
  #root: JsonNode | undefined;

  /** The cast: of the tree it has what a place is found by. */
  override getAst(): ReturnType<Source["getAst"]> {
    this.#root ??= new JsonNode(this.body, 0, undefined);
    return this.#root as object as ReturnType<Source["getAst"]>;
  }
}

/** A value, as the parser of YAML has it: its kind, and from where to where it stands. */
class JsonNode {
  readonly kind: typeof SCALAR | typeof MAP | typeof SEQ;
  readonly startPosition: number;
  readonly parent: JsonNode | Mapping | undefined;
  readonly #text: string;
  #end: number | undefined;
  #inner: { readonly items: JsonNode[]; readonly mappings: Mapping[] } | undefined;

  constructor(text: string, start: number, parent: JsonNode | Mapping | undefined) {
    this.#text = text;
    this.parent = parent;
    this.startPosition = parent === undefined ? skipBlank(text, start) : start;
    const first = text.charAt(this.startPosition);
    this.kind = first === "{" ? MAP : first === "[" ? SEQ : SCALAR;
  }

  /** Of the whole it is that of the file. */
  get endPosition(): number {
    return (this.#end ??=
      this.parent === undefined ? this.#text.length : endOfValue(this.#text, this.startPosition));
  }

  get items(): readonly JsonNode[] {
    return (this.#inner ??= this.#read()).items;
  }

  get mappings(): readonly Mapping[] {
    return (this.#inner ??= this.#read()).mappings;
  }

  #read(): { items: JsonNode[]; mappings: Mapping[] } {
    const [items, mappings]: [JsonNode[], Mapping[]] = [[], []];
    const text = this.#text;
    let at = skipBlank(text, this.startPosition + 1);
    while (text.charAt(at) !== "}" && text.charAt(at) !== "]") {
      const value = this.kind === MAP ? skipBlank(text, endOfString(text, at)) + 1 : at;
      const start = skipBlank(text, value);
      const end = endOfValue(text, start);
      if (this.kind === MAP) mappings.push(new Mapping(text, at, start, end, this));
      else items.push(new JsonNode(text, start, this));
      const next = skipBlank(text, end);
      at = text.charAt(next) === "," ? skipBlank(text, next + 1) : next;
    }
    return { items, mappings };
  }
}

/** A name and its value. */
class Mapping {
  readonly kind = MAPPING;
  readonly startPosition: number;
  readonly endPosition: number;
  readonly parent: JsonNode;
  readonly key: {
    readonly kind: typeof SCALAR;
    readonly value: string;
    readonly startPosition: number;
    readonly endPosition: number;
    readonly parent: Mapping;
  };
  readonly #text: string;
  readonly #start: number;
  #value: JsonNode | undefined;

  constructor(text: string, key: number, value: number, end: number, parent: JsonNode) {
    this.#text = text;
    this.#start = value;
    this.startPosition = key;
    this.endPosition = end;
    this.parent = parent;
    const afterKey = endOfString(text, key);
    const name = JSON.parse(text.slice(key, afterKey)) as string;
    this.key = {
      kind: SCALAR,
      value: name,
      startPosition: key,
      endPosition: afterKey,
      parent: this,
    };
  }

  get value(): JsonNode {
    return (this.#value ??= new JsonNode(this.#text, this.#start, this));
  }
}

/** The last of the characters that JSON may have between two others. */
const BLANK = 0x20;

/** Where the next character stands that is no blank and no line break. */
export function skipBlank(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= BLANK) at += 1;
  return at;
}

/** Where a string ends that begins there. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

/** Whether the character there follows an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charAt(start - 1) === "\\") start -= 1;
  return (at - start) % 2 === 1;
}

const PLAIN = /[^\s,\]}]*/y;

function endOfValue(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return endOfString(text, start);
  if (first !== "{" && first !== "[") {
    PLAIN.lastIndex = start;
    PLAIN.test(text);
    return PLAIN.lastIndex;
  }
  let depth = 0;
  for (let at = start; ; at += 1) {
    const character = text.charCodeAt(at);
    if (character === 0x22) at = endOfString(text, at) - 1;
    else if (character === 0x7b || character === 0x5b) depth += 1;
    else if ((character === 0x7d || character === 0x5d) && --depth === 0) return at + 1;
  }
}
