import openapi from "../../generated/openapi.json" with { type: "json" };
import * as validators from "../../generated/validators.js";
import type { Validate } from "../../generated/validators.js";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One sample under one body of the description that names it. */
export interface BodySample {
  readonly operationId: string;
  /** `request`, or a status: "200", "5XX", "default". */
  readonly of: string;
  readonly media: string;
  /** The name under which the body refers to it. */
  readonly name: string;
  readonly value: Json;
}

export interface Reference {
  readonly $ref?: string;
}
interface Content {
  readonly [media: string]: { readonly examples?: Readonly<Record<string, Reference>> };
}
interface Body extends Reference {
  readonly content?: Content;
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

/** Every sample of the shipped description, once for each body that refers to it. */
function bodySamples(): BodySample[] {
  // Data of a fixed file, typed by TypeScript more narrowly than any code over all of it could use.
  const paths = openapi.paths as unknown as Record<string, Record<string, Operation>>;
  const operations = Object.values(paths).flatMap((item) => Object.values(item));
  return operations.flatMap((operation) => {
    const bodies = Object.entries(operation.responses);
    if (operation.requestBody !== undefined) bodies.unshift(["request", operation.requestBody]);
    return bodies.flatMap(([of, body]) => samplesOf(operation.operationId, of, body));
  });
}

/** The samples whose body is JSON, which is what the validators judge. */
export function jsonSamples(): BodySample[] {
  return bodySamples().filter(({ media }) => media === "application/json");
}

function samplesOf(operationId: string, of: string, body: Body): BodySample[] {
  const { content = {} } = resolve<Body>(body);
  return Object.entries(content).flatMap(([media, { examples = {} }]) =>
    Object.entries(examples).map(([name, example]) => {
      const { value } = resolve<{ readonly value: Json }>(example);
      return { operationId, of, media, name, value };
    }),
  );
}

/** Follows the references of a node within the description. */
export function resolve<T>(node: Reference): T {
  let current: unknown = node;
  while (typeof current === "object" && current !== null && "$ref" in current) {
    const steps = String(current.$ref).slice(2).split("/");
    current = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], openapi);
  }
  return current as T;
}

/** The validator of a body. */
export function validatorOf({ operationId, of }: BodySample): Validate<unknown> {
  const all = validators as unknown as Record<
    string,
    { request: Validate<unknown>; responses: Record<string, Validate<unknown>> }
  >;
  const operation = all[operationId];
  const found = of === "request" ? operation?.request : operation?.responses[of];
  if (found === undefined) throw new Error(`no validator for ${operationId} ${of}`);
  return found;
}
