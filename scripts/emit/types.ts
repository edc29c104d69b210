import type ts from "typescript";
import type { GlobalContext, OpenAPI3 } from "openapi-typescript";
import { lookUp, type JsonObject } from "../model/json.ts";
import { visible, visibleInJson } from "../output/visible.ts";
import { astToString, compiler, transformSchema } from "./openapi-typescript.ts";
import { aliasRecursive } from "./recursive-aliases.ts";
import { layOut } from "./print-types.ts";
import { bytesType, specialType } from "./special-types.ts";

/**
 * The types of a description, by openapi-typescript, laid out as prettier would. Its transformer is called directly: its usual entry lints
 * and bundles once more, with an older release of the linter, and reads whatever redocly.yaml it finds.
 */
export async function emitTypes(typesView: JsonObject): Promise<string> {
  const context: Omit<GlobalContext, "redoc"> = {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    dedupeEnums: false,
    // A `default` is what the server assumes if a caller sends nothing: it makes nothing mandatory.
    defaultNonNullable: false,
    discriminators: { objects: {}, refsHandled: [] },
    emptyObjectsUnknown: true,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: true,
    immutable: false,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    postTransform: bytesType,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform: specialType,
    transformProperty: undefined,
    resolve: <T>($ref: string) => lookUp(typesView, $ref) as T | undefined,
  };
  // Both casts: the library's types describe a description more narrowly than what a foreign one may hold, and
  // `redoc` is for the entry that is not used.
  const nodes = transformSchema(typesView as unknown as OpenAPI3, context as GlobalContext);
  nodes.forEach(showAll);
  const texts = aliasRecursive(nodes, typesView).map((node) => layOut(node) ?? byPrettier(node));
  return `${(await Promise.all(texts)).join("\n")}\n`;
}

/** No character may hide or reorder the code beside it, neither in a comment nor in the text of an enum. */
function showAll(node: ts.Node): void {
  // The library keeps such a text as a literal in an identifier.
  if (compiler.isIdentifier(node) && node.text.startsWith('"'))
    Object.assign(node, { escapedText: visibleInJson(node.text) });
  for (const comment of compiler.getSyntheticLeadingComments(node) ?? [])
    comment.text = visible(comment.text.replaceAll("\r\n", "\n"));
  compiler.forEachChild(node, showAll);
}

async function byPrettier(node: ts.Node): Promise<string> {
  const { formatFile } = await import("./format.ts");
  return (await formatFile("types.ts", astToString([node]))).trimEnd();
}
