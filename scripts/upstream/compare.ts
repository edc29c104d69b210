import { textOf, type JsonObject } from "../model/json.ts";
import { child, namesOf, placeOf, rootNode } from "../model/node.ts";
import { compareOperation } from "./compare-operations.ts";
import { Differences, type Difference } from "./difference.ts";
import type { Published, Route } from "./published.ts";

/** Every fact in which our description differs from the published ones, for the operations that we have. */
export function compare(
  ours: JsonObject,
  all: readonly Published[],
  routes: readonly Route[],
  differences = new Differences(),
): readonly Difference[] {
  for (const published of all) {
    differences.published = published;
    compareHeads(ours, published.document, differences);
  }
  for (const { path, method, operationId, published, missing } of routes) {
    if (missing !== undefined) continue;
    const item = child(child(rootNode(ours), "paths"), path);
    if (published === undefined) {
      differences.published = undefined;
      differences.add("ours", placeOf(item, method), "operation", `${operationId}: not published`);
      continue;
    }
    differences.published = published.by;
    if (published.path !== path && !published.otherVersion) {
      differences.add("ours", item.pointer, "path", `published as ${published.path}`);
    }
    const there = child(child(rootNode(published.by.document), "paths"), published.path);
    const [own, their] = [child(item, method), child(there, method)];
    if (their.value === undefined)
      differences.add("ours", own.pointer, "operation", "not published");
    else compareOperation(own, their, differences);
  }
  return differences.all;
}

/** What concerns a description as a whole. */
function compareHeads(ours: JsonObject, published: JsonObject, differences: Differences): void {
  const [own, other] = [rootNode(ours), rootNode(published)];
  for (const [kind, steps] of [
    ["openapi", ["openapi"]],
    ["version", ["info", "version"]],
  ] as const) {
    const [mine, theirs] = [own, other].map((root) => steps.reduce(child, root).value);
    if (mine === theirs) continue;
    const detail = `${textOf(mine)}; published: ${textOf(theirs)}`;
    differences.add("ours", `/${steps.join("/")}`, kind, detail);
  }
  const schemes = child(child(own, "components"), "securitySchemes");
  const others = child(child(other, "components"), "securitySchemes");
  for (const name of namesOf(schemes)) {
    if (!namesOf(others).includes(name))
      differences.add("ours", placeOf(schemes, name), "security-scheme", "not published");
  }
  for (const name of namesOf(others)) {
    if (!namesOf(schemes).includes(name))
      differences.add("published", placeOf(others, name), "security-scheme", "not in ours");
  }
}
