import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

type Library = typeof import("@redocly/openapi-core");

/*
 * The linter by its parts. Its usual entry brings the rules for all kinds of descriptions, and what reads GraphQL, which takes
 * three times as long to load: so only what lints takes that.
 */
const folder = dirname(createRequire(import.meta.url).resolve("@redocly/openapi-core"));

export async function part(path: string): Promise<Library> {
  return (await import(pathToFileURL(join(folder, path)).href)) as Library;
}

export const { BaseResolver, ResolveError, Source } = await part("resolve.js");
export const { isAbsoluteUrl } = await part("ref-utils.js");
export const { getCodeframe, getLineColLocation } = await part("format/codeframes.js");
export const { YamlParseError } = await part("errors/yaml-parse-error.js");
