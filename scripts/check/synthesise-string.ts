import { createRequire } from "node:module";
import type { JsonObject } from "../model/json.ts";

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

/** A string of the demanded length and pattern; the same each time. */
export function stringFor(schema: JsonObject): string {
  const least = typeof schema["minLength"] === "number" ? schema["minLength"] : 0;
  const most = typeof schema["maxLength"] === "number" ? schema["maxLength"] : Infinity;
  const pattern = schema["pattern"];
  const sized = (text: string) => text.padEnd(least, "x").slice(0, most);
  if (typeof pattern !== "string") return sized("text");
  const expression = toExpression(pattern);
  const fits = (text: string) =>
    expression.test(text) && text.length >= least && text.length <= most;
  return COMMON.map(sized).find(fits) ?? byPattern(expression, fits) ?? sized("text");
}

function toExpression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}

/** fast-check is loaded only for the few descriptions that have such a pattern. */
function byPattern(expression: RegExp, fits: (text: string) => boolean): string | undefined {
  const check = require("fast-check") as typeof import("fast-check");
  try {
    const arbitrary = check.stringMatching(expression);
    return check.sample(arbitrary, { seed: 1, numRuns: 50 }).find(fits);
  } catch {
    // What fast-check cannot read (look-behind, say) is left to the caller's other tries.
    return undefined;
  }
}
