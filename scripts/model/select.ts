import { escapeStep, isObject, isString, lookUp, members, stepsOf, strings } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";
import { METHODS } from "./walk.ts";

/** A part of a description that can be left out: an operation, a path, a webhook or a component, by its pointer. */
type Part = string;

export interface Cut {
  readonly document: JsonObject;
  /** The operations that are no longer there, as `GET /path`. */
  readonly lost: readonly string[];
}

/**
 * A description without the part in which a pointer lies, and without all that refers to it. Undefined if the pointer lies
 * in nothing that can be left out. What stays is the same objects.
 */
export function without(document: JsonObject, pointer: string): Cut | undefined {
  const uses = usesOf(document);
  const start = [...uses.keys()].filter((part) => isWithin(pointer, part)).sort(byLength)[0];
  if (start === undefined) return undefined;
  const gone = new Set([start]);
  const users = new Map<Part, Part[]>();
  for (const [part, targets] of uses) {
    for (const target of targets) {
      const known = users.get(target);
      if (known === undefined) users.set(target, [part]);
      else known.push(part);
    }
  }
  // Iterating over a set includes members that are added meanwhile.
  for (const part of gone) for (const user of users.get(part) ?? []) gone.add(user);
  const lost = operationsIn(document).filter(
    ({ part, above }) => gone.has(part) || gone.has(above),
  );
  return {
    document: keep(document, (part) => !gone.has(part)),
    lost: lost.map(({ said }) => said),
  };
}

/**
 * A description with only the operations that bear one of the tags, or stand at or below one of the paths, and with the
 * components that they reach. `unknown` are the words that fit nothing.
 */
export function including(
  document: JsonObject,
  words: readonly string[],
): {
  readonly document: JsonObject;
  readonly unknown: readonly string[];
  readonly known: string[];
} {
  const operations = operationsIn(document);
  const fits = (word: string, { path, tags }: Operation) =>
    tags.includes(word) || path === word || path.startsWith(`${word.replace(/\/$/, "")}/`);
  const chosen = operations.filter((one) => words.some((word) => fits(word, one)));
  const uses = usesOf(document);
  const kept = new Set<Part>(chosen.flatMap(({ part, above }) => [part, above]));
  for (const part of kept) {
    for (const target of uses.get(part) ?? []) kept.add(target);
  }
  return {
    document: keep(
      document,
      (part) => kept.has(part) || part.startsWith("#/components/securitySchemes/"),
    ),
    unknown: words.filter((word) => !operations.some((one) => fits(word, one))),
    known: [...new Set(operations.flatMap(({ tags, path }) => [...tags, path]))],
  };
}

interface Operation {
  readonly part: Part;
  /** The path that it stands in. */
  readonly above: Part;
  readonly path: string;
  readonly tags: readonly string[];
  readonly said: string;
}

function operationsIn(document: JsonObject): Operation[] {
  return members(document["paths"]).flatMap(([path, given]) => {
    const referred = isObject(given) && isString(given["$ref"]);
    const item = referred ? lookUp(document, String(given["$ref"])) : given;
    const above = `#/paths/${escapeStep(path)}`;
    return METHODS.filter((method) => isObject(item) && isObject(item[method])).map((method) => {
      const operation = isObject(item) ? item[method] : undefined;
      return {
        part: referred ? above : `${above}/${method}`,
        above,
        path,
        tags: strings(isObject(operation) ? operation["tags"] : undefined),
        said: `${method.toUpperCase()} ${path}`,
      };
    });
  });
}

/** A part further from where a description begins than a number of references; undefined if there is none. */
export function tooFar(document: JsonObject, most: number): Part | undefined {
  const uses = usesOf(document);
  const used = new Set(
    [...uses].flatMap(([part, targets]) => [...targets].filter((to) => to !== part)),
  );
  let nearest = new Set([...uses.keys()].filter((part) => !used.has(part)));
  const seen = new Set(nearest);
  for (let steps = 0; nearest.size > 0; steps += 1) {
    const [part] = nearest;
    if (steps > most) return part;
    const next = new Set([...nearest].flatMap((near) => [...(uses.get(near) ?? [])]));
    nearest = new Set([...next].filter((to) => !seen.has(to)));
    for (const to of nearest) seen.add(to);
  }
  return undefined;
}

/** The parts of a description, and which others each of them refers to. */
function usesOf(document: JsonObject): Map<Part, Set<Part>> {
  const nodes = new Map<Part, Json[]>();
  for (const [path, item] of members(document["paths"])) {
    const above = `#/paths/${escapeStep(path)}`;
    const rest = members(item).filter(([key]) => !METHODS.some((method) => method === key));
    nodes.set(
      above,
      isObject(item) && isString(item["$ref"]) ? [item] : rest.map(([, value]) => value),
    );
    for (const method of METHODS) {
      const operation = isObject(item) ? item[method] : undefined;
      if (operation !== undefined) nodes.set(`${above}/${method}`, [operation]);
    }
  }
  for (const [name, hook] of members(document["webhooks"]))
    nodes.set(`#/webhooks/${escapeStep(name)}`, [hook]);
  for (const [kind, group] of members(document["components"])) {
    for (const [name, component] of members(group))
      nodes.set(`#/components/${escapeStep(kind)}/${escapeStep(name)}`, [component]);
  }
  const parts = new Set(nodes.keys());
  return new Map(
    [...nodes].map(([part, own]) => {
      const above = /^(#\/paths\/[^/]+)\/[^/]+$/.exec(part)?.[1];
      return [part, new Set([...targetsIn(own, parts), ...(above === undefined ? [] : [above])])];
    }),
  );
}

/** The parts that the references in some values lead to. */
function targetsIn(nodes: readonly Json[], parts: ReadonlySet<Part>): Set<Part> {
  const found = new Set<Part>();
  const open = [...nodes];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== "object" || node === null) continue;
    if (isObject(node) && isString(node["$ref"])) {
      const steps = stepsOf(node["$ref"]) ?? [];
      for (const length of [2, 3]) {
        const part = `#/${steps.slice(0, length).map(escapeStep).join("/")}`;
        if (parts.has(part)) found.add(part);
      }
    }
    open.push(...Object.values(node));
  }
  return found;
}

function isWithin(pointer: string, part: Part): boolean {
  return pointer === part || pointer.startsWith(`${part}/`);
}

function byLength(a: string, b: string): number {
  return b.length - a.length;
}

function keep(document: JsonObject, holds: (part: Part) => boolean): JsonObject {
  const filter = (map: Json, at: string): JsonObject =>
    Object.fromEntries(members(map).filter(([name]) => holds(`${at}/${escapeStep(name)}`)));
  const paths = members(document["paths"]).flatMap(([path, item]): [string, Json][] => {
    const above = `#/paths/${escapeStep(path)}`;
    if (!holds(above)) return [];
    if (!isObject(item)) return [[path, item]];
    const own = Object.entries(item).filter(
      ([key]) => !METHODS.some((method) => method === key) || holds(`${above}/${key}`),
    );
    if (own.length === Object.keys(item).length) return [[path, item]];
    const kept = Object.fromEntries(own);
    return METHODS.some((method) => method in kept) ? [[path, kept]] : [];
  });
  const components = members(document["components"]).map(([kind, group]): [string, Json] => [
    kind,
    isObject(group) ? filter(group, `#/components/${escapeStep(kind)}`) : group,
  ]);
  return {
    ...document,
    ...(document["paths"] === undefined ? {} : { paths: Object.fromEntries(paths) }),
    ...(document["webhooks"] === undefined
      ? {}
      : { webhooks: filter(document["webhooks"], "#/webhooks") }),
    ...(document["components"] === undefined ? {} : { components: Object.fromEntries(components) }),
  };
}
