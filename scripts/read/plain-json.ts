import type { Json } from "../model/json.ts";
import { endOfString, skipBlank } from "./json-source.ts";

/** What the parser of YAML refuses to read, beside half of a pair of code units. */
const NOT_PRINTABLE = /[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]/;

/** Deeper than this it takes no values; what is nearly so deep is left for it to judge. */
const DEEP = 90;

/**
 * Parses JSON, several times as fast as the parser of YAML does, which reads it too: a large description is JSON. Nothing in it
 * is an alias.
 *
 * @returns undefined for what is no JSON, or what the parser of YAML has something to say of: it knows the place
 */
export function parsePlainJson(text: string): { readonly value: Json } | undefined {
  if (!/^\s*[[{]/.test(text) || !isWellFormed(text) || NOT_PRINTABLE.test(text)) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    // Of two members of one name, which YAML refuses, JSON keeps the last.
    return countMembers(value, 0) === countNames(text) ? { value } : undefined;
  } catch {
    return undefined;
  }
}

/** Several times as fast as an expression. The cast: Node 20 has it, ES2023 does not. */
function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

/** Not a number where it is too deep. */
function countMembers(value: Json, depth: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > DEEP) return Number.NaN;
  const inner = Object.values(value);
  let count = Array.isArray(value) ? 0 : inner.length;
  for (const each of inner) count += countMembers(each, depth + 1);
  return count;
}

/** How many strings in JSON are followed by a colon. */
function countNames(text: string): number {
  let count = 0;
  let next = 0;
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', next)) {
    next = skipBlank(text, endOfString(text, start));
    if (text.charAt(next) === ":") count += 1;
  }
  return count;
}
