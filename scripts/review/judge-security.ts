import { isObject, members, strings, type Json } from "../model/json.ts";
import { METHODS } from "../model/walk.ts";
import type { Finding } from "./change.ts";

/** One way to be allowed in: scopes by scheme. */
type Alternative = ReadonlyMap<string, readonly string[]>;

/**
 * Compares what each operation demands of a token, whichever level it is written at: who could call before must be able
 * to call still, by one of the alternatives.
 */
export function judgeSecurity(before: Json, after: Json): Finding[] {
  const findings: Finding[] = [];
  const later = operations(after);
  for (const [name, { alternatives: old }] of operations(before)) {
    const now = later.get(name)?.alternatives;
    if (now === undefined) continue;
    const shutOut = old.filter((each) => !now.some((other) => suffices(each, other)));
    const come = now.filter((each) => !old.some((other) => suffices(each, other)));
    const place = `${name}, security`;
    for (const each of shutOut) {
      findings.push({
        verdict: "breaks",
        direction: "request",
        place,
        what: `${words(each)} is no longer enough`,
      });
    }
    if (shutOut.length === 0 && come.length > 0) {
      findings.push({
        verdict: "adds",
        direction: "request",
        place,
        what: `also ${come.map(words).join(", or ")}`,
      });
    }
  }
  return findings;
}

/** Whether a token that fulfils the first also fulfils the second. */
function suffices(has: Alternative, needs: Alternative): boolean {
  return [...needs].every(([scheme, scopes]) => {
    const held = has.get(scheme);
    return held !== undefined && scopes.every((scope) => held.includes(scope));
  });
}

function operations(root: Json): Map<string, { readonly alternatives: readonly Alternative[] }> {
  const found = new Map<string, { readonly alternatives: readonly Alternative[] }>();
  if (!isObject(root)) return found;
  for (const [path, item] of members(root["paths"])) {
    for (const [method, operation] of members(item)) {
      if (!METHODS.some((known) => known === method) || !isObject(operation)) continue;
      const demands = operation["security"] ?? root["security"];
      found.set(`${method.toUpperCase()} ${path}`, { alternatives: alternativesOf(demands) });
    }
  }
  return found;
}

/** No demand at all is one alternative that asks for nothing. */
function alternativesOf(demands: Json | undefined): Alternative[] {
  const list = Array.isArray(demands) ? demands.filter(isObject) : [];
  if (list.length === 0) return [new Map()];
  return list.map(
    (each) => new Map(members(each).map(([name, scopes]) => [name, strings(scopes)])),
  );
}

function words(alternative: Alternative): string {
  if (alternative.size === 0) return "no token";
  return [...alternative]
    .map(([scheme, scopes]) =>
      scopes.length === 0 ? scheme : `${scheme} with ${scopes.join(", ")}`,
    )
    .join(" and ");
}
