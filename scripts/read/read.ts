import type { Document, YamlParseError as BrokenYaml } from "@redocly/openapi-core";
import { bundleOas, createEmptyRedoclyConfig } from "@redocly/openapi-core/lib/bundle-oas";
import { dirname, relative } from "node:path";
import {
  isObject,
  isString,
  lookUp,
  members,
  stepsOf,
  type Json,
  type JsonObject,
} from "../model/json.ts";
import { define } from "../model/walk.ts";
import { near } from "../model/near.ts";
import { InputProblem, type Detail } from "../problem.ts";
import { locateCircular } from "./circular.ts";
import { Origins, toPlace, type Location } from "./places.ts";
import { LocalResolver, noSuchFile, OUTSIDE } from "./resolver.ts";
import { Source as Text, YamlParseError } from "./openapi-core.ts";
import { declaredNames, nameByPath, numbered } from "./rival-names.ts";

/** A description as it was read: its root file, and the resolver that holds every file of it. */
export interface Source {
  readonly root: Document;
  readonly resolver: LocalResolver;
}

export interface Bundled {
  readonly bundle: JsonObject;
  readonly origins: Origins;
  /** The references that lead nowhere, by their text. */
  readonly dangling: ReadonlyMap<string, Detail>;
  /** Components whose files have one base name, and what they are called. */
  readonly renamed: readonly Detail[];
}

/**
 * Reads and parses the root file. Throws an InputProblem for a missing file, broken YAML or a version that is not 3.0
 * or 3.1.
 *
 * @param folder references may lead to files in it and below; the root file's own if left out
 */
export async function readSource(path: string, folder = dirname(path)): Promise<Source> {
  const resolver = new LocalResolver(path, folder);
  const load = () => resolver.resolveDocument<unknown>(null, resolver.enter(), true);
  return readRoot(relative(process.cwd(), path), resolver, load);
}

/**
 * Reads a file of plain values, within the bounds of a description.
 *
 * @param text what it holds, where that is known
 * @throws {InputProblem} if there is none, or if it cannot be parsed
 */
export async function readValues(path: string, text?: string): Promise<Document> {
  const resolver = new LocalResolver(path, dirname(path));
  const load = async (): Promise<unknown> =>
    text === undefined
      ? resolver.resolveDocument(null, resolver.enter(), true)
      : resolver.parseDocument(new Text(path, text), true);
  return readParsed(relative(process.cwd(), path), resolver, load);
}

/**
 * The same for a text that was had from elsewhere, which refers to no other.
 *
 * @param name of what it was had from
 */
export function readText(name: string, text: string): Promise<Source> {
  const resolver = new LocalResolver(name, dirname(name));
  return readRoot(name, resolver, async () => resolver.parseDocument(new Text(name, text), true));
}

async function readParsed(
  name: string,
  resolver: LocalResolver,
  load: () => Promise<unknown>,
): Promise<Document> {
  const root = await load().catch((error: unknown) => error);
  if (root instanceof InputProblem) throw root;
  if (root instanceof YamlParseError) throw brokenYaml(root, resolver);
  if (!(root instanceof Error) && isDocument(root)) return root;
  const reason = root instanceof Error ? root.message : "it could not be read";
  throw new InputProblem(`cannot read ${name}: ${reason}`);
}

async function readRoot(
  name: string,
  resolver: LocalResolver,
  load: () => Promise<unknown>,
): Promise<Source> {
  const root = await readParsed(name, resolver, load);
  const version = isObject(root.parsed) ? root.parsed["openapi"] : undefined;
  if (typeof version !== "string" || !/^3\.[01]\.\d+$/.test(version)) {
    const found =
      version === undefined ? "no `openapi` version" : `openapi: ${JSON.stringify(version)}`;
    const place = toPlace(
      { source: root.source, pointer: "#/openapi", reportOnKey: true },
      resolver,
    );
    const whole = /^3\.[01]$/.test(String(version)) ? `; write it in full, "${version}.0"` : "";
    throw new InputProblem(`not an OpenAPI 3.0 or 3.1 description: ${found}${whole}`, place);
  }
  return { root, resolver };
}

/** Brings the description into one document. The parsed files are changed in doing so: lint first. */
export async function bundleSource({ root, resolver }: Source): Promise<Bundled> {
  const declared = declaredNames(root.parsed);
  const result = await locateCircular(resolver, () =>
    bundleOas({
      doc: root,
      config: createEmptyRedoclyConfig(),
      externalRefResolver: resolver,
      componentRenamingConflicts: "warn",
    }),
  ).catch((error: unknown) => {
    if (!(error instanceof Error) || error instanceof InputProblem || error instanceof RangeError)
      throw error;
    const place = toPlace({ source: root.source, pointer: "#" }, resolver);
    throw new InputProblem(`this cannot be brought into one document: ${error.message}`, place);
  });
  // A reference that leads nowhere stays as it is: the step that needs it tells of it, and what does not need it goes on.
  const dangling = new Map<string, Detail>();
  const errors = result.problems.filter(({ severity, message, location: [at] }) => {
    if (severity !== "error") return false;
    const ref = at === undefined || message.includes(OUTSIDE) ? undefined : refAt(at, resolver);
    if (at === undefined || ref === undefined || !message.startsWith(UNRESOLVED)) return true;
    dangling.set(ref, {
      message: `Can't resolve $ref ${JSON.stringify(ref)}${noSuchFile(message).slice(UNRESOLVED.length)}`,
      // Only when it is told: there can be thousands, and to find the line of each takes long.
      get place() {
        return toPlace(at, resolver);
      },
    });
    return false;
  });
  if (errors.length > 0) {
    throw new InputProblem(
      errors.map(({ message, location }) => ({
        message: noSuchFile(message),
        get place() {
          return location[0] && toPlace(location[0], resolver);
        },
      })),
    );
  }
  if (!isObject(root.parsed)) throw new InputProblem("the description is not a mapping");
  const origins = new Origins(root.parsed, root, resolver);
  const rivals = result.problems.flatMap(({ message, location: [at] }) => {
    const pair = numbered(message);
    return pair === undefined ? [] : [{ pair, place: at && toPlace(at, resolver) }];
  });
  const told = nameByPath(
    root.parsed,
    rivals.map(({ pair }) => pair),
    declared,
    origins,
  );
  const renamed = rivals.map(({ pair: [wanted], place }) => ({
    message: `files or components of different content would be called ${wanted}: they are called ${told.get(wanted)?.join(" and ")}`,
    place,
  }));
  nameAsReferred(root.parsed);
  return { bundle: root.parsed, origins, dangling, renamed };
}

/** The linter names a component after its file as that is written in the reference, in which a blank is `%20`. */
function nameAsReferred(bundle: JsonObject): void {
  for (const [, group] of members(bundle["components"])) {
    for (const [name, component] of members(group)) {
      // The name of a file has no slash; what has one is a component that was named so.
      const ofFile = name.includes("%") && !/[~/]/.test(name);
      const read = ofFile ? (stepsOf(`#/${name}`)?.[0] ?? name) : name;
      if (read === name || !isObject(group) || Object.hasOwn(group, read)) continue;
      define(group, read, component);
      delete group[name];
    }
  }
}

const UNRESOLVED = "Can't resolve $ref";

/** The text of a reference, or of a discriminator's mapping, that stands at a place. */
function refAt(at: Location, { documents }: LocalResolver): string | undefined {
  const document = documents.get(at.source.absoluteRef);
  const node = lookUp((document?.parsed ?? null) as Json, at.pointer ?? "#");
  if (isString(node)) return node;
  return isObject(node) && isString(node["$ref"]) ? node["$ref"] : undefined;
}

function brokenYaml(error: BrokenYaml, resolver: LocalResolver): InputProblem {
  const start = { line: error.line || 1, col: error.col || 1 };
  const place = toPlace({ source: error.source, pointer: undefined, start }, resolver);
  const message = error.message.replace(/ in ".*" \(\d+:\d+\)$/, "");
  const [, alias] = /^unidentified alias "(.*)"$/.exec(message) ?? [];
  const anchors = [...error.source.body.matchAll(/(?<=[\s:-])&([\w-]+)/g)].map(
    ([, name = ""]) => name,
  );
  const hint = alias === undefined ? "" : near(alias, anchors);
  return new InputProblem(`cannot parse: ${message}${hint}`, place);
}

function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && "source" in value && "parsed" in value;
}
