import type { JsonObject } from "../model/json.ts";
import { compareOperations } from "./compare-operations.ts";
import { Differences, type Difference } from "./difference.ts";
import { child, namesOf, placeOf, rootNode } from "../model/node.ts";

/** Every fact in which our description differs from the published one, for the operations that we have. */
export function compare(ours: JsonObject, published: JsonObject): readonly Difference[] {
  const differences = new Differences();
  const [own, other] = [rootNode(ours), rootNode(published)];
  for (const [kind, steps] of [
    ["openapi", ["openapi"]],
    ["version", ["info", "version"]],
  ] as const) {
    const [mine, theirs] = [own, other].map((root) => steps.reduce(child, root).value);
    if (mine !== theirs) {
      differences.add(
        "ours",
        `/${steps.join("/")}`,
        kind,
        `${String(mine)}; published: ${String(theirs)}`,
      );
    }
  }
  const [schemes, others] = [own, other].map((root) =>
    child(child(root, "components"), "securitySchemes"),
  );
  if (schemes !== undefined && others !== undefined) {
    for (const name of namesOf(schemes)) {
      if (!namesOf(others).includes(name))
        differences.add("ours", placeOf(schemes, name), "security-scheme", "not published");
    }
    for (const name of namesOf(others)) {
      if (!namesOf(schemes).includes(name))
        differences.add("published", placeOf(others, name), "security-scheme", "not in ours");
    }
  }
  compareOperations(own, other, differences);
  return differences.all;
}
