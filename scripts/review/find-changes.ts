import { isObject, own, textOf, type JsonObject } from "../model/json.ts";
import { atPair, child, itemsOf, namesOf, rootNode, type Node } from "../model/node.ts";
import { indexPaths } from "../model/same-path.ts";
import { METHODS } from "../model/walk.ts";
import type { Change, Kind } from "./change.ts";
import { differs, SchemaChanges } from "./find-schema-changes.ts";

/** The same object in both descriptions, and the steps that lead to it. */
interface Pair {
  readonly before: Node;
  readonly after: Node;
  readonly path: readonly string[];
}

/**
 * Every difference between two descriptions, found by walking both at once. A reference is followed where it stands, so
 * that a component is looked at in each body, parameter and header that uses it, in its direction; inside one of
 * those, a pair of schemas is looked at once, which is what brings those that contain themselves to an end.
 */
export function findChanges(before: JsonObject, after: JsonObject): Change[] {
  const finder = new Finder();
  finder.document({ before: rootNode(before), after: rootNode(after), path: [] });
  return finder.changes;
}

class Finder {
  readonly changes: Change[] = [];

  document(pair: Pair): void {
    const holders = ["info", "servers", "security", "paths", "webhooks", "components"];
    this.#members(pair, "Description", [...holders, "openapi", "jsonSchemaDialect"]);
    this.#members(step(pair, "info"), "Info", ["version"]);
    this.#servers(pair);
    const schemes = step(step(pair, "components"), "securitySchemes");
    this.#map(schemes, "SecurityScheme", (scheme) => this.#members(scheme, "SecurityScheme", []));
    for (const kind of ["paths", "webhooks"]) this.#paths(step(pair, kind));
  }

  #paths(paths: Pair): void {
    const gone: string[] = [];
    const partners = new Map<string, string>();
    const there = namesOf(paths.after);
    const index = indexPaths(there);
    for (const path of namesOf(paths.before)) {
      const partner = index.same(path);
      if (partner === undefined || partners.has(partner)) gone.push(path);
      else partners.set(partner, path);
    }
    for (const path of gone) this.#one("removed", "PathItem", step(paths, path));
    for (const path of there) {
      const from = partners.get(path);
      if (from === undefined) {
        this.#one("added", "PathItem", step(paths, path));
        continue;
      }
      const at = [...paths.path, path];
      if (from !== path) this.#push("modified", "PathItem", at, "key", from, path);
      const before = child(paths.before, from);
      this.#pathItem({ before, after: child(paths.after, path), path: at });
    }
  }

  #pathItem(item: Pair): void {
    atPair(item.before, item.after);
    this.#members(item, "PathItem", [...METHODS, "parameters", "servers"]);
    for (const method of METHODS) {
      const operation = step(item, method);
      if (this.#isInBoth(operation, "Operation")) this.#operation(operation, item);
    }
  }

  #operation(operation: Pair, item: Pair): void {
    const holders = ["parameters", "requestBody", "responses", "callbacks", "servers", "security"];
    this.#members(operation, "Operation", holders);
    this.#servers(operation);
    this.#parameters(operation, item);
    const body = step(operation, "requestBody");
    if (this.#isInBoth(body, "RequestBody")) {
      this.#members(body, "RequestBody", ["content"]);
      this.#content(body);
    }
    this.#map(step(operation, "responses"), "Response", (response) => {
      this.#members(response, "Response", ["content", "headers", "links"]);
      this.#map(step(response, "headers"), "Header", (header) => this.#value(header, "Header"));
      this.#content(response);
    });
    const callbacks = step(operation, "callbacks");
    for (const name of namesOf(callbacks.after)) this.#paths(step(callbacks, name));
  }

  /** Those of the path count for each of its operations; the operation's own go before them. */
  #parameters(operation: Pair, item: Pair): void {
    const listed = (side: "before" | "after"): Map<string, Node> => {
      const all = [item, operation].flatMap((each) => itemsOf(child(each[side], "parameters")));
      return new Map(all.map((node) => [keyOf(node), node]));
    };
    const [old, now] = [listed("before"), listed("after")];
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      const absent = { root: operation.before.root, pointer: "", value: undefined };
      const [before, after] = [old.get(key) ?? absent, now.get(key) ?? absent];
      const name = textOf(child(old.get(key) ?? after, "name").value);
      const parameter = { before, after, path: [...operation.path, "parameters", name] };
      if (this.#isInBoth(parameter, "Parameter")) this.#value(parameter, "Parameter");
    }
  }

  /** What holds a schema, or a content: a parameter or a header. */
  #value(pair: Pair, kind: Kind): void {
    this.#members(pair, kind, ["schema", "content", "name", "in"]);
    this.#schema(pair);
    this.#content(pair);
  }

  #content(holder: Pair): void {
    this.#map(step(holder, "content"), "MediaType", (media) => {
      this.#members(media, "MediaType", ["schema"]);
      this.#schema(media);
    });
  }

  #schema(holder: Pair): void {
    const { before, after, path } = step(holder, "schema");
    this.changes.push(...new SchemaChanges().find(before, after, path));
  }

  #servers(holder: Pair): void {
    const urls = (node: Node): Map<string, Node> =>
      new Map(itemsOf(child(node, "servers")).map((each) => [urlOf(each), each]));
    const [old, now] = [urls(holder.before), urls(holder.after)];
    for (const url of new Set([...old.keys(), ...now.keys()])) {
      const absent = { ...holder.before, value: undefined };
      const path = [...holder.path, "servers", url];
      const pair = { before: old.get(url) ?? absent, after: now.get(url) ?? absent, path };
      if (this.#isInBoth(pair, "Server")) this.#members(pair, "Server", ["url"]);
    }
  }

  #map(pair: Pair, kind: Kind, compare: (entry: Pair) => void): void {
    for (const name of new Set([...namesOf(pair.before), ...namesOf(pair.after)])) {
      const entry = step(pair, name);
      if (this.#isInBoth(entry, kind)) compare(entry);
    }
  }

  #isInBoth(pair: Pair, kind: Kind): boolean {
    const [was, is] = [pair.before.value !== undefined, pair.after.value !== undefined];
    if (was !== is) this.#one(is ? "added" : "removed", kind, pair);
    return was && is;
  }

  #one(kind: "added" | "removed", type: Kind, { before, after, path }: Pair): void {
    this.#push(kind, type, path, undefined, before.value, after.value);
  }

  /** The members of an object, apart from those that are walked into. */
  #members({ before, after, path }: Pair, type: Kind, apart: readonly string[]): void {
    const [old, now] = [before.value, after.value].map((value) => (isObject(value) ? value : {}));
    for (const name of new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])) {
      const [was, is] = [own(old, name), own(now, name)];
      if (!apart.includes(name) && differs(was, is))
        this.#push("modified", type, path, name, was, is);
    }
  }

  #push(
    kind: Change["kind"],
    type: Kind,
    path: readonly string[],
    property: string | undefined,
    before: Change["before"],
    after: Change["after"],
  ): void {
    this.changes.push({ kind, type, path, property, before, after, around: undefined });
  }
}

function step({ before, after, path }: Pair, name: string): Pair {
  return { before: child(before, name), after: child(after, name), path: [...path, name] };
}

/** The name of a header is the same in capitals (RFC 9110, section 5.1). */
function keyOf(parameter: Node): string {
  const [place, name] = [child(parameter, "in").value, textOf(child(parameter, "name").value)];
  return `${textOf(place)} ${place === "header" ? name.toLowerCase() : name}`;
}

function urlOf(server: Node): string {
  return textOf(child(server, "url").value).replace(/\/$/, "");
}
