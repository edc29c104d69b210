import openapi from "../../generated/openapi.json" with { type: "json" };
import { operations, type Operation } from "../../generated/operations.js";

/** A query parameter, as far as the mock judges one. */
export interface QueryParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: {
    readonly type?: string;
    readonly enum?: readonly string[];
    readonly minimum?: number;
  };
}

interface Reference {
  readonly $ref: string;
}
interface Example {
  readonly value?: unknown;
}
interface Response {
  readonly content?: Readonly<
    Record<string, { readonly examples?: Readonly<Record<string, Example | Reference>> }>
  >;
}
interface DescribedOperation {
  readonly parameters?: readonly (QueryParameter | Reference)[];
  readonly responses?: Readonly<Record<string, Response | Reference>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;

// The import's own type spells out every value of the file; only this shape of OpenAPI is needed here.
const paths = openapi.paths as unknown as Paths;

/** The id of an operation of the description. */
export type OperationId = keyof typeof operations;

export const operationIds = Object.keys(operations) as readonly OperationId[]; // own keys of a literal

export function operationById(operationId: OperationId): Operation {
  return operations[operationId];
}

/** The operations of a path by method, in capitals. */
export function operationsAt(path: string): ReadonlyMap<string, OperationId> {
  return new Map(
    operationIds
      .filter((id) => operations[id].path === path)
      .map((id) => [operations[id].method, id] as const),
  );
}

export function queryParameters(operationId: OperationId): readonly QueryParameter[] {
  const parameters = described(operationId).parameters ?? [];
  return parameters.map((entry) => resolve(entry)).filter((entry) => entry.in === "query");
}

/**
 * The examples of an operation's response: of the exact status, else of its range (`5XX`; OpenAPI
 * 3.1, section 4.8.16.1). Those of `default` are left out, since they speak of one status only.
 */
export function responseExamples(
  operationId: OperationId,
  status: number,
  mediaType: string,
): readonly unknown[] {
  const responses = described(operationId).responses ?? {};
  const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`];
  if (response === undefined) return [];
  const examples = resolve(response).content?.[mediaType]?.examples ?? {};
  return Object.values(examples).map((entry) => resolve(entry).value);
}

function described(operationId: OperationId): DescribedOperation {
  const { path, method } = operations[operationId];
  return paths[path]?.[method.toLowerCase()] ?? {};
}

/** Follows a reference within the bundled document (RFC 6901). */
function resolve<T extends object>(entry: T | Reference): T {
  if (!("$ref" in entry)) return entry;
  let found: unknown = openapi;
  for (const part of entry.$ref.slice("#/".length).split("/")) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    found = typeof found === "object" && found !== null ? Reflect.get(found, key) : undefined;
  }
  if (found === undefined) throw new Error(`the description has no ${entry.$ref}`);
  // The bundle has been linted: what a reference leads to is of the kind that stands in its place.
  return resolve(found as T | Reference);
}
