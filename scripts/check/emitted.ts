import { transform } from "esbuild";
import type { Validators } from "../emit/ajv.ts";
import type { EmittedValidators } from "../emit/validators.ts";
import { isObject, type Json } from "../model/json.ts";
import { define } from "../model/walk.ts";
import { DescriptionProblem } from "../problem.ts";
import type { Witness } from "./self-check.ts";

type Check = (value: unknown) => boolean;

/** For each body: enough to see another verdict, few enough for a value with thousands of parts. */
const MOST_VARIANTS = 100;

/**
 * Runs the validators as they were emitted, on the value found for each body and on broken variants of it: they must
 * say what Ajv said of the same schema in memory. Throws a DescriptionProblem for the first that does not.
 */
export async function checkEmitted(
  { ajv, names }: Pick<EmittedValidators, "ajv" | "names">,
  witnesses: readonly Witness[],
  validators: Validators,
): Promise<void> {
  const emitted = await load(ajv);
  for (const { pointer, value } of witnesses) {
    const check = emitted[names.get(pointer) ?? ""];
    if (check === undefined) continue; // a component that is no body
    const expected = validators.of(pointer);
    for (const variant of variantsOf(value)) {
      if (check(variant) === expected(variant)) continue;
      throw new DescriptionProblem(
        "the emitted validator of this body judges a value otherwise than its schema: a fault of the generator",
        pointer,
      );
    }
  }
}

async function load(ajv: string): Promise<Readonly<Record<string, Check>>> {
  const { code } = await transform(ajv, { loader: "ts", format: "cjs", logLevel: "silent" });
  const module: { exports: Record<string, Check> } = { exports: {} };
  // The generated code itself is run on purpose: it is what a caller will run.
  new Function("module", "exports", code)(module, module.exports);
  return module.exports;
}

/** The value, the value with each of its parts missing or of another type in turn, and a few plain values. */
function* variantsOf(value: Json): Generator<Json> {
  yield value;
  yield* OTHERS;
  let left = MOST_VARIANTS;
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
