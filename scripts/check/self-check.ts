import type { ValidateFunction } from "ajv";
import { lookUp, type Json, type JsonObject } from "../model/json.ts";
import type { OperationModel } from "../model/operations.ts";
import { schemasOf } from "../normalise/hoist.ts";
import { componentOf, refTo } from "../normalise/references.ts";
import { DescriptionProblem } from "../problem.ts";
import { bodyType } from "../emit/validators.ts";
import type { Validators } from "../emit/ajv.ts";
import { compile } from "./compile.ts";
import { recipes } from "./recipes.ts";
import { synthesise } from "./synthesise.ts";
import { withinTime } from "./time-limit.ts";

/** For the value of one schema, which otherwise takes some milliseconds. */
const MOST_MS = 5_000;

/** A value that fits a schema, and the type that the same schema became. */
export interface Witness {
  readonly pointer: string;
  /** Undefined where the type has bytes, which no literal can stand for. */
  readonly type: string | undefined;
  readonly value: Json;
  /** The place among the witnesses of one for the same schema. */
  readonly first?: number;
}

/**
 * One value for each component schema and each JSON body, as proof that something fits it. Throws a
 * DescriptionProblem that names the first schema which none of the tried values fits.
 */
export function findWitnesses(
  document: JsonObject,
  operations: readonly OperationModel[],
  validators: Validators,
): Witness[] {
  const components = Object.keys(schemasOf(document)).map((name) => ({
    pointer: refTo(name),
    type: `components["schemas"][${JSON.stringify(name)}]`,
  }));
  const bodies = operations.flatMap(({ name, bodies }) =>
    bodies.map((body) => ({
      pointer: body.pointer,
      type: body.bytes ? undefined : bodyType("operations", name, body),
    })),
  );
  // Compiled beforehand: Ajv would not survive being stopped.
  const all = [...components, ...bodies].map((one) => ({
    ...one,
    validate: validators.of(one.pointer),
  }));
  const found: Witness[] = [];
  const places = new Map<ValidateFunction, number>();
  const findNext = (): void => {
    const next = all[found.length];
    if (next === undefined) return;
    const { pointer, type, validate } = next;
    const first = places.get(validate);
    const value = first === undefined ? witness(document, pointer, validate) : found[first]?.value;
    found.push({ pointer, type, value: value ?? null, ...(first === undefined ? {} : { first }) });
    if (first === undefined) places.set(validate, found.length - 1);
  };
  // As many as can be in one go: to set a time limit takes longer than to find a value.
  const findAll = (): void => {
    while (found.length < all.length) findNext();
  };
  while (withinTime(MOST_MS, findAll) === undefined) {
    // Perhaps for the many before it: by itself it has the whole of the time.
    const pointer = all[found.length]?.pointer ?? "#";
    if (withinTime(MOST_MS, findNext) !== undefined) continue;
    const why = "a pattern in it may be such that it backtracks without end";
    throw new DescriptionProblem(
      `no value was found in time for ${nameOf(pointer)}: ${why}`,
      pointer,
    );
  }
  return found;
}

function witness(document: JsonObject, pointer: string, validate: ValidateFunction): Json {
  const schema = lookUp(document, pointer) ?? true;
  for (const recipe of recipes()) {
    const value = synthesise(document, schema, recipe);
    if (validate(value) === true) return value;
  }
  const [error] = validate.errors ?? [];
  const why =
    error === undefined ? "" : ` (${error.instancePath || "the value"} fails ${error.keyword})`;
  throw new DescriptionProblem(`no value was found that fits ${nameOf(pointer)}${why}`, pointer);
}

function nameOf(pointer: string): string {
  const component = componentOf(pointer);
  return component === undefined ? "this body" : `schema ${component}`;
}

/** Throws a DescriptionProblem for the first type that refuses its witness, or for generated code that does not compile; tells how long the compiler worked. */
export async function checkTypes(
  files: ReadonlyMap<string, string>,
  witnesses: readonly Witness[],
  took?: (ms: number) => void,
): Promise<void> {
  // The value of one schema is written once: the next type of the schema need only be the same as the first.
  const lines = witnesses.map(({ type, value, first }, index) => {
    const shown = first === undefined ? literal(value) : `_${first}`;
    return `export const _${index}${type === undefined ? "" : `: ${type}`} = ${shown};`;
  });
  const sources = new Map([...files].filter(([name]) => name.endsWith(".ts")));
  const head = `import type { components, operations } from "./types.js";`;
  sources.set("witnesses.ts", `${[head, ...lines].join("\n")}\n`);
  const [error] = await compile(sources, took);
  if (error === undefined) return;
  const { file, line, code, message } = error;
  const witness = file === "witnesses.ts" ? witnesses[line - 2] : undefined;
  if (witness === undefined) {
    throw new DescriptionProblem(`${file}:${line} does not compile: ${code} ${message}`, "#");
  }
  throw new DescriptionProblem(
    `the type of ${nameOf(witness.pointer)} refuses a value that its validator takes: ${code} ${message}`,
    witness.pointer,
  );
}

/**
 * `__proto__` as a key of an object literal would set the prototype: written as a computed key it is a key. The two
 * separators of Unicode would end the line, and lines are how the compiler's errors are told apart.
 */
function literal(value: Json): string {
  return JSON.stringify(value)
    .replaceAll(`"__proto__":`, `["__proto__"]:`)
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
