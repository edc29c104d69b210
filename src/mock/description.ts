import openapi from "../../generated/openapi.json" with { type: "json" };
import { operations, type Operation } from "../../generated/operations.js";

/** The id of an operation of the description. */
export type OperationId = keyof typeof operations;

export const operationIds = Object.keys(operations) as readonly OperationId[]; // own keys of a literal

export function operationById(operationId: OperationId): Operation {
  return operations[operationId];
}

/** The scopes that an operation can ask for, each once, in the order of the description. */
export const mockScopes: readonly string[] = [
  ...new Set(operationIds.flatMap((id) => operationById(id).scopes.flat())),
];

/** A parameter in the path or the query, as far as the mock judges one. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: ParameterSchema | Reference;
}
export interface ParameterSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
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
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly responses?: Readonly<Record<string, Response | Reference>>;
}
type PathItem = Readonly<Record<string, DescribedOperation>> &
  Pick<DescribedOperation, "parameters">;

// The import's own type spells out every value of the file; only this shape of OpenAPI is needed here.
const paths = openapi.paths as unknown as Readonly<Record<string, PathItem>>;
const { examples } = openapi.components;

/**
 * The payloads of the description that the mock answers with. A sample that is renamed there stops
 * this file from compiling, instead of the mock from answering.
 */
export const samples = {
  verbose: examples["verbose-success"].value,
  empty: examples["empty-results"].value,
  partialFailure: examples["multi-status-partial-failure"].value,
  accountDetails: examples["account-details"].value,
  invalidInput: examples["invalid-input"].value,
  missingChannel: examples["missing-channel"].value,
  brokenJson: examples["broken-json"].value,
  tooManyInputs: examples["too-many-inputs"].value,
  missingScopes: examples["missing-scopes"].value,
  invalidToken: examples["invalid-token"].value,
  expiredToken: examples["expired-token"].value,
  notFound: examples["not-found"].value,
  migrating: examples["migrating"].value,
} as const;

/** Which limit a 429 names; HubSpot calls this `policyName`. */
export type RateLimitPolicy = "TEN_SECONDLY_ROLLING" | "SECONDLY" | "DAILY";

export const rateLimitSamples: Readonly<Record<RateLimitPolicy, object>> = {
  TEN_SECONDLY_ROLLING: examples["rate-limit-ten-seconds"].value,
  SECONDLY: examples["rate-limit-second"].value,
  DAILY: examples["rate-limit-day"].value,
};

/** What a path stands for. */
export interface Route {
  /** Its operations by method, in capitals. */
  readonly operations: ReadonlyMap<string, OperationId>;
  /** What stands in the path, percent-decoded once; undefined where that cannot be done. */
  readonly parameters: ReadonlyMap<string, string | undefined>;
}

// A concrete path comes before one with parameters: OpenAPI 3.1.0, section 4.8.8.2.
const routes = [...new Set(operationIds.map((id) => operations[id].path))]
  .flatMap((path: string) => versionsOf(path).map((template) => ({ path, template })))
  .map(({ path, template }) => ({ path, ...patternOf(template) }))
  .toSorted((a, b) => a.names.length - b.names.length);

/** @param pathname as it stands in the URL */
export function findRoute(pathname: string): Route | undefined {
  for (const { path, pattern, names } of routes) {
    const found = pattern.exec(pathname);
    if (found === null) continue;
    const ids = operationIds.filter((id) => operations[id].path === path);
    return {
      operations: new Map(ids.map((id) => [operations[id].method, id])),
      parameters: new Map(names.map((name, index) => [name, decode(found[index + 1] ?? "")])),
    };
  }
  return undefined;
}

/** The path itself, and the same under the other versions of the API that `x-versions` lists. */
function versionsOf(path: string): readonly string[] {
  const segments = openapi["x-versions"]
    .filter(({ prefix }) => path.startsWith(prefix))
    .map(({ segment }) => segment);
  const own = segments.find((segment) => path.includes(`/${segment}/`));
  if (own === undefined) return [path];
  return segments.map((segment) => path.replace(`/${own}/`, `/${segment}/`));
}

function patternOf(template: string): { pattern: RegExp; names: readonly string[] } {
  const parts = template.split(/\{([^{}]+)\}/); // every second part is a name
  const names = parts.filter((_, index) => index % 2 === 1);
  const source = parts
    .map((part, index) =>
      index % 2 === 1 ? "([^/]+)" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
  return { pattern: new RegExp(`^${source}$`), names };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The parameters of an operation that stand in its path and its query. */
export function parametersOf(
  operationId: OperationId,
): readonly (Parameter & { readonly schema: ParameterSchema })[] {
  const { path } = operations[operationId];
  const entries = [
    ...(paths[path]?.parameters ?? []),
    ...(described(operationId).parameters ?? []),
  ];
  return entries
    .map((entry) => resolve(entry))
    .filter((entry) => entry.in === "path" || entry.in === "query")
    .map((entry) => ({ ...entry, schema: resolve(entry.schema ?? {}) }));
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
  const named = resolve(response).content?.[mediaType]?.examples ?? {};
  return Object.values(named).map((entry) => resolve(entry).value);
}

/** An answer that the description shows; without a body where it declares none. */
export interface SuccessSample {
  readonly status: number;
  readonly body?: { readonly mediaType: string; readonly value: unknown };
}

/** The first example of an operation's first success; undefined if it shows none. */
export function successSample(operationId: OperationId): SuccessSample | undefined {
  for (const [range, entry] of Object.entries(described(operationId).responses ?? {})) {
    if (!range.startsWith("2")) continue;
    const status = Number(range.replaceAll(/x/gi, "0"));
    const { content } = resolve(entry);
    if (content === undefined) return { status };
    for (const [mediaType, { examples: named = {} }] of Object.entries(content)) {
      const [first] = Object.values(named);
      if (first !== undefined) return { status, body: { mediaType, value: resolve(first).value } };
    }
  }
  return undefined;
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
