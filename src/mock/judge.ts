import * as validators from "../../generated/validators.js";
import type { Validate } from "../../generated/validators.js";
import { operationById, queryParameters, type OperationId } from "./description.js";
import type { BadAddressFault } from "./faults.js";
import { handlers } from "./handlers.js";
import type { MockContext } from "./mock-context.js";
import { badBody, badQuery, missingScopes, notImplemented, problem, tooMany } from "./problems.js";
import { readQuery } from "./query.js";
import type { Reply } from "./reply.js";
import { rateLimitSamples, samples } from "./samples.js";

/** A request whose route is known and whose body has been read. */
export interface ReceivedCall {
  readonly correlationId: string;
  readonly operationId: OperationId;
  readonly authorization: string | undefined;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly badAddresses: readonly BadAddressFault[];
}

/**
 * Answers a call as a server would: token, scope, limits, JSON, query, body, number of inputs, and
 * then the work. The first that fails decides, so that a call with two faults shows the same one each time.
 */
export function judge(call: ReceivedCall, context: MockContext): Reply {
  const { correlationId, operationId } = call;
  if (!bears(call.authorization, context.token)) {
    return problem(401, samples.invalidToken, correlationId);
  }
  const operation = operationById(operationId);
  if (!isGranted(operation.scopes, context.scopes)) return missingScopes(correlationId, operation);
  const policy = context.limiter.take();
  if (policy !== undefined) return problem(429, rateLimitSamples[policy], correlationId);

  const body = parseJson(call.body);
  if (!body.ok) return problem(400, samples.brokenJson, correlationId);

  const query = readQuery(call.query, queryParameters(operationId));
  if (!query.ok) return badQuery(correlationId, query);

  const validate: Validate<unknown> | undefined = validators[operationId].request;
  if (validate !== undefined && !validate(body.value))
    return badBody(correlationId, validate.errors);

  const inputs = inputsOf(operationId, body.value);
  if (context.cap !== undefined && inputs.length > context.cap)
    return tooMany(correlationId, context.cap, context.capAnswer);

  const judged = {
    correlationId,
    query: query.values,
    inputs,
    badAddresses: call.badAddresses,
    now: context.now(),
  };
  const handler = handlers[operationId];
  return handler === undefined ? notImplemented(correlationId) : handler(judged, context);
}

/** The texts of a call's batch, whether or not the call is in order. */
export function readInputs(operationId: OperationId, body: string): readonly string[] {
  const parsed = parseJson(body);
  return parsed.ok ? inputsOf(operationId, parsed.value) : [];
}

function inputsOf(operationId: OperationId, body: unknown): readonly string[] {
  const property = operationById(operationId).batch?.property;
  if (property === undefined || typeof body !== "object" || body === null) return [];
  const inputs: unknown = Object.hasOwn(body, property) ? Reflect.get(body, property) : [];
  return Array.isArray(inputs) ? inputs.filter((input) => typeof input === "string") : [];
}

/** @param needed alternatives, each a list of scopes of which all are needed */
function isGranted(
  needed: readonly (readonly string[])[],
  granted: readonly string[] | undefined,
): boolean {
  if (granted === undefined) return true;
  return needed.some((scopes) => scopes.every((scope) => granted.includes(scope)));
}

// The scheme's name counts in any case: RFC 9110 section 11.1.
function bears(authorization: string | undefined, token: string): boolean {
  const [, given] = /^bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  return given === token;
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}
