import * as validators from "../../generated/validators.js";
import type { Validate } from "../../generated/validators.js";
import type { Account } from "./account.js";
import {
  operationById,
  parametersOf,
  rateLimitSamples,
  samples,
  type OperationId,
  type ParameterSchema,
  type Route,
} from "./description.js";
import type { BadAddressFault } from "./faults.js";
import type { ResolvedOptions, ResolvedToken } from "./options.js";
import { badBody, badParameter, missingScopes, problem, tooMany } from "./reply.js";
import type { BadParameter, Reply } from "./reply.js";
import { operate, type ParameterValue } from "./operate.js";

/** A call whose route is known and whose body has been read. */
export interface ReceivedCall {
  readonly correlationId: string;
  readonly operationId: OperationId;
  readonly pathParameters: Route["parameters"];
  readonly query: URLSearchParams;
  readonly body: string;
}

/** The account and the scopes that a call's token stands for. */
export interface Caller {
  readonly account: Account;
  readonly token: ResolvedToken;
  /** When the token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Answers a call as a server would: token, scope, limits, JSON, parameters, body, number of inputs,
 * and then the work. The first that fails decides, so that a call with two faults shows the same one
 * each time.
 */
export function judge(
  call: ReceivedCall,
  caller: Caller | undefined,
  badAddresses: readonly BadAddressFault[],
  options: ResolvedOptions,
): Reply {
  const { correlationId, operationId } = call;
  if (caller === undefined) return problem(401, samples.invalidToken, correlationId);
  const now = options.now();
  if (now >= caller.expiresAt) return problem(401, samples.expiredToken, correlationId);
  const operation = operationById(operationId);
  const granted = caller.token.scopes;
  // Alternatives, each a list of scopes of which all are needed.
  if (
    granted !== undefined &&
    !operation.scopes.some((scopes) => scopes.every((scope) => granted.includes(scope)))
  ) {
    return missingScopes(correlationId, operation);
  }
  const { account } = caller;
  const policy = account.limiter.take();
  if (policy !== undefined) return problem(429, rateLimitSamples[policy], correlationId);

  const validate: Validate<unknown> | undefined = validators[operationId].request;
  const body = validate === undefined ? undefined : parseJson(call.body);
  if (body?.ok === false) return problem(400, samples.brokenJson, correlationId);

  const parameters = readParameters(call);
  if (!parameters.ok) return badParameter(correlationId, parameters.bad);
  const brand = parameters.values.get("businessUnitId");
  if (typeof brand === "number" && !account.hasBrand(brand)) {
    return badParameter(correlationId, { name: "businessUnitId", in: "query", fault: "invalid" });
  }

  if (validate !== undefined && !validate(body?.value)) {
    return badBody(correlationId, validate.errors);
  }
  const inputs = readInputs(call);
  if (options.cap !== undefined && inputs.length > options.cap) {
    return tooMany(correlationId, options.cap, options.capAnswer);
  }
  const { values } = parameters;
  return operate(
    { correlationId, operationId, parameters: values, inputs, badAddresses, account, now },
    options,
  );
}

/** The addresses of a call, in its body or its path, whether or not the call is in order. */
export function readInputs({ operationId, pathParameters, body }: ReceivedCall): readonly string[] {
  const property = operationById(operationId).batch?.property;
  if (property === undefined) {
    const address = pathParameters.get("subscriberIdString");
    return address === undefined ? [] : [address];
  }
  const { value } = parseJson(body);
  if (typeof value !== "object" || value === null) return [];
  const inputs: unknown = Object.hasOwn(value, property) ? Reflect.get(value, property) : [];
  return Array.isArray(inputs) ? inputs.filter((input) => typeof input === "string") : [];
}

/** Reads what the description knows in path and query; the rest is passed over, as HubSpot does. */
function readParameters({
  operationId,
  pathParameters,
  query,
}: ReceivedCall):
  | { readonly ok: true; readonly values: ReadonlyMap<string, ParameterValue> }
  | { readonly ok: false; readonly bad: BadParameter } {
  const values = new Map<string, ParameterValue>();
  for (const parameter of parametersOf(operationId)) {
    const { name } = parameter;
    const bad = (fault: BadParameter["fault"]) =>
      ({ ok: false, bad: { name, in: parameter.in, fault } }) as const;
    const inPath = parameter.in === "path";
    const [text, ...more] = inPath ? [pathParameters.get(name)] : query.getAll(name);
    if (more.length > 0 && parameter.schema.type !== "array") return bad("repeated");
    if (text === undefined) {
      if (inPath) return bad("invalid"); // its percent encoding is broken
      if (parameter.required) return bad("missing");
      continue;
    }
    const value = readValue(text, parameter.schema);
    if (value === undefined) return bad("invalid");
    values.set(name, value);
  }
  return { ok: true, values };
}

function readValue(text: string, schema: ParameterSchema): ParameterValue | undefined {
  if (schema.type === "boolean") {
    return text === "true" ? true : text === "false" ? false : undefined;
  }
  if (schema.type === "integer") {
    const value = Number(text);
    // Above 2^53 a number of JSON would no longer be the number that was asked for.
    const fits = /^-?\d+$/.test(text) && Number.isSafeInteger(value);
    return fits && value >= (schema.minimum ?? -Infinity) ? value : undefined;
  }
  return schema.enum === undefined || schema.enum.includes(text) ? text : undefined;
}

function parseJson(text: string): { readonly ok: boolean; readonly value?: unknown } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}
