import type { ValidateFunction } from "ajv";
import { createRequire } from "node:module";
import { visibleInJson } from "../output/visible.ts";

const require = createRequire(import.meta.url);

type Source = NonNullable<ValidateFunction["source"]>;

/** A value that a validator refers to by name, as Ajv keeps it. */
interface Named {
  readonly prefix: string;
  readonly value?: { readonly ref: unknown; readonly code?: unknown };
}

/** Helpers of Ajv that are one function with nothing outside it, so that their source can stand in the code itself. */
const HELPERS = new Map(
  ["ajv/dist/runtime/ucs2length", "ajv/dist/runtime/equal"].map((path) => [
    `require("${path}").default`,
    path,
  ]),
);

/**
 * JavaScript that declares these validators and all that they call, and needs no import: Ajv's own emitter calls
 * `require` for helpers even when it is asked for ES modules, and declares schemas that it does not use. The code is
 * put together from Ajv's parts and never edited as text, since a schema may hold any text, code included.
 */
export function declareValidators(validators: readonly ValidateFunction[]): string {
  const sources = new Map<string, Source>();
  const values = new Map<string, Named>();
  const open = validators.map(sourceOf);
  for (let source = open.pop(); source !== undefined; source = open.pop()) {
    if (sources.has(`${source.validateName}`)) continue;
    sources.set(`${source.validateName}`, source);
    // Ajv declares sets here and keeps maps; both have `values`.
    for (const names of Object.values(source.scopeValues)) {
      for (const name of names?.values() ?? []) {
        values.set(`${name}`, name);
        const called = calledBy(name);
        if (called !== undefined) open.push(called);
      }
    }
  }
  const functions = [...sources].sort(byName).map(([, source]) => source.validateCode);
  const body = functions.join("\n");
  const mentioned = new Set(body.match(/\bschema\d+\b/g));
  const constants = [...values].sort(byName).flatMap(([name, value]) => {
    // A name that only occurs in a text of a schema is declared unnecessarily, which does no harm.
    if (value.prefix === "validate" || (value.prefix === "schema" && !mentioned.has(name)))
      return [];
    return [`const ${name} = ${constantOf(value)};`];
  });
  const evaluated = [...sources]
    .sort(byName)
    .flatMap(([name, source]) =>
      source.evaluated === undefined ? [] : [`${name}.evaluated = ${source.evaluated};`],
    );
  // Ajv writes a text of a schema as a string, in which an escape means the same.
  return visibleInJson([...constants, body, ...evaluated].join("\n"));
}

/** The name under which the code declares a validator. */
export function declaredName(validate: ValidateFunction): string {
  return `${sourceOf(validate).validateName}`;
}

function sourceOf({ source }: ValidateFunction): Source {
  if (source === undefined) throw new Error("Ajv kept no source of a validator");
  return source;
}

/** The source of the validator that a name stands for: itself, or an object around one that is not made yet. */
function calledBy({ prefix, value }: Named): Source | undefined {
  if (prefix === "validate") return sourceOf(value?.ref as ValidateFunction);
  if (prefix === "root" || prefix === "wrapper") {
    return sourceOf((value?.ref as { validate: ValidateFunction }).validate);
  }
  return undefined;
}

function constantOf(named: Named): string {
  const called = calledBy(named);
  if (called !== undefined) return `{ validate: ${called.validateName} }`;
  const code = `${named.value?.code as object}`;
  // A built-in function, such as `Object.prototype.hasOwnProperty`, needs no declaration.
  if (named.prefix !== "func" || !code.startsWith("require(")) return code;
  const helper = HELPERS.get(code);
  if (helper === undefined) {
    throw new Error(`Ajv's code needs ${code}, which is not known to stand alone`);
  }
  const module: unknown = require(helper);
  return String(
    typeof module === "object" && module !== null && "default" in module ? module.default : module,
  );
}

/** `validate9` before `validate10`. */
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
