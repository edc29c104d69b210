import { isObject, strings } from "../model/json.ts";
import type { Differences } from "./difference.ts";
import { atPair, child, namesOf, placeOf, type Node } from "../model/node.ts";
import { comparedKeywords, factsOf } from "./schema-facts.ts";

/** Where a property is named, which is not where its reference leads to. */
interface At {
  readonly ours: string;
  readonly published: string;
}

/** Compares two schemas, and what they hold. */
export function compareSchemas(
  ours: Node,
  published: Node,
  differences: Differences,
  at: At = { ours: ours.pointer, published: published.pointer },
  seen = new Set<string>(),
): void {
  const pair = `${ours.pointer} ${published.pointer}`;
  atPair(ours, published);
  compareValues(ours, published, at, differences);
  if (seen.has(pair)) return;
  seen.add(pair);
  compareProperties(ours, published, differences, seen);
  for (const holder of ["items", "additionalProperties"]) {
    const [own, other] = [child(ours, holder), child(published, holder)];
    if (isObject(own.value) && isObject(other.value)) {
      compareSchemas(own, other, differences, undefined, seen);
    } else if (holder === "items" && isObject(own.value) !== isObject(other.value)) {
      differences.add("ours", at.ours, "type", "only one side says what the list holds");
    } else if ((own.value === false) !== (other.value === false)) {
      differences.add("ours", at.ours, "type", "only one side allows further properties");
    }
  }
}

function compareValues(ours: Node, published: Node, at: At, differences: Differences): void {
  const [own, other] = [factsOf(ours), factsOf(published)];
  if (own.types.join() !== other.types.join()) {
    const detail = `${own.types.join(", ") || "any"}; published: ${other.types.join(", ") || "any"}`;
    differences.add("ours", at.ours, "type", detail);
  }
  if (own.nullable !== other.nullable) {
    const detail = own.nullable ? "null is allowed" : "published: null is allowed";
    differences.add("ours", at.ours, own.nullable ? "nullable" : "not-nullable", detail);
  }
  if ((own.values ?? []).join() !== (other.values ?? []).join()) {
    const list = (values: readonly string[] | undefined): string => values?.join(", ") ?? "none";
    differences.add(
      "ours",
      at.ours,
      "enum",
      `${list(own.values)}; published: ${list(other.values)}`,
    );
  }
  if (own.open !== other.open) {
    differences.add(
      "ours",
      at.ours,
      own.open ? "open-enum" : "closed-enum",
      "only one side allows further values",
    );
  }
  for (const [kind, keywords] of Object.entries(comparedKeywords)) {
    for (const keyword of keywords) {
      const [mine, theirs] = [own.keywords[keyword], other.keywords[keyword]];
      if (JSON.stringify(mine) === JSON.stringify(theirs)) continue;
      const detail = `${JSON.stringify(mine) ?? "unset"}; published: ${JSON.stringify(theirs) ?? "unset"}`;
      if (mine !== undefined) differences.add("ours", placeOf(ours, keyword), kind, detail);
      else differences.add("published", placeOf(published, keyword), kind, detail);
    }
  }
}

function compareProperties(
  ours: Node,
  published: Node,
  differences: Differences,
  seen: Set<string>,
): void {
  const [own, other] = [child(ours, "properties"), child(published, "properties")];
  const [mine, theirs] = [required(ours), required(published)];
  for (const name of namesOf(own)) {
    if (!namesOf(other).includes(name)) {
      differences.add("ours", placeOf(own, name), "property", "not published");
      continue;
    }
    const at = { ours: placeOf(own, name), published: placeOf(other, name) };
    if (theirs.includes(name) && !mine.includes(name)) {
      differences.add("ours", at.ours, "optional", "published: required");
    }
    if (mine.includes(name) && !theirs.includes(name)) {
      differences.add("ours", at.ours, "required", "published: optional");
    }
    compareSchemas(child(own, name), child(other, name), differences, at, seen);
  }
  for (const name of namesOf(other)) {
    if (!namesOf(own).includes(name)) {
      differences.add("published", placeOf(other, name), "property", "not in ours");
    }
  }
}

function required(node: Node): string[] {
  return strings(child(node, "required").value);
}
