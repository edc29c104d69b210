import { escapeStep, isObject, textOf, type Json, type JsonObject } from "../model/json.ts";
import { child, namesOf, rootNode } from "../model/node.ts";
import { keyOf, type Difference } from "./difference.ts";
import { knownOf, titleOf, type Published, type Route } from "./published.ts";

/** A row of spec/deviations.yaml, as far as it is compared. */
export interface Row extends Pick<Difference, "document" | "pointer" | "kind"> {
  /** Its place in the list. */
  readonly index: number;
}

export interface Verdict {
  readonly differences: number;
  /** Differences that no row lists. */
  readonly unlisted: readonly Difference[];
  /** Rows that no longer differ. */
  readonly stale: readonly Row[];
  /** Operations that were compared with nothing, since the description that has them was not given. */
  readonly missing: readonly Route[];
  /** Descriptions that the rows are not about. */
  readonly others: readonly string[];
}

/** Holds the differences found against those that are listed. */
export function decide(
  differences: readonly Difference[],
  deviations: Json,
  { ours, all, routes }: { ours: JsonObject; all: readonly Published[]; routes: readonly Route[] },
): Verdict {
  const rows = readRows(deviations);
  const found = new Set(differences.map(keyOf));
  const listed = new Set(rows.map(keyOf));
  const missing = routes.filter((route) => route.missing !== undefined);
  const isCompared = missing.length === 0 ? () => true : comparedRows(ours, routes);
  // The rows are about the versions that the paths name: in another one, each may differ or not.
  const isOther = routes.some(({ published }) => published?.otherVersion === true);
  return {
    differences: differences.length,
    unlisted: differences.filter((difference) => !listed.has(keyOf(asInRows(difference, routes)))),
    stale: rows.filter((row) => !isOther && !found.has(keyOf(row)) && isCompared(row)),
    missing,
    others: all.flatMap((each) => otherThanKnown(each, deviations)),
  };
}

/** A difference in another version of the API, where the rows would have it. */
function asInRows(difference: Difference, routes: readonly Route[]): Difference {
  const { document, pointer } = difference;
  const place = (path: string): string => `/paths/${escapeStep(path)}`;
  const route = routes.find(
    ({ published }) =>
      document === "published" &&
      published?.otherVersion === true &&
      isBelow(pointer, place(published.path)),
  );
  if (route?.published === undefined) return difference;
  return {
    ...difference,
    pointer: pointer.replace(place(route.published.path), () => place(route.path)),
  };
}

function readRows(deviations: Json): Row[] {
  const list = isObject(deviations) ? deviations["deviations"] : undefined;
  return (Array.isArray(list) ? list : []).flatMap((row, index): Row[] => {
    if (!isObject(row)) return [];
    const { document, pointer, kind } = row;
    const side = document === "published" ? "published" : "ours";
    return [{ document: side, pointer: textOf(pointer), kind: textOf(kind), index }];
  });
}

function otherThanKnown(published: Published, deviations: Json): string[] {
  const version = textOf(child(child(rootNode(published.document), "info"), "version").value);
  const known = knownOf(deviations);
  const isKnown = known.some(
    (each) => each.title === titleOf(published) && each.version === version,
  );
  const list = known.map((each) => `${each.title}, version ${each.version}`).join("; ");
  const own = `${titleOf(published)}, version ${version}`;
  return known.length === 0 || isKnown ? [] : [`${own}; the rows are about ${list}`];
}

/** Tells of a row whether what it is about was compared: nothing can be said of what only a missing description shows. */
function comparedRows(ours: JsonObject, routes: readonly Route[]): (row: Row) => boolean {
  const root = rootNode(ours);
  const reached = new Set<string>();
  const walk = (node: Json | undefined): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (!isObject(node)) return;
    for (const [name, value] of Object.entries(node)) {
      if (name !== "$ref" || typeof value !== "string") walk(value);
      else if (!reached.has(value)) {
        reached.add(value);
        walk(value.split("/").slice(1).reduce(child, root).value);
      }
    }
  };
  const places = routes.map(({ path, method, missing, published }) => {
    const item = child(child(root, "paths"), path);
    const pointer = child(item, method).pointer;
    if (missing === undefined) walk(child(item, method).value);
    return { pointer, isCompared: missing === undefined, published };
  });
  return ({ document, pointer }) => {
    if (document === "published")
      return pointer.startsWith("/paths/") && isPublished(places, pointer);
    const place = places.find((each) => isBelow(pointer, each.pointer));
    if (place !== undefined) return place.isCompared;
    return [...reached].some((ref) => isBelow(pointer, ref.slice(1)));
  };
}

function isPublished(
  places: readonly { readonly published: Route["published"] }[],
  pointer: string,
): boolean {
  return places.some(({ published }) => {
    if (published === undefined) return false;
    const paths = child(rootNode(published.by.document), "paths");
    return (
      namesOf(paths).includes(published.path) &&
      isBelow(pointer, child(paths, published.path).pointer)
    );
  });
}

function isBelow(pointer: string, other: string): boolean {
  return pointer === other || pointer.startsWith(`${other}/`);
}
