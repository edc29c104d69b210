import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

type Library = typeof import("@redocly/openapi-core");

/*
 * The linter by its parts. Its usual entry brings the rules for all kinds of descriptions, and what reads GraphQL, which takes
 * three times as long to load: so only what lints takes that.
 */
const entry = createRequire(import.meta.url).resolve("@redocly/openapi-core");
const folder = dirname(entry);

export async function part(path: string): Promise<Library> {
  return (await import(pathToFileURL(join(folder, path)).href)) as Library;
}

export const { BaseResolver, ResolveError, Source } = await part("resolve.js");
export const { isAbsoluteUrl } = await part("ref-utils.js");
const codeframes = await part("format/codeframes.js");
export const { getCodeframe } = codeframes;
export const { YamlParseError } = await part("errors/yaml-parse-error.js");

type Load = Parameters<InstanceType<Library["Source"]>["getAst"]>[0];
const { safeLoad } = createRequire(entry)("yaml-ast-parser") as { readonly safeLoad: Load };

/** Where a pointer of a file leads to. */
export const getLineColLocation: Library["getLineColLocation"] = (location) => {
  // Kept by the source. It holds each key of a mapping against all others unless told not to: fifty thousand take minutes.
  if (location.pointer !== undefined)
    location.source.getAst((text, options) =>
      safeLoad(text, { ...options, ignoreDuplicateKeys: true }),
    );
  return codeframes.getLineColLocation(location);
};
