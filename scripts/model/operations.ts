import type { Style } from "../emit/runtime/serialise.ts";
import { at } from "../bounds/whereabouts.ts";
import { DescriptionProblem } from "../problem.ts";
import {
  escapeStep,
  isObject,
  isString,
  members,
  own,
  strings,
  textOf,
  type Json,
  type JsonObject,
} from "./json.ts";
import { identifier } from "./names.ts";
import { near } from "./near.ts";
import { bodiesOf, type Body } from "./bodies.ts";
import { resolve } from "./resolve.ts";
import { parametersOf, wireOf, type Wire } from "./wire.ts";
import { METHODS } from "./walk.ts";

/** All that the generated code says of one operation. */
export interface OperationModel {
  readonly operationId: string;
  /** The name of its function and constants. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly pointer: string;
  readonly summary: string;
  readonly deprecated: boolean;
  readonly statuses: readonly string[];
  readonly scopes: readonly (readonly string[])[];
  readonly batch: { readonly property: string; readonly size: number } | undefined;
  readonly idempotent: boolean;
  /** Whether a caller can leave the parameters and the body out. */
  readonly callableBare: boolean;
  readonly bodies: readonly Body[];
  readonly wire: Wire;
}

/** RFC 9110, section 9.2.2. */
const IDEMPOTENT_METHODS = new Set(["get", "head", "options", "trace", "put", "delete"]);

/** How parameters and the fields of forms can be written (OpenAPI 3.1.1, section 4.8.12.6). */
const STYLES: readonly Style[] = [
  ...(["matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited"] as const),
  "deepObject",
];

/**
 * The operations of a description in the order of its paths. In the description each gets its name as operationId,
 * which is the key of its types: openapi-typescript changes ids that are no identifiers.
 *
 * @param is30 whether the description was written for 3.0
 */
export function operationsOf(document: JsonObject, is30 = false): OperationModel[] {
  const found: OperationModel[] = [];
  for (const [path, pathItem] of members(document["paths"])) {
    const item = resolve(document, pathItem);
    for (const method of METHODS) {
      const operation = item?.[method];
      if (!isObject(operation)) continue;
      const pointer = `#/paths/${escapeStep(path)}/${method}`;
      at(pointer);
      requireSendable(document, item ?? {}, operation, { path, method, pointer, is30 });
      const model = read(document, item ?? {}, operation, { path, method, pointer, is30 });
      found.push(model);
      operation["operationId"] = model.name;
    }
  }
  refuseCollisions(found);
  return found;
}

/** Throws a DescriptionProblem for a request that `fetch` cannot send, or whose path nobody can fill. */
function requireSendable(
  document: JsonObject,
  item: JsonObject,
  operation: JsonObject,
  { path, method, pointer, is30 }: Spot,
): void {
  if (method === "trace") throw new DescriptionProblem("fetch sends no TRACE request", pointer);
  if ((method === "get" || method === "head") && operation["requestBody"] !== undefined) {
    // 3.0 has it ignored (OpenAPI 3.0.3, section 4.7.10.1).
    if (is30) delete operation["requestBody"];
    else {
      const message = `fetch sends no body with ${method.toUpperCase()}`;
      throw new DescriptionProblem(message, `${pointer}/requestBody`);
    }
  }
  const parameters = parametersOf(document, item, operation);
  const contents = members(resolve(document, operation["requestBody"])?.["content"]);
  const encodings = contents.flatMap(([, content]) => members(own(content, "encoding")));
  const encoded = encodings.flatMap(([, one]) => (isObject(one) ? [one] : []));
  for (const { style = "form", name = "" } of [...parameters, ...encoded]) {
    if (STYLES.some((known) => known === style)) continue;
    const [shown, of] = [JSON.stringify(style), name === "" ? "" : ` of ${textOf(name)}`];
    throw new DescriptionProblem(
      `the style ${shown}${of} is none of ${STYLES.join(", ")}`,
      pointer,
    );
  }
  const declared = parameters.filter(({ in: place }) => place === "path");
  for (const [, name = ""] of path.matchAll(/\{([^{}]+)\}/g)) {
    if (declared.some((parameter) => parameter["name"] === name)) continue;
    const names = declared.map((parameter) => textOf(parameter["name"]));
    throw new DescriptionProblem(
      `the path has \`${name}\`, which no parameter describes${near(name, names)}`,
      pointer,
    );
  }
}

/** `get /lists/{id}` becomes "get /lists/by id", which is not the same as `get /lists/id`. */
function nameless(method: string, path: string): string {
  const spoken = path.replaceAll(/\{([^{}]*)\}/g, "by $1");
  return `${method} ${spoken}${path.length > 1 && path.endsWith("/") ? " slash" : ""}`;
}

interface Spot {
  readonly path: string;
  readonly method: string;
  readonly pointer: string;
  readonly is30: boolean;
}

function read(
  document: JsonObject,
  item: JsonObject,
  operation: JsonObject,
  { path, method, pointer, is30 }: Spot,
): OperationModel {
  const given = operation["operationId"];
  const operationId = isString(given) && given !== "" ? given : nameless(method, path);
  const requestBody = resolve(document, operation["requestBody"]);
  const responses = members(operation["responses"]);
  const parameters = [item["parameters"], operation["parameters"]].filter(Array.isArray).flat();
  const declaresNeed = parameters.some((parameter) => {
    const { required, in: where } = resolve(document, parameter) ?? {};
    return required === true && where !== "cookie";
  });
  return {
    operationId,
    name: identifier(operationId),
    method: method.toUpperCase(),
    path,
    pointer,
    summary: isString(operation["summary"]) ? operation["summary"] : "",
    deprecated: operation["deprecated"] === true,
    statuses: responses.map(([status]) => status),
    scopes: scopesOf(operation["security"] ?? document["security"]),
    batch: batchOf(operation["x-batch"], pointer),
    idempotent: idempotent(operation["x-idempotent"], method, pointer),
    callableBare: !declaresNeed && !path.includes("{") && requestBody?.["required"] !== true,
    bodies: [
      ...bodiesOf(document, operation["requestBody"], `${pointer}/requestBody`, "request"),
      ...responses.flatMap(([status, response]) =>
        bodiesOf(document, response, `${pointer}/responses/${escapeStep(status)}`, status),
      ),
    ],
    wire: wireOf(document, item, operation, is30),
  };
}

/** Alternatives, each a list of scopes of which all are needed (OpenAPI 3.1.1, section 4.8.30). */
function scopesOf(security: Json | undefined): string[][] {
  if (!Array.isArray(security)) return [];
  return security.map((requirement) =>
    members(requirement).flatMap(([, scopes]) => strings(scopes)),
  );
}

function batchOf(value: Json | undefined, pointer: string): OperationModel["batch"] {
  if (value === undefined) return undefined;
  const { property, size } = isObject(value) ? value : {};
  if (isString(property) && Number.isInteger(size) && Number(size) > 0) {
    return { property, size: Number(size) };
  }
  throw new DescriptionProblem(
    "`x-batch` takes {property: the name of the list in the body, size: a whole number from 1}",
    `${pointer}/x-batch`,
  );
}

function idempotent(value: Json | undefined, method: string, pointer: string): boolean {
  if (value === undefined) return IDEMPOTENT_METHODS.has(method);
  if (typeof value === "boolean") return value;
  throw new DescriptionProblem("`x-idempotent` takes true or false", `${pointer}/x-idempotent`);
}

function refuseCollisions(operations: readonly OperationModel[]): void {
  const byId = new Map<string, OperationModel>();
  const byName = new Map<string, OperationModel>();
  for (const operation of operations) {
    const { operationId, name, pointer } = operation;
    const at = `${pointer}/operationId`;
    const twin = byId.get(operationId);
    if (twin !== undefined) {
      throw new DescriptionProblem(
        `operationId ${JSON.stringify(operationId)} is used twice: also by ${twin.method} ${twin.path}`,
        at,
      );
    }
    const rival = byName.get(name);
    if (rival !== undefined) {
      const both = [rival.operationId, operationId].map((id) => JSON.stringify(id)).join(" and ");
      throw new DescriptionProblem(`operationIds ${both} would both be called ${name}`, at);
    }
    byId.set(operationId, operation);
    byName.set(name, operation);
  }
}
