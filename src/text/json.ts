import type { Foreign } from "./redact.js";

/** A JSON object; its members are read with `member`, never trusted. */
export type JsonObject = { readonly [name: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Below this length, in characters, nesting is cheap. */
const SMALL = 1 << 18;
/** How deep a longer text may be nested; what HubSpot answers and what is written here needs fewer than ten. */
const MOST_NESTED = 1000;

/**
 * The value of a text of JSON; undefined where it is none, and where it is nested so deep that its value would take a
 * hundred times the memory of the text.
 */
export function parseJson(text: string): unknown {
  try {
    return text.length > SMALL && isDeep(text) ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDeep(text: string): boolean {
  let depth = 0;
  // All but the brackets is taken away: first what a backslash escapes, so that texts end at their quotation marks.
  const brackets = text.replace(/\\./g, "").replace(/"[^"]*"|[^[\]{}"]+/g, "");
  for (const bracket of brackets) {
    depth += /[[{]/.test(bracket) ? 1 : -1;
    if (depth > MOST_NESTED) return true;
  }
  return false;
}

/**
 * An object's own member: properties added to `Object.prototype` were not in the answer.
 *
 * @typeParam Of what the description says of the object: a member that it does not have does not compile
 */
export function member<Of extends object = Record<string, unknown>>(
  value: unknown,
  name: keyof Of & string,
): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A member that is a text with something in it. */
export function textMember(value: unknown, name: string): string | undefined {
  const text = member(value, name);
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** A text of a server, marked as one. */
export function foreignMember<Of extends object = Record<string, unknown>>(
  value: unknown,
  name: keyof Of & string,
): Foreign | undefined {
  return textMember(value, name) as unknown as Foreign | undefined; // a mark of the compiler's alone
}

/** The unredacted text of a server, for decisions only; never show it. */
export function rawText(text: Foreign | undefined): string | undefined {
  return text as unknown as string | undefined; // that mark taken off
}

/** The elements of a member that is an array, nothing otherwise. */
export function listMember<Of extends object = Record<string, unknown>>(
  value: unknown,
  name: keyof Of & string,
): readonly unknown[] {
  const list = member<Of>(value, name);
  return Array.isArray(list) ? list : [];
}
