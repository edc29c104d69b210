import type { Document } from "@redocly/openapi-core";
import { escapeStep, isObject, isString, lookUp, type Json } from "../model/json.ts";
import { InputProblem } from "../problem.ts";
import { toPlace } from "./places.ts";
import type { LocalResolver } from "./resolver.ts";

/** What the linter throws, without a place, for a `$ref` that leads back to itself. */
const MESSAGE = "Self-referencing circular pointer";

/** Runs a step of the linter's; turns its error for a circular reference into one that says where it is. */
export async function locateCircular<T>(
  resolver: LocalResolver,
  work: () => Promise<T>,
): Promise<T> {
  // Beforehand, in the files that are known: of several such references the linter throws one for each, and
  // only the first of them to us.
  refuseCircular(resolver);
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || error.message !== MESSAGE) throw error;
    refuseCircular(resolver);
    // It leads through files that are nothing but a reference each.
    const documents = [...resolver.documents.values()];
    const whole = documents.find(({ parsed }) => isObject(parsed) && isString(parsed["$ref"]));
    const source = (whole ?? documents[0])?.source;
    const place = source && toPlace({ source, pointer: "#/$ref" }, resolver);
    throw new InputProblem("a $ref leads back to itself through several files", place);
  }
}

/** Documents in which there is none: they are not looked through for each step. */
const sound = new WeakSet<Document>();

function refuseCircular(resolver: LocalResolver): void {
  for (const document of resolver.documents.values()) {
    if (sound.has(document)) continue;
    const found = endlessIn(document.parsed as Json);
    if (found === undefined) {
      sound.add(document);
      continue;
    }
    const place = toPlace({ source: document.source, pointer: found.pointer }, resolver);
    throw new InputProblem(found.message, place);
  }
}

/** A node with the path to it. The pointer is made of it only once the node is found. */
interface Step {
  readonly node: Json;
  readonly key: string;
  readonly parent: Step | undefined;
}

function endlessIn(root: Json): { pointer: string; message: string } | undefined {
  const known = new Map<string, string | undefined>();
  const open: Step[] = [{ node: root, key: "#", parent: undefined }];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { node } = step;
    if (typeof node !== "object" || node === null) continue;
    const ref = isObject(node) ? node["$ref"] : undefined;
    if (isString(ref)) {
      if (!known.has(ref)) known.set(ref, endless(root, ref));
      const message = known.get(ref);
      if (message !== undefined) return { pointer: pointerTo(step), message };
    }
    for (const [key, inner] of Object.entries(node)) open.push({ node: inner, key, parent: step });
  }
  return undefined;
}

function pointerTo({ key, parent }: Step): string {
  return parent === undefined ? key : `${pointerTo(parent)}/${escapeStep(key)}`;
}

/** To follow a chain of references takes the linter the square of its length. */
const LONGEST_CHAIN = 100;

/** What is wrong with a reference to a reference, and so on, that has no end, or none in sight. */
function endless(root: Json, ref: string): string | undefined {
  const seen = new Set<string>();
  let current: string | undefined = ref;
  while (current !== undefined) {
    if (seen.has(current)) return "this $ref leads back to itself: nothing is defined";
    if (seen.size > LONGEST_CHAIN) {
      return `this $ref leads to another, and so on more than ${LONGEST_CHAIN} times`;
    }
    seen.add(current);
    const target: Json | undefined = lookUp(root, current);
    current = isObject(target) && isString(target["$ref"]) ? target["$ref"] : undefined;
  }
  return undefined;
}
