import { at } from "../bounds/whereabouts.ts";
import type { Validators } from "../emit/ajv.ts";
import type { EmittedValidators } from "../emit/validators.ts";
import { isObject, type Json } from "../model/json.ts";
import { define } from "../model/walk.ts";
import { DescriptionProblem, type Note } from "../problem.ts";
import type { Witness } from "./self-check.ts";
import { eachWithinTime, MOST_MS } from "./time-limit.ts";

type Check = (value: unknown) => boolean;

/**
 * How many parts of a body's value are varied: enough to find a different verdict, few enough for values with thousands of
 * parts.
 */
const MOST_PARTS = 100;
/** The same for all bodies together; a large description has thousands of them. */
const MOST_PARTS_IN_ALL = 2_000;

/**
 * Runs the validators as they were emitted, on the value found for each body and on broken variants of it: they must
 * say what Ajv said of the same schema in memory. Throws a DescriptionProblem for the first that does not.
 */
export function checkEmitted(
  { script, names }: Pick<EmittedValidators, "script" | "names">,
  witnesses: readonly Witness[],
  validators: Validators,
  tell: Note = () => {},
): void {
  const emitted = load(script);
  const parts = Math.min(MOST_PARTS, Math.ceil(MOST_PARTS_IN_ALL / new Set(names.values()).size));
  const judged = new Set<Check>();
  const pairs = witnesses.flatMap(({ pointer, value }) => {
    const check = emitted[names.get(pointer) ?? ""];
    // A component that is no body, or a body with the schema of another.
    if (check === undefined || judged.has(check)) return [];
    judged.add(check);
    return [{ pointer, value, check, expected: validators.of(pointer) }];
  });
  const compare = ({ pointer, value, check, expected }: (typeof pairs)[number]): void => {
    at(pointer);
    for (const variant of variantsOf(value, parts)) {
      if (check(variant) === expected(variant)) continue;
      throw new DescriptionProblem(
        "the emitted validator of this body judges a value otherwise than its schema: a fault of the generator",
        pointer,
      );
    }
  };
  eachWithinTime(MOST_MS, pairs, compare, ({ pointer }) => {
    const why = "a pattern in it may be such that it backtracks without end";
    tell(
      `the emitted validator of this body was not tried on all values in time (${why})`,
      pointer,
    );
  });
}

/** Run the generated code itself, since that is what callers run. */
function load(script: string): Readonly<Record<string, Check>> {
  return new Function(script)() as Readonly<Record<string, Check>>;
}

/** The value, the value with each of its parts missing or of another type in turn, and a few plain values. */
function* variantsOf(value: Json, parts: number): Generator<Json> {
  yield value;
  yield* OTHERS;
  let left = parts;
  const within = function* (node: Json): Generator<Json> {
    const entries = Array.isArray(node)
      ? [...node.entries()]
      : isObject(node)
        ? Object.entries(node)
        : [];
    for (const [key, inner] of entries) {
      if (left-- <= 0) return;
      yield replaced(node, key, undefined);
      for (const other of OTHERS) yield replaced(node, key, other);
      for (const variant of within(inner)) yield replaced(node, key, variant);
    }
  };
  yield* within(value);
}

const OTHERS: readonly Json[] = [null, "", "another text", -1, 0.5, false, [], {}];

function replaced(node: Json, key: string | number, value: Json | undefined): Json {
  if (Array.isArray(node)) {
    const [before, after] = [node.slice(0, Number(key)), node.slice(Number(key) + 1)];
    return [...before, ...(value === undefined ? [] : [value]), ...after];
  }
  const result: Record<string, Json> = {};
  for (const [name, item] of Object.entries(isObject(node) ? node : {})) {
    if (name !== key) define(result, name, item);
    else if (value !== undefined) define(result, name, value);
  }
  return result;
}
