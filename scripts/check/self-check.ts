import { escapeStep, lookUp, type Json, type JsonObject } from "../model/json.ts";
import type { OperationModel } from "../model/operations.ts";
import { schemasOf } from "../normalise/hoist.ts";
import { DescriptionProblem } from "../problem.ts";
import type { Validators } from "../emit/validators.ts";
import { compile } from "./compile.ts";
import { recipes, synthesise } from "./synthesise.ts";

/** A value that fits a schema, and the type that the same schema became. */
export interface Witness {
  readonly pointer: string;
  readonly type: string;
  readonly value: Json;
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
    pointer: `#/components/schemas/${escapeStep(name)}`,
    type: `components["schemas"][${JSON.stringify(name)}]`,
  }));
  const bodies = operations.flatMap(({ operationId, bodies }) =>
    bodies.map(({ of, media, pointer }) => ({ pointer, type: bodyType(operationId, of, media) })),
  );
  return [...components, ...bodies].map(({ pointer, type }) => ({
    pointer,
    type,
    value: witness(document, pointer, validators),
  }));
}

/** How the generated types name a body. */
export function bodyType(operationId: string, of: string, media: string): string {
  const keys = [operationId, ...(of === "request" ? ["requestBody"] : ["responses", of])];
  const holder = keys.map((key) => `[${JSON.stringify(key)}]`).join("");
  return `NonNullable<operations${holder}>["content"][${JSON.stringify(media)}]`;
}

function witness(document: JsonObject, pointer: string, validators: Validators): Json {
  const schema = lookUp(document, pointer) ?? true;
  const validate = validators.of(pointer);
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
  const component = /^#\/components\/schemas\/([^/]+)$/.exec(pointer)?.[1];
  return component === undefined ? "this body" : `schema ${component}`;
}

/** Throws a DescriptionProblem for the first type that refuses its witness, or for generated code that does not compile. */
export async function checkTypes(
  files: ReadonlyMap<string, string>,
  witnesses: readonly Witness[],
): Promise<void> {
  const lines = witnesses.map(
    ({ type, value }, index) => `export const _${index}: ${type} = ${literal(value)};`,
  );
  const sources = new Map([...files].filter(([name]) => name.endsWith(".ts")));
  const head = `import type { components, operations } from "./types.js";`;
  sources.set("witnesses.ts", `${[head, ...lines].join("\n")}\n`);
  const [error] = await compile(sources);
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

/** `__proto__` as a key of an object literal would set the prototype: written as a computed key it is a key. */
function literal(value: Json): string {
  return JSON.stringify(value).replaceAll(`"__proto__":`, `["__proto__"]:`);
}
