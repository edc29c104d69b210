import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Helpers of Ajv that are one function with nothing outside it, so that their source can stand in the code itself. */
const HELPERS = new Set(["ajv/dist/runtime/ucs2length", "ajv/dist/runtime/equal"]);

const IMPORT = /^const (\w+) = require\("([^"]+)"\)(?:\.default)?;$/;
const SCHEMA = /^const (schema\d+) = .*;$/;
const USE = /\b(schema\d+)\./g;

/**
 * Makes Ajv's standalone code stand alone: it calls `require` for helpers even when it is asked for ES modules,
 * and declares schemas that it does not use. A bundler would do the same, but writes paths into what it emits.
 */
export function standAlone(code: string): string {
  const lines = code.split("\n").filter((line) => line !== "" && line !== '"use strict";');
  const lean = lines.map(dropTypeParams);
  const body = lean.filter((line) => !SCHEMA.test(line)).join("\n");
  const used = new Set([...body.matchAll(USE)].map(([, name]) => name));
  return lean
    .filter((line) => !SCHEMA.test(line) || used.has(SCHEMA.exec(line)?.[1]))
    .map((line) => line.replace(IMPORT, inline))
    .join("\n");
}

/** Ajv's own error for `type` is not open to a change of its definition. */
function dropTypeParams(line: string): string {
  return line
    .replace(/,params:\{type: (?:"[a-z]+"|schema\d[\w.$]*)\}/g, "")
    .replace(/,params:\{\}/g, "");
}

function inline(_: string, name: string, path: string): string {
  if (!HELPERS.has(path))
    throw new Error(`Ajv's code needs ${path}, which is not known to stand alone`);
  const module: unknown = require(path);
  const source = String(
    typeof module === "object" && module !== null && "default" in module ? module.default : module,
  );
  return `const ${name} = ${source};`;
}
