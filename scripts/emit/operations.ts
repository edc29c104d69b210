import type { OperationModel } from "../model/operations.ts";

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
}
`;

export function emitOperations(operations: readonly OperationModel[]): string {
  const entries = operations.map((operation) => {
    const { name, operationId, method, path, statuses, scopes, batch, idempotent } = operation;
    const data = { operationId, method, path, statuses, scopes };
    return `${name}: { ${Object.entries(data)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      .join(", ")}, batch: ${JSON.stringify(batch) ?? "undefined"}, idempotent: ${idempotent} },`;
  });
  return `${HEAD}
export const operations = {
${entries.join("\n")}
} as const satisfies Record<string, Operation>;
`;
}
