import type { ValidateFunction } from "ajv";
import { at } from "../bounds/whereabouts.ts";
import { lookUp, type Json, type JsonObject } from "../model/json.ts";
import type { OperationModel } from "../model/operations.ts";
import { schemasOf } from "../normalise/hoist.ts";
import { componentOf, refTo } from "../normalise/references.ts";
import { DescriptionProblem, type Note } from "../problem.ts";
import { bodyType } from "../emit/validators.ts";
import type { Validators } from "../emit/ajv.ts";
import { compile } from "./compile.ts";
import { isImpossible } from "./impossible.ts";
import { recipes } from "./recipes.ts";
import { synthesise } from "./synthesise.ts";
import { eachWithinTime, MOST_MS } from "./time-limit.ts";

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
 * One value for each component schema and each JSON body, as proof that something fits it. Throws a DescriptionProblem
 * that names the first schema which nothing can fit.
 *
 * @param tell takes those for which none was found: that proves nothing, but leaves them unchecked
 */
export function findWitnesses(
  document: JsonObject,
  operations: readonly OperationModel[],
  validators: Validators,
  tell: Note,
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
  // Compile it beforehand, since Ajv cannot be interrupted safely.
  const all = [...components, ...bodies].map((one, index) => ({
    ...one,
    index,
    validate: validators.of(one.pointer),
  }));
  const found: Witness[] = [];
  const places = new Map<ValidateFunction, number>();
  const find = ({ pointer, type, validate, index }: (typeof all)[number]): void => {
    const first = places.get(validate) ?? index;
    const known = found[first];
    if (known !== undefined && first !== index) {
      const shown = known.type === undefined ? undefined : type;
      found[index] = { pointer, type: shown, value: known.value, first };
      return;
    }
    at(pointer);
    const value = witness(document, pointer, validate);
    if (value === undefined) leaveOut({ pointer, index }, whyNot(validate));
    else found[index] = { pointer, type, value };
    places.set(validate, index);
  };
  const leaveOut = (
    { pointer, index }: Pick<(typeof all)[number], "pointer" | "index">,
    why: string,
  ): void => {
    const unchecked = "so type and validator are not checked against each other";
    tell(`no value was found that fits ${nameOf(pointer)}${why}, ${unchecked}`, pointer);
    found[index] = { pointer, type: undefined, value: null };
  };
  eachWithinTime(MOST_MS, all, find, (one) =>
    leaveOut(one, " in time (a pattern in it may be such that it backtracks without end)"),
  );
  return found;
}

const MOST_CUT_OFF = 12;

/** A value that fits; undefined if none was found. Throws a DescriptionProblem if there can be none. */
function witness(
  document: JsonObject,
  pointer: string,
  validate: ValidateFunction,
): Json | undefined {
  const schema = lookUp(document, pointer) ?? true;
  let cutOff = 0;
  for (const recipe of recipes()) {
    const value = synthesise(document, schema, recipe);
    if (validate(value) === true) return value;
    // A schema with too many parts for the smallest recipes has too many for all of them.
    if (recipe.parts.left <= 0 && (cutOff += 1) === MOST_CUT_OFF) break;
  }
  if (!isImpossible(document, schema)) return undefined;
  throw new DescriptionProblem(`no value fits ${nameOf(pointer)}${whyNot(validate)}`, pointer);
}

function whyNot({ errors }: ValidateFunction): string {
  const [error] = errors ?? [];
  return error === undefined
    ? ""
    : ` (${error.instancePath || "the value"} fails ${error.keyword})`;
}

function nameOf(pointer: string): string {
  const component = componentOf(pointer);
  return component === undefined ? "this body" : `schema ${component}`;
}

/** Throws a DescriptionProblem for the first type that refuses its witness, or for generated code that does not compile; tells how long the compiler worked. A signal ends it. */
export async function checkTypes(
  files: ReadonlyMap<string, string>,
  witnesses: readonly Witness[],
  took?: (ms: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  // The value of one schema is written once: the next type of the schema need only take the first. It does so in a function,
  // since at the top of a file the compiler follows each name back through every variable above it, which are thousands.
  const lines = witnesses.map(({ type, value, first }, index) => {
    const typed = type === undefined ? "" : `: ${type}`;
    return first === undefined
      ? `export const _${index}${typed} = ${literal(value)};`
      : `export function _${index}()${typed} { return _${first}; }`;
  });
  const sources = new Map([...files].filter(([name]) => name.endsWith(".ts")));
  const head = `import type { components, operations } from "./types.js";`;
  sources.set("witnesses.ts", `${[head, ...lines].join("\n")}\n`);
  const [error] = await compile(sources, took, signal);
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
