import { createRequire } from "node:module";
import { strings, type JsonObject } from "../model/json.ts";

const require = createRequire(import.meta.url);

const COMMON = [
  "text",
  "1",
  "a@example.com",
  "https://example.com",
  "2026-01-01",
  "A",
  "en-us",
  "a_b",
];

/** A longer string would prove no more; a schema that requires one gets no value. */
const MOST_CHARACTERS = 100_000;

/** A string of the demanded length and pattern (or list of patterns); the same each time, another for each `salt`. */
export function stringFor(schema: JsonObject, salt: number): string {
  const demanded = typeof schema["minLength"] === "number" ? schema["minLength"] : 0;
  const least = Math.min(demanded, MOST_CHARACTERS);
  const most = typeof schema["maxLength"] === "number" ? schema["maxLength"] : Infinity;
  const sized = (text: string) => text.padEnd(least, "x").slice(0, most);
  const plain = sized(salt === 0 ? "text" : `${salt.toString(36)}text`);
  const patterns = strings([schema["pattern"] ?? []].flat());
  if (patterns.length === 0) return plain;
  const expressions = patterns.map(toExpression);
  const fits = (text: string) =>
    expressions.every((expression) => expression.test(text)) && inBounds(text, least, most);
  const common = [plain, ...COMMON, ...COMMON.map(sized)].filter(fits);
  if (common[salt] !== undefined) return common[salt];
  return byPatterns(patterns, fits, salt, [least, most]) ?? common[0] ?? plain;
}

/** Lengths count characters, not the halves of a surrogate pair (JSON Schema 2020-12 validation, section 6.3). */
function inBounds(text: string, least: number, most: number): boolean {
  const length = [...text].length;
  return length >= least && length <= most;
}

function toExpression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}

const SAMPLES = 300;

/** What was found for a pattern, by all that it depends on: many schemas share one. */
const known = new Map<string, readonly string[]>();

function byPatterns(
  patterns: readonly string[],
  fits: (text: string) => boolean,
  salt: number,
  bounds: readonly [least: number, most: number],
): string | undefined {
  const key = JSON.stringify([patterns, bounds]);
  const texts = known.get(key) ?? textsFor(patterns, fits, bounds[0]);
  known.set(key, texts);
  return texts[salt % Math.max(texts.length, 1)];
}

/** fast-check is loaded only for the few descriptions that have such a pattern. */
function textsFor(
  patterns: readonly string[],
  fits: (text: string) => boolean,
  least: number,
): readonly string[] {
  const check = require("fast-check") as typeof import("fast-check");
  for (const pattern of patterns.flatMap((pattern) => readings(pattern, least))) {
    try {
      const arbitrary = check.stringMatching(toExpression(pattern));
      const found = check.sample(arbitrary, { seed: 1, numRuns: SAMPLES }).filter(fits);
      const distinct = [...new Set(found)];
      if (distinct.length > 0) return distinct;
    } catch {
      // A pattern that fast-check cannot parse is tried in the next form.
    }
  }
  return [];
}

/**
 * fast-check knows no look-around. So it is also asked for what the pattern matches without it, or with what a
 * look-around asks for in its place; and, where the length has a lower bound, for more of what may repeat.
 */
function readings(pattern: string, least: number): string[] {
  const without = replaceLookAround(pattern, () => "");
  const instead = replaceLookAround(pattern, (kind, body) => (kind.endsWith("!") ? "" : body));
  const plain = [pattern, without, instead].map(withoutEdgesAndBackReferences);
  const longer = plain.map((text) => text.replace(/([\]\w)])[*+]/g, `$1{${least},${least + 8}}`));
  return [...new Set(least > 0 ? [...plain, ...longer] : plain)];
}

/** Nor does it know `\b`, or a back reference, which is read as what its group may match. */
function withoutEdgesAndBackReferences(pattern: string): string {
  const groups = [...pattern.matchAll(/(?<!\\)\((?!\?[:=!<])/g)].map(({ index }) =>
    pattern.slice(index, closing(pattern, index) + 1),
  );
  return pattern
    .replace(/(?<!\\)\\[bB]/g, "")
    .replace(/(?<!\\)\\([1-9])/g, (all, number: string) => groups[Number(number) - 1] ?? all);
}

function replaceLookAround(pattern: string, by: (kind: string, body: string) => string): string {
  const start = /\(\?(<?[=!])/.exec(pattern);
  if (start === null) return pattern;
  const end = closing(pattern, start.index);
  const body = pattern.slice(start.index + start[0].length, end);
  const rest = replaceLookAround(pattern.slice(end + 1), by);
  return pattern.slice(0, start.index) + by(start[1] ?? "", body) + rest;
}

/** Where the group that begins at `start` ends. */
function closing(pattern: string, start: number): number {
  let open = 0;
  let inClass = false;
  for (let index = start; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === "\\") index++;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "(" && !inClass) open++;
    else if (character === ")" && !inClass && --open === 0) return index;
  }
  return pattern.length;
}
