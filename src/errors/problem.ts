import { foreignMember, isObject, listMember, member } from "../text/json.js";
import type { Foreign } from "../text/redact.js";

/** What an error body says, as far as it can be read. HubSpot lets every field be absent. */
export interface Problem {
  readonly message: Foreign | undefined;
  readonly category: Foreign | undefined;
  readonly subCategory: Foreign | undefined;
  readonly policyName: Foreign | undefined;
  /** Scopes named in a `context`, in the order in which they stand there. */
  readonly scopes: readonly string[];
}

/** A scope name; anything else in its place is not repeated. */
const SCOPE = /^[\w.:-]{1,100}$/;
/** The map as HubSpot also prints it: `{missingScopes=[one, two]}`. */
const PRINTED_SCOPES = /scopes?=\[([^\][]{0,2000})\]/gi;

/** Reads an error body leniently: any JSON value, and `undefined` for a body that is none. */
export function readProblem(body: unknown): Problem {
  const scopes = new Set<string>();
  const errors = listMember(body, "errors");
  const details = errors.flatMap((error) => listMember(error, "errors"));
  for (const each of [body, ...errors, ...details]) collectScopes(member(each, "context"), scopes);
  return {
    message: foreignMember(body, "message"),
    // A rate limit has no category; its errorType says as much.
    category: foreignMember(body, "category") ?? foreignMember(body, "errorType"),
    subCategory: foreignMember(body, "subCategory"),
    policyName: foreignMember(body, "policyName"),
    scopes: [...scopes],
  };
}

function collectScopes(context: unknown, scopes: Set<string>): void {
  if (typeof context === "string") {
    for (const [, list = ""] of context.slice(0, 10_000).matchAll(PRINTED_SCOPES)) {
      for (const scope of list.split(",")) addScope(scope, scopes);
    }
  } else if (isObject(context)) {
    for (const [name, value] of Object.entries(context)) {
      if (!/scopes?$/i.test(name)) continue;
      for (const scope of Array.isArray(value) ? value : [value]) addScope(scope, scopes);
    }
  }
}

function addScope(scope: unknown, scopes: Set<string>): void {
  if (typeof scope !== "string" || scopes.size >= 20) return;
  const name = scope.trim();
  if (SCOPE.test(name)) scopes.add(name);
}
