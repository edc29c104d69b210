import { isObject, own, type Json, type JsonObject } from "../model/json.ts";
import { atPair, child, itemsOf, namesOf, type Node } from "../model/node.ts";
import type { Change } from "./change.ts";

/** Keywords that hold schemas by name. */
const maps = ["properties", "patternProperties", "dependentSchemas"];
/** Keywords that hold a list of schemas. */
const lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
/** Keywords that hold one schema, and whose absence is as good as `true`. */
const open = ["items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems"];
/** Keywords that hold one schema. */
const single = ["not", "contains", "propertyNames", "if", "then", "else", "contentSchema"];
/** What stands in `$defs` is looked at where it is used. */
const apart = ["$defs", "definitions", "$ref", "nullable", "const"];

/** Finds what changes in a schema, and in those that it holds. */
export class SchemaChanges {
  readonly #changes: Change[] = [];
  readonly #seen = new Set<string>();

  find(before: Node, after: Node, path: readonly string[]): readonly Change[] {
    if (before.value !== undefined || after.value !== undefined) this.#compare(before, after, path);
    return this.#changes;
  }

  /** @param list the alternatives among which the two stand */
  #compare(before: Node, after: Node, path: readonly string[], list?: Change["around"]): void {
    const [old, now] = [contentOf(before), contentOf(after)];
    const pair = [before, after].map(identityOf).join(" ");
    // One that holds no others is judged by what it stands in, too: an enum may be open there.
    if (this.#seen.has(pair) && [old, now].some(holdsOthers)) return;
    this.#seen.add(pair);
    atPair(before, after);
    for (const keyword of maps) {
      const [was, is] = [child(before, keyword), child(after, keyword)];
      for (const name of new Set([...namesOf(was), ...namesOf(is)])) {
        const inner = [...path, keyword, name];
        this.#oneOrBoth(child(was, name), child(is, name), inner, { before, after });
      }
    }
    for (const keyword of lists) {
      const around = { before: child(before, keyword), after: child(after, keyword) };
      for (const [was, is, index] of pairUp(around.before, around.after, keyword)) {
        this.#oneOrBoth(was, is, [...path, keyword, String(index)], around);
      }
    }
    for (const keyword of single) {
      const [was, is] = [child(before, keyword), child(after, keyword)];
      this.#oneOrBoth(was, is, [...path, keyword], { before, after });
    }
    for (const keyword of open) {
      const [was, is] = [child(before, keyword), child(after, keyword)];
      if (isObject(was.value) && isObject(is.value)) this.#compare(was, is, [...path, keyword]);
      else this.#keyword(keyword, was.value, is.value, path, list);
    }
    const walked = [...maps, ...lists, ...single, ...open, ...apart];
    for (const keyword of new Set([...Object.keys(old), ...Object.keys(now)])) {
      if (walked.includes(keyword)) continue;
      this.#keyword(keyword, own(old, keyword), own(now, keyword), path, list);
    }
  }

  #oneOrBoth(
    before: Node,
    after: Node,
    path: readonly string[],
    around: NonNullable<Change["around"]>,
  ): void {
    const [was, is] = [before.value !== undefined, after.value !== undefined];
    if (was && is) return this.#compare(before, after, path, around);
    if (!was && !is) return;
    const values = { before: before.value, after: after.value };
    const kind = is ? "added" : "removed";
    this.#changes.push({ kind, type: "Schema", path, property: undefined, ...values, around });
  }

  #keyword(
    keyword: string,
    before: Json | undefined,
    after: Json | undefined,
    path: readonly string[],
    around: Change["around"],
  ): void {
    if (!differs(before, after)) return;
    const found = { kind: "modified", type: "Schema", path, property: keyword } as const;
    this.#changes.push({ ...found, before, after, around });
  }
}

/**
 * The keywords of a schema, with what can be said in two ways said in one: `true` and `false` as schemas, null as a
 * type, a `const` as an enum of one.
 */
function contentOf({ value, beside }: Node): JsonObject {
  if (value === false) return { enum: [] };
  if (!isObject(value)) return {};
  const content = { ...value, ...beside };
  const { type, nullable, const: only } = content;
  if (nullable === true && typeof type === "string") content["type"] = [type, "null"];
  if (only !== undefined) content["enum"] = [only];
  return content;
}

function holdsOthers(schema: JsonObject): boolean {
  return [...maps, ...lists, ...single, ...open].some(
    (keyword) => typeof schema[keyword] === "object",
  );
}

function identityOf({ pointer, beside }: Node): string {
  return beside === undefined ? pointer : pointer + JSON.stringify(beside);
}

/** What belongs together in two lists of schemas, and its index in the later list, or else in the earlier. */
function pairUp(before: Node, after: Node, keyword: string): [Node, Node, number][] {
  const [old, now] = [indexed(before), indexed(after)];
  const pairs: [Node, Node, number][] = [];
  // The same component, or the same content; then the same type, or the same place where the order counts.
  const keys: ((node: Node, index: number) => string | undefined)[] =
    keyword === "prefixItems"
      ? [(_, index) => String(index)]
      : [
          (node) => (isNamed(node) ? node.pointer : undefined),
          ({ value }) => JSON.stringify(sorted(value ?? null)),
          typeOf,
        ];
  for (const keyOf of keys) {
    // By key, since a description may have tens of thousands of alternatives.
    const free = new Map<string, Node[]>();
    for (const [one, index] of old) {
      const key = keyOf(one, index);
      if (key === undefined) continue;
      const list = free.get(key);
      if (list === undefined) free.set(key, [one]);
      else list.push(one);
    }
    for (const list of free.values()) list.reverse();
    for (const [other, index] of now) {
      const partner = free.get(keyOf(other, index) ?? "")?.pop();
      if (partner === undefined) continue;
      pairs.push([partner, other, index]);
      old.delete(partner);
      now.delete(other);
    }
  }
  for (const [other, index] of now) pairs.push([absent(before), other, index]);
  for (const [one, index] of old) pairs.push([one, absent(after), index]);
  return pairs;
}

function indexed(list: Node): Map<Node, number> {
  return new Map(itemsOf(list).map((node, index) => [node, index]));
}

/** A value whose members stand in the order of their names, since their order says nothing. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, inner]) => [name, sorted(inner)]));
}

function isNamed({ pointer }: Node): boolean {
  return pointer.startsWith("/components/");
}

function typeOf({ value }: Node): string | undefined {
  if (!isObject(value)) return undefined;
  const { type, enum: values, const: only } = value;
  if (values !== undefined || only !== undefined) return "enum";
  return type === undefined ? undefined : JSON.stringify(type);
}

function absent(node: Node): Node {
  return { ...node, value: undefined };
}

/** Whether two values of JSON differ, whatever the order of their members. */
export function differs(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return false;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length !== other.length || one.some((each, index) => differs(each, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return true;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].some((name) => differs(own(one, name), own(other, name)));
}
