import { FRACTION_DIGITS } from "../emit/ajv.ts";
import type { JsonObject } from "../model/json.ts";
import type { Recipe } from "./recipes.ts";

const STEPS = 100;

/** A number within the bounds, whole or a multiple where that is asked for. */
export function numberFor(schema: JsonObject, whole: boolean, { salt, choose }: Recipe): number {
  const bound = (keyword: string) =>
    typeof schema[keyword] === "number" ? schema[keyword] : undefined;
  const step = bound("multipleOf");
  const above = bound("exclusiveMinimum") ?? -Infinity;
  const below = bound("exclusiveMaximum") ?? Infinity;
  const low = Math.max(bound("minimum") ?? -Infinity, above);
  const high = Math.min(bound("maximum") ?? Infinity, below);
  const fits = (value: number) =>
    value >= low &&
    value <= high &&
    value > above &&
    value < below &&
    (!whole || Number.isInteger(value)) &&
    (step === undefined || isMultiple(value, step));
  const steps = countFrom(low, high, step ?? 1);
  const between = Number.isFinite(low) && Number.isFinite(high) ? fractions(low, high) : [];
  const near = [low + 0.5, high - 0.5, low, high].filter(Number.isFinite);
  const others = step === undefined ? [...between, ...near, 0.5] : [];
  const found = (choose(3) === 1 ? [...others, ...steps] : [...steps, ...others]).filter(fits);
  // Another one for each recipe: the first may be what a `not` excludes.
  const count = Math.max(found.length, 1);
  return found[(salt + choose(count)) % count] ?? 0;
}

function isMultiple(value: number, step: number): boolean {
  const steps = value / step;
  if (Number.isInteger(step)) return Number.isInteger(steps);
  return Math.abs(Math.round(steps) - steps) < 10 ** -FRACTION_DIGITS;
}

/** Multiples from the lower bound up, or else from the upper bound down, or else from 1. */
function countFrom(low: number, high: number, step: number): number[] {
  const start = Number.isFinite(low)
    ? Math.ceil(low / step)
    : Number.isFinite(high)
      ? Math.floor(high / step)
      : 1;
  const way = !Number.isFinite(low) && Number.isFinite(high) ? -1 : 1;
  return Array.from({ length: STEPS }, (_, index) => {
    const exact = (start + way * index) * step;
    // 3 * 0.1 is not 0.3.
    return Number.isInteger(exact) ? exact : Number(exact.toPrecision(12));
  });
}

function fractions(low: number, high: number): number[] {
  return [2, 3, 5, 7, 11].map((divisor) => low + (high - low) / divisor);
}
