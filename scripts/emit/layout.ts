import { createRequire } from "node:module";
import { visibleJson } from "../output/visible.ts";
import options from "../../.prettierrc.json" with { type: "json" };

// Lays out the few constructs of our templates as prettier does, except that prettier fills lines with the numbers of a
// list.

const require = createRequire(import.meta.url);

/** How wide a line may be. */
export const WIDTH = options.printWidth;
/** How much deeper each level stands. */
export const STEP = 2;

/** Whether a text has room. */
export function fits(text: string, room: number): boolean {
  if (/^[\0-\x7f]*$/.test(text)) return text.length <= room;
  // Letters beyond ASCII may be twice as wide. Loaded only then: prettier takes long to load.
  const { util } = require("prettier/standalone") as typeof import("prettier");
  return util.getStringWidth(text) <= room;
}

export function margin(indent: number): string {
  return " ".repeat(indent);
}

/** A value as code, without characters that hide or reorder the text beside them. */
export function literal(value: unknown): string {
  return visibleJson(value, 0);
}

/** A text in double quotes, or in single ones where that saves escapes. */
export function textLiteral(text: string): string {
  return requote(literal(text));
}

/** The same for a text that is already a literal in double quotes. */
export function requote(literal: string): string {
  const text = literal.slice(1, -1);
  const count = (quote: string) => text.split(quote).length - 1;
  if (count('"') <= count("'")) return literal;
  const inner = text.replace(/\\(.)|'/gs, (all, escaped?: string) => {
    if (escaped === undefined) return "\\'";
    return escaped === '"' ? escaped : all;
  });
  return `'${inner}'`;
}

/** The key of a member: without quotes where it can be. */
function keyLiteral(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : textLiteral(name);
}

/** A value in the code: a literal, or an object or list of such. */
export type Data =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Data[]
  | { readonly [key: string]: Data }
  | ReadonlyMap<string, Data>
  | Code;

/** Code in place of a value, with its own line breaking. */
export class Code {
  readonly flat: string;
  readonly broken: (indent: number) => string;

  constructor(flat: string, broken: (indent: number) => string = () => flat) {
    this.flat = flat;
    this.broken = broken;
  }
}

function isList(data: Data): data is readonly Data[] {
  return Array.isArray(data);
}

/** The members of an object, in the order of a map where that is given: an object of its own puts numbers first. */
function membersOf(data: Data): [string, Data][] | undefined {
  if (data instanceof Map) return [...(data as ReadonlyMap<string, Data>)];
  if (typeof data !== "object" || data === null || isList(data) || data instanceof Code)
    return undefined;
  return Object.entries(data);
}

/**
 * @param indent of the line on which the value begins
 * @param column at which it begins
 * @param tail how much follows it on its last line
 */
export function layData(data: Data, indent: number, column: number, tail: number): string {
  const flat = isForced(data) ? undefined : flatData(data);
  if (flat !== undefined && fits(flat, WIDTH - column - tail)) return flat;
  const inner = margin(indent + STEP);
  if (isList(data)) {
    const items = data.map((item) => layData(item, indent + STEP, indent + STEP, 1));
    return `[\n${items.map((item) => `${inner}${item},\n`).join("")}${margin(indent)}]`;
  }
  const members = membersOf(data);
  if (members !== undefined) {
    const entries = members.map(([name, value]) =>
      layMember(keyLiteral(name), value, indent + STEP),
    );
    return `{\n${entries.join("")}${margin(indent)}}`;
  }
  return data instanceof Code ? data.broken(indent) : (flat ?? "");
}

/** A member of an object, on lines of its own. */
export function layMember(key: string, value: Data, indent: number): string {
  const head = `${margin(indent)}${key}:`;
  // A text or a name that is too long moves to the next line, unless that gains almost nothing.
  if ((typeof value === "string" || isName(value)) && key.length >= STEP + 3) {
    const text = flatData(value);
    if (!fits(`${head} ${text},`, WIDTH)) return `${head}\n${margin(indent + STEP)}${text},\n`;
  }
  return `${head} ${layData(value, indent, head.length + 1, 1)},\n`;
}

function isName(data: Data): data is Code {
  return data instanceof Code && /^[\p{ID_Continue}$]+$/u.test(data.flat);
}

function flatData(data: Data): string {
  if (typeof data === "string") return textLiteral(data);
  if (data instanceof Code) return data.flat;
  if (isList(data)) return `[${data.map(flatData).join(", ")}]`;
  const members = membersOf(data);
  if (members === undefined) return String(data);
  const entries = members.map(([key, value]) => `${keyLiteral(key)}: ${flatData(value)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** A list of lists, or of objects, that each hold several, gets a line for each. */
function isForced(data: Data): boolean {
  if (!isList(data)) return membersOf(data)?.some(([, value]) => isForced(value)) ?? false;
  const lists = data.every((item) => isList(item) && item.length > 1);
  const maps = data.every((item) => (membersOf(item)?.length ?? 0) > 1);
  return (data.length > 1 && (lists || maps)) || data.some(isForced);
}

/**
 * `export const name = …`, whose value begins on a line of its own where the name leaves it no room.
 *
 * @param value lays it out, as `layData` does
 */
export function layConstant(
  name: string,
  value: (indent: number, column: number) => string,
): string {
  const head = `export const ${name} =`;
  return fits(`${head} {`, WIDTH)
    ? `${head} ${value(0, head.length + 1)}`
    : `${head}\n${margin(STEP)}${value(STEP, STEP)}`;
}

/** `export type Name = …;` with a type that cannot be broken. */
export function layAlias(name: string, type: string): string {
  const head = `export type ${name} =`;
  return fits(`${head} ${type};`, WIDTH) ? `${head} ${type};` : `${head}\n${margin(STEP)}${type};`;
}

/** A generic type with one argument, for which `inner` gives its two forms. */
export function generic(name: string, argument: Code, after = ""): Code {
  return new Code(`${name}<${argument.flat}>${after}`, (indent) => {
    const deeper = indent + STEP;
    const laid = fits(argument.flat, WIDTH - deeper) ? argument.flat : argument.broken(deeper);
    return `${name}<\n${margin(deeper)}${laid}\n${margin(indent)}>${after}`;
  });
}

/** `import { … } from "…";`, or with `import type` in front. */
export function layImport(names: readonly string[], from: string, word = "import"): string {
  const line = `${word} { ${names.join(", ")} } from "${from}";`;
  if (fits(line, WIDTH)) return line;
  const lines = names.map((name) => `${margin(STEP)}${name},\n`);
  return `${word} {\n${lines.join("")}} from "${from}";`;
}
