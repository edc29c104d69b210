import { at } from "../bounds/whereabouts.ts";
import { escapeStep, isObject, lookUp, type Json, type JsonObject } from "./json.ts";

/** A place in a description, with all references followed, and the pointer to its actual location. */
export interface Node {
  readonly root: JsonObject;
  /** RFC 6901, without the `#`. */
  readonly pointer: string;
  readonly value: Json | undefined;
  /** What stands beside the reference that led here, which counts in 3.1 and is ignored in 3.0. */
  readonly beside?: JsonObject | undefined;
}

export function rootNode(root: JsonObject): Node {
  return { root, pointer: "", value: root };
}

/** A member of an object or a list. */
export function child(node: Node, step: string | number): Node {
  const { value } = node;
  const pointer = `${node.pointer}/${escapeStep(String(step))}`;
  if (Array.isArray(value)) return follow({ ...node, pointer, value: value[Number(step)] });
  const own = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return follow({ ...node, pointer, value: own });
}

/** The same without following a reference. */
export function placeOf(node: Node, step: string): string {
  return `${node.pointer}/${escapeStep(step)}`;
}

export function namesOf(node: Node): string[] {
  return isObject(node.value) ? Object.keys(node.value) : [];
}

export function itemsOf(node: Node): Node[] {
  return Array.isArray(node.value) ? node.value.map((_, index) => child(node, index)) : [];
}

function follow({ root, pointer, value }: Node): Node {
  let beside: JsonObject = {};
  for (let hops = 0; hops < 50 && isObject(value) && typeof value["$ref"] === "string"; hops += 1) {
    const { $ref: ref, ...others } = value;
    const target = lookUp(root, ref as string); // as the loop asks
    if (target === undefined) break;
    beside = { ...others, ...beside };
    pointer = String(ref).slice(1);
    value = target;
  }
  const counts = Object.keys(beside).length > 0 && !String(root["openapi"]).startsWith("3.0");
  return { root, pointer, value, beside: counts ? beside : undefined };
}

/** Says which parts of two descriptions are about to be compared. */
export function atPair(one: Node, other: Node): void {
  at(`${one.pointer}\n${other.pointer}`);
}

/** The pointers of both, as `atPair` told them. */
export function pairOf(part: string): readonly [one: string, other: string] {
  const [one = "", other = ""] = part.split("\n");
  return [`#${one}`, `#${other}`];
}
