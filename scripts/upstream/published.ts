import { resolve } from "node:path";
import { isObject, members, strings, textOf, type Json, type JsonObject } from "../model/json.ts";
import { child, namesOf, rootNode } from "../model/node.ts";
import { indexPaths } from "../model/same-path.ts";
import { otherVersions, versionsOf } from "../model/versions.ts";
import { METHODS } from "../model/walk.ts";
import { readSource, readText } from "../read/read.ts";
import { download, isUrl, TextFile } from "./text-file.ts";

/** A description that HubSpot publishes. */
export interface Published {
  readonly file: TextFile;
  readonly document: JsonObject;
}

/** What spec/deviations.yaml says of one that it was written against. */
export interface Known {
  readonly title: string;
  readonly version: string;
  /** The operations of ours that are published there, where it has to be said. */
  readonly operations: readonly string[];
}

/** An operation of ours, and where it is published. */
export interface Route {
  readonly path: string;
  readonly method: string;
  readonly operationId: string;
  /** Undefined where it is published in none of the descriptions. */
  readonly published:
    | {
        readonly by: Published;
        readonly path: string;
        /** The path is that of another version of the API, which `x-versions` lists. */
        readonly otherVersion: boolean;
      }
    | undefined;
  /** The title of the description that is said to have it, where that was not given. */
  readonly missing: string | undefined;
}

/**
 * Reads a description from a file or over https.
 *
 * @throws {InputProblem} if it cannot be had, or is none
 */
export async function loadPublished(source: string, cwd: string): Promise<Published> {
  const { root } = isUrl(source)
    ? await readText(source, await download(source))
    : await readSource(resolve(cwd, source));
  return { file: new TextFile(source, root.source.body), document: root.parsed as JsonObject }; // as reading has it
}

/** The head of spec/deviations.yaml: one description, or a list of them. */
export function knownOf(deviations: Json): Known[] {
  const written = isObject(deviations) ? deviations["published"] : undefined;
  const list = Array.isArray(written) ? written : [written];
  return list.filter(isObject).map(({ title, version, operations }) => ({
    title: textOf(title),
    version: textOf(version),
    operations: strings(operations),
  }));
}

export function titleOf({ document }: Published): string {
  return textOf(child(child(rootNode(document), "info"), "title").value);
}

/**
 * Finds each operation of ours in the description that spec/deviations.yaml names for it, or else in the one that has
 * its very path, or else in one that has it in another version of the API.
 */
export function findRoutes(
  ours: JsonObject,
  all: readonly Published[],
  known: readonly Known[],
): Route[] {
  const versions = versionsOf(ours);
  const routes: Route[] = [];
  const indices = new Map(
    all.map((by) => [by, indexPaths(namesOf(child(rootNode(by.document), "paths")))]),
  );
  for (const [path, item] of members(ours["paths"])) {
    for (const method of METHODS) {
      const operation = isObject(item) ? item[method] : undefined;
      if (!isObject(operation)) continue;
      const operationId = textOf(operation["operationId"]);
      const named = known.find(({ operations }) => operations.includes(operationId))?.title;
      const among = all.filter((each) => named === undefined || titleOf(each) === named);
      const exact = among.find(({ document }) => hasOperation(document, path, method));
      const other = among.flatMap((by) => {
        const paths = indices.get(by);
        const listed = otherVersions(path, versions).find((each) => paths?.has(each));
        const there = listed ?? paths?.same(path);
        const otherVersion = listed !== undefined;
        return there === undefined ? [] : [{ by, path: there, otherVersion }];
      })[0];
      const published = exact === undefined ? other : { by: exact, path, otherVersion: false };
      const missing = published === undefined && among.length === 0 ? named : undefined;
      routes.push({ path, method, operationId, published, missing });
    }
  }
  return routes;
}

function hasOperation(document: JsonObject, path: string, method: string): boolean {
  return child(child(child(rootNode(document), "paths"), path), method).value !== undefined;
}
