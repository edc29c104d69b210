import { isObject } from "../model/json.ts";
import type { Change } from "./change.ts";

/** What stands in each kind of list and map. */
const items = new Map([
  ["ParameterList", "Parameter"],
  ["Paths", "PathItem"],
  ["WebhooksMap", "PathItem"],
  ["Responses", "Response"],
  ["HeadersMap", "Header"],
  ["MediaTypesMap", "MediaType"],
  ["ServerList", "Server"],
  ["SchemaProperties", "Schema"],
  ["PatternProperties", "Schema"],
  ["SchemaList", "Schema"],
  ["AllOf", "Schema"],
  ["AnyOf", "Schema"],
  ["OneOf", "Schema"],
]);

/** A list or a map that came or went as a whole is one change of each thing in it. */
export function expand(changes: readonly Change[]): Change[] {
  return changes.flatMap((change) => {
    const type = items.get(change.type);
    const whole = change.before ?? change.after;
    if (type === undefined || change.property !== undefined || whole === undefined) return [change];
    const entries = Array.isArray(whole)
      ? [...whole.entries()].map(([index, item]) => [String(index), item] as const)
      : isObject(whole)
        ? Object.entries(whole)
        : [];
    return entries.map(([name, item]) => ({
      ...change,
      type,
      path: [...change.path, name],
      ...(change.kind === "added" ? { after: item } : { before: item }),
    }));
  });
}
