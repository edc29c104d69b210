import { isDeepStrictEqual } from "node:util";
import {
  isObject,
  isString,
  lookUp,
  members,
  stepsOf,
  type Json,
  type JsonObject,
} from "../model/json.ts";
import { define } from "../model/walk.ts";
import type { Origins } from "./places.ts";

/** What the linter says where it has numbered a component. */
const NUMBERED =
  /^Two schemas are referenced with the same name but different content\. Renamed (.*) to (.*)\.$/;

/** The name that a message of the linter's is about, and the one that it gave; undefined for any other message. */
export function numbered(message: string): readonly [wanted: string, given: string] | undefined {
  const [, wanted, given] = NUMBERED.exec(message) ?? [];
  return wanted === undefined || given === undefined ? undefined : [wanted, given];
}

/** The names of the components that the root file declares, by group. */
export function declaredNames(root: unknown): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = isObject(root) ? members(root["components"]) : [];
  return new Map(
    groups.map(([group, map]) => [group, new Set(members(map).map(([name]) => name))]),
  );
}

/**
 * Names components made of files of one base name by the paths of these files: `User` and `sub_User`. The linter numbers
 * them in the order in which it meets them, so that a moved path would swap two types.
 *
 * @param rivals a wanted name and what the linter made of it
 * @returns the new names, by the wanted one
 */
export function nameByPath(
  bundle: JsonObject,
  rivals: readonly (readonly [wanted: string, given: string])[],
  declared: ReadonlyMap<string, ReadonlySet<string>>,
  origins: Origins,
): ReadonlyMap<string, readonly string[]> {
  const moved = new Map<string, string>();
  const told = new Map<string, string[]>();
  for (const [group, map] of members(bundle["components"])) {
    const pairs = rivals.filter(([, given]) => isObject(map) && Object.hasOwn(map, given));
    if (!isObject(map) || pairs.length === 0) continue;
    const free = new Set(pairs.flat().filter((key) => declared.get(group)?.has(key) !== true));
    const taken = new Set(Object.keys(map).filter((key) => !free.has(key)));
    const paths = [...free].map((key) => [key, pathOf(map[key], origins)] as const);
    const names = new Map<string, string>();
    for (const [key, path] of paths.sort(([, a], [, b]) => (a < b ? -1 : 1))) {
      const name = freeName(path === "" ? key : path, taken);
      taken.add(name);
      names.set(key, name);
      moved.set(`#/components/${group}/${key}`, `#/components/${group}/${name}`);
    }
    for (const [wanted, given] of pairs) {
      const known = told.get(wanted) ?? [names.get(wanted) ?? wanted];
      told.set(wanted, [...new Set([...known, names.get(given) ?? given])].sort());
    }
    rename(map, names);
  }
  if (moved.size > 0) follow(bundle, moved);
  return told;
}

/** The file of a component as seen from the root file, and a pointer into it. Of equal ones, the first by name. */
function pathOf(component: Json | undefined, origins: Origins): string {
  const origin = component === undefined ? undefined : origins.originOf(component);
  if (origin === undefined) return "";
  const equal = [...origins.files()]
    .filter(([, parsed]) => isDeepStrictEqual(lookUp(parsed, origin.pointer), component))
    .map(([path]) => path)
    .sort();
  return `${equal[0] ?? origin.file}${origin.pointer}`;
}

/** `sub/User.yaml` gives `sub_User`, `lib.yaml#/$defs/User` gives `lib_User`; where that is taken, `lib_yaml_User`. */
function freeName(path: string, taken: ReadonlySet<string>): string {
  const [file = "", pointer = ""] = path.split("#");
  const inner = stepsOf(`#${pointer}`)?.at(-1) ?? "";
  const joined = (text: string) =>
    [...text.split(/[\\/]/), inner]
      .filter((step) => !/^\.*$/.test(step))
      .map((step) => step.replace(/[^\w.-]+/g, "_"))
      .join("_");
  const names = [joined(file.replace(/\.[^./\\]*$/, "")), joined(file.replaceAll(".", "_"))];
  for (let number = 0; ; number++) {
    const name = names[number] ?? `${names[0]}_${number}`;
    if (name !== "" && !taken.has(name)) return name;
  }
}

function rename(map: JsonObject, names: ReadonlyMap<string, string>): void {
  if (names.size === 0) return;
  const entries = Object.entries(map);
  for (const [key] of entries) delete map[key];
  for (const [key, value] of entries) define(map, names.get(key) ?? key, value);
}

/** Lets each reference follow what it refers to, once: a YAML alias stands in two places. */
function follow(bundle: JsonObject, moved: ReadonlyMap<string, string>): void {
  const seen = new Set<object>();
  const visit = (node: Json): void => {
    if (typeof node !== "object" || node === null || seen.has(node)) return;
    seen.add(node);
    if (isObject(node)) {
      const { $ref: ref, discriminator } = node;
      if (isString(ref) && moved.has(ref)) node["$ref"] = moved.get(ref) ?? ref;
      const mapping = isObject(discriminator) ? discriminator["mapping"] : undefined;
      for (const [key, target] of members(mapping)) {
        if (isObject(mapping) && isString(target)) mapping[key] = moved.get(target) ?? target;
      }
    }
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(bundle);
}
