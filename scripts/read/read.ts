import { bundle, createConfig, YamlParseError, type Document } from "@redocly/openapi-core";
import { dirname, relative } from "node:path";
import { isObject, type JsonObject } from "../model/json.ts";
import { InputProblem } from "../problem.ts";
import { locateCircular } from "./circular.ts";
import { Origins, toPlace } from "./places.ts";
import { LocalResolver } from "./resolver.ts";

/** A description as it was read: its root file, and the resolver that holds every file of it. */
export interface Source {
  readonly root: Document;
  readonly resolver: LocalResolver;
}

export interface Bundled {
  readonly bundle: JsonObject;
  readonly origins: Origins;
}

/**
 * Reads and parses the root file. Throws an InputProblem for a missing file, broken YAML or a version that is not 3.0
 * or 3.1.
 *
 * @param folder references may lead to files in it and below; the root file's own if left out
 */
export async function readSource(path: string, folder = dirname(path)): Promise<Source> {
  const resolver = new LocalResolver(path, folder);
  const root = await resolver
    .resolveDocument(null, resolver.enter(), true)
    .catch((error: unknown) => error);
  if (root instanceof InputProblem) throw root;
  if (root instanceof YamlParseError) throw brokenYaml(root, resolver);
  if (root instanceof Error || !isDocument(root)) {
    const reason = root instanceof Error ? root.message : "it could not be read";
    throw new InputProblem(`cannot read ${relative(process.cwd(), path)}: ${reason}`);
  }
  const version = isObject(root.parsed) ? root.parsed["openapi"] : undefined;
  if (typeof version !== "string" || !/^3\.[01](\.\d+)?$/.test(version)) {
    const found =
      version === undefined ? "no `openapi` version" : `openapi: ${JSON.stringify(version)}`;
    const place = toPlace(
      { source: root.source, pointer: "#/openapi", reportOnKey: true },
      resolver,
    );
    throw new InputProblem(`not an OpenAPI 3.0 or 3.1 description: ${found}`, place);
  }
  return { root, resolver };
}

/** Brings the description into one document. The parsed files are changed in doing so: lint first. */
export async function bundleSource({ root, resolver }: Source): Promise<Bundled> {
  const config = await createConfig({});
  const result = await locateCircular(resolver, () =>
    bundle({
      doc: root,
      config,
      externalRefResolver: resolver,
      // Two files of one base name would be numbered in the order of visits, so that a moved path swaps two types.
      componentRenamingConflicts: "error",
    }),
  );
  const errors = result.problems.filter((problem) => problem.severity === "error");
  if (errors.length > 0) {
    throw new InputProblem(
      errors.map(({ message, location }) => ({
        message: message.replace(/^Two schemas are .* Renamed (.*) to .*$/, RIVALS),
        place: location[0] && toPlace(location[0], resolver),
      })),
    );
  }
  if (!isObject(root.parsed)) throw new InputProblem("the description is not a mapping");
  const origins = new Origins(root.parsed, root, resolver);
  return { bundle: root.parsed, origins };
}

/** The linter reports what it would do with two files of one base name, which is not done here. */
const RIVALS =
  "two files or components of different content would both be called $1: rename one of them";

function brokenYaml(error: YamlParseError, resolver: LocalResolver): InputProblem {
  const start = { line: error.line || 1, col: error.col || 1 };
  const place = toPlace({ source: error.source, pointer: undefined, start }, resolver);
  return new InputProblem(
    `cannot parse: ${error.message.replace(/ in ".*" \(\d+:\d+\)$/, "")}`,
    place,
  );
}

function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && "source" in value && "parsed" in value;
}
