import type { Json } from "../model/json.ts";
import type { Node } from "../model/node.ts";

/** Which way what has changed travels, as far as its place tells. */
export type Direction = "request" | "response" | "neither";

/** What kind of object has changed. */
export type Kind =
  | "Description"
  | "Info"
  | "Server"
  | "SecurityScheme"
  | "PathItem"
  | "Operation"
  | "Parameter"
  | "RequestBody"
  | "Response"
  | "Header"
  | "MediaType"
  | "Schema";

/** A difference between two descriptions, before anybody has judged it. */
export interface Change {
  readonly kind: "added" | "removed" | "modified";
  readonly type: Kind;
  /** Where it stands, as steps through the references; a parameter is a step by its name. */
  readonly path: readonly string[];
  /** The member that differs, where the object itself stands in both. */
  readonly property: string | undefined;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  /** For a schema: the list of alternatives that holds it; for one that was added or removed, whatever holds it. */
  readonly around: { readonly before: Node; readonly after: Node } | undefined;
}

/**
 * What a change does to a caller, the worst first.
 *
 * - `breaks`: a call that worked may fail, or an answer may hold what was ruled out
 * - `compiles-not`: the calls work as before, but code written against the types no longer compiles
 * - `adds`: something more is possible
 * - `fits`: what was right stays right
 * - `text`: words for people
 */
export type Verdict = "breaks" | "compiles-not" | "adds" | "fits" | "text";

export interface Finding {
  readonly verdict: Verdict;
  readonly direction: Direction;
  /** Such as `POST /contacts, response 200, items[].name`. */
  readonly place: string;
  /** What has changed, in a few words. */
  readonly what: string;
}
