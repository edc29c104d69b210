import { isObject, lookUp, type Json, type JsonObject } from "./json.ts";
import { InputProblem } from "../problem.ts";

/** A schema that refers to the next one twice, thirty times over, is a thousand million places. */
const MOST_PLACES = 1_000_000;

/**
 * A description with every reference replaced by what it leads to, so that each place shows what holds there: a
 * component that is used in a request and in a response stands in both. A schema that contains itself is followed
 * once; its inner reference stays, and what it leads to stays in `components`. Everything else of `components` is
 * dropped, apart from the security schemes.
 */
export function inline(bundle: JsonObject): JsonObject {
  const recursive = new Set<string>();
  let places = 0;
  const walk = (node: Json, open: readonly string[]): Json => {
    places += 1;
    if (places > MOST_PLACES) {
      throw new InputProblem("its references lead to more places than can be compared");
    }
    if (Array.isArray(node)) return node.map((item) => walk(item, open));
    if (!isObject(node)) return node;
    const { $ref: ref } = node;
    if (typeof ref === "string") {
      if (open.includes(ref)) {
        recursive.add(ref);
        return { $ref: ref };
      }
      const target = lookUp(bundle, ref);
      if (target === undefined) return node;
      const inner = walk(target, [...open, ref]);
      // In 3.1 what stands beside a reference counts as well.
      const beside = Object.fromEntries(Object.entries(node).filter(([name]) => name !== "$ref"));
      if (Object.keys(beside).length === 0 || !isObject(inner)) return inner;
      return { ...inner, ...(walk(beside, open) as JsonObject) }; // an object gives an object
    }
    return Object.fromEntries(
      Object.entries(node).map(([name, value]) => [name, walk(value, open)]),
    );
  };
  const { components, ...rest } = bundle;
  const whole = walk(rest, []) as JsonObject; // an object gives an object
  const kept: JsonObject = {};
  const schemes = isObject(components) ? components["securitySchemes"] : undefined;
  if (schemes !== undefined) kept["securitySchemes"] = walk(schemes, []);
  for (const ref of recursive) keep(kept, ref, lookUp(bundle, ref));
  return Object.keys(kept).length === 0 ? whole : { ...whole, components: kept };
}

function keep(components: JsonObject, ref: string, value: Json | undefined): void {
  const [, kind = "", name = ""] = /^#\/components\/([^/]+)\/([^/]+)$/.exec(ref) ?? [];
  if (kind === "" || value === undefined) return;
  const group = components[kind];
  components[kind] = { ...(isObject(group) ? group : {}), [name]: value };
}
