import type { OperationModel } from "../model/operations.ts";
import type { ApiVersion } from "../model/versions.ts";
import type { ServerModel } from "../model/wire.ts";
import { Code, layConstant, layData, type Data } from "./layout.ts";

const HEAD = `/** What the description says of an operation, as data. */
export interface Operation {
  readonly operationId: string;
  readonly method: "GET" | "PUT" | "POST" | "DELETE" | "OPTIONS" | "HEAD" | "PATCH" | "TRACE";
  /** The path template, below the server's URL. */
  readonly path: string;
  /** The declared statuses: exact ("200"), a range ("5XX") or "default". */
  readonly statuses: readonly string[];
  /** Alternatives, each a list of scopes of which all are needed. */
  readonly scopes: readonly (readonly string[])[];
  /** For an operation on a list: the body's property that holds it, and how many items to send at once. */
  readonly batch: { readonly property: string; readonly size: number } | undefined;
  /** Whether the same request may be sent again without doing more than the first did. */
  readonly idempotent: boolean;
  /** Where it is sent to, if not to the description's servers. */
  readonly servers?: readonly Server[];
}

/** A server, whose URL may have variables in braces. */
export interface Server {
  readonly url: string;
  readonly description?: string;
  readonly variables?: Readonly<
    Record<string, { readonly default: string; readonly enum?: readonly string[] }>
  >;
}
`;

export function emitOperations(
  operations: readonly OperationModel[],
  servers: readonly ServerModel[],
  versions: readonly ApiVersion[] = [],
): string {
  const constants = operations.map((operation) => {
    const { name, operationId, method, path, statuses, scopes, batch, idempotent, wire } =
      operation;
    const own =
      wire.servers.length === 0 ? {} : { servers: wire.servers.map((server) => ({ ...server })) };
    const data: Record<string, Data> = {
      operationId,
      method,
      path,
      statuses,
      scopes,
      batch,
      idempotent,
      ...own,
    };
    return layTyped(`$${name}`, data, "Operation");
  });
  const members = operations.map(({ name }): [string, Data] => [name, new Code(`$${name}`)]);
  const shown = servers.map((server) => ({ ...server }));
  return `${HEAD}
/** The servers of the description; the first is meant where none is named. */
${layTyped("servers", shown, "readonly Server[]")}

${layVersions(versions)}${constants.map((constant) => `${constant}\n\n`).join("")}/** Each of them by its name; whoever uses one alone bundles less with the constant itself. */
${layTyped("operations", new Map(members), "Record<string, Operation>")}
`;
}

/** Nothing for a description that lists no versions of its API. */
function layVersions(versions: readonly ApiVersion[]): string {
  if (versions.length === 0) return "";
  const prefixes = [...new Set(versions.map(({ prefix }) => prefix))];
  const segments = prefixes.map((prefix): [string, Data] => [
    prefix,
    versions.filter((each) => each.prefix === prefix).map(({ segment }) => segment),
  ]);
  const constant = layTyped("versions", new Map(segments), "Record<string, readonly string[]>");
  return `/** The versions of the API: what can stand behind the beginning of a path. The paths have the first of each. */
${constant}

`;
}

function layTyped(name: string, data: Data, type: string): string {
  const tail = ` as const satisfies ${type};`;
  return layConstant(name, (indent, column) => layData(data, indent, column, tail.length) + tail);
}
