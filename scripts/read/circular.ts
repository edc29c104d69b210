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
    throw new InputProblem("a $ref leads back to itself through several files");
  }
}

function refuseCircular(resolver: LocalResolver): void {
  for (const document of resolver.documents.values()) {
    const pointer = circularIn(document.parsed as Json);
    if (pointer === undefined) continue;
    const place = toPlace({ source: document.source, pointer }, resolver);
    throw new InputProblem("this $ref leads back to itself: nothing is defined", place);
  }
}

function circularIn(root: Json): string | undefined {
  const open: [Json, string][] = [[root, "#"]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, pointer] = next;
    if (isObject(node) && isString(node["$ref"]) && isCircular(root, node["$ref"])) return pointer;
    if (typeof node !== "object" || node === null) continue;
    for (const [key, value] of Object.entries(node))
      open.push([value, `${pointer}/${escapeStep(key)}`]);
  }
  return undefined;
}

function isCircular(root: Json, ref: string): boolean {
  const seen = new Set<string>();
  let current: string | undefined = ref;
  while (current !== undefined) {
    if (seen.has(current)) return true;
    seen.add(current);
    const target: Json | undefined = lookUp(root, current);
    current = isObject(target) && isString(target["$ref"]) ? target["$ref"] : undefined;
  }
  return false;
}
