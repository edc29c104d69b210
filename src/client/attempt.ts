import type { Operation } from "../../generated/operations.js";
import { readBody, type BodyReading } from "./body.js";
import { neverSent } from "../errors/fault.js";
import { notify, type RequestFacts, type ResponseFacts } from "./hooks.js";
import type { Interruption } from "./interruption.js";
import type { Settings } from "./options.js";
import type { Redact } from "../text/redact.js";
import { correlationIdOf, createReply, mayBeApplied, type Fault, type Reply } from "./reply.js";
import { TimeLimit } from "./time-limit.js";
import { checkToken } from "./token.js";
import { capturingFetch, type AttemptInit } from "./transport.js";

/** One call of an operation, the same over all its attempts. */
export interface Call {
  readonly operation: Operation;
  readonly settings: Settings;
  readonly interruption: Interruption;
  readonly redact: Redact;
  /** Every token used so far, for the redaction. */
  readonly tokens: Set<string>;
  readonly onBegun: (() => unknown) | undefined;
  /** Sends the request through the generated client. */
  readonly send: (init: AttemptInit) => Promise<unknown>;
}

/**
 * Makes one attempt: token, request, answer with its body, all within one time limit.
 *
 * @param deadlineAt When the whole call must end, on the clock of `performance.now`.
 * @throws The caller's reason after an abort, and what the token function throws.
 */
export async function makeAttempt(
  call: Call,
  attempt: number,
  deadlineAt: number,
): Promise<Reply | Fault> {
  const { settings, interruption } = call;
  interruption.throwIfAborted();
  const remaining = Math.max(0, deadlineAt - performance.now());
  const limit = new TimeLimit(Math.min(settings.timeout, remaining), interruption);
  let arrived: Response | undefined;
  let reading: BodyReading | undefined;
  let sent = false;
  try {
    const token = await readToken(settings, limit);
    call.tokens.add(token);
    const started = performance.now();
    notify(settings.onRequest, requestFacts(call, attempt));
    interruption.throwIfAborted();
    const response = await send(call, token, limit, () => {
      sent = true;
      notify(call.onBegun, undefined);
    });
    arrived = response;
    reading = readBody(response, settings.maxBodyBytes);
    const reply = createReply(response, await limit.race(reading.done));
    notify(settings.onResponse, responseFacts(call, attempt, reply, performance.now() - started));
    return reply;
  } catch (error) {
    reading?.cancel();
    if (interruption.aborted) throw interruption.reason;
    // What the token function throws is the caller's own.
    if (!limit.reached && !sent) throw error;
    return {
      kind: limit.reached ? "timeout" : "network",
      scope: remaining < settings.timeout ? "deadline" : "attempt",
      sent,
      error,
      status: arrived?.status,
      mayHaveBeenApplied:
        arrived === undefined
          ? sent && !(settings.provesNotSent && neverSent(error))
          : mayBeApplied(arrived.status),
    };
  } finally {
    limit.release();
  }
}

async function readToken({ accessToken }: Settings, limit: TimeLimit): Promise<string> {
  if (typeof accessToken === "string") return accessToken;
  return checkToken(await limit.race(Promise.resolve(accessToken())));
}

async function send(
  call: Call,
  token: string,
  limit: TimeLimit,
  begin: () => void,
): Promise<Response> {
  let response: Response | undefined;
  const capture = (arrived: Response): void => {
    response = arrived;
    // From a fetch that does not heed its signal; nobody will read it.
    if (limit.released) void arrived.body?.cancel().catch(() => {});
  };
  await limit.race(
    call.send({
      headers: { Accept: "application/json", Authorization: `Bearer ${token}` },
      signal: limit.signal,
      fetch: capturingFetch(call.settings.fetch, begin, capture),
    }),
  );
  if (!isReadable(response)) throw new TypeError("fetch gave no response with a body to read");
  return response;
}

/** Whether it is an answer of the server: another `fetch` than the global one may give anything. */
function isReadable(response: Response | undefined): response is Response {
  return (
    Number.isInteger(response?.status) &&
    // The status of a redirect is 0 where the platform hides it; any other 0 is no answer.
    (response?.status !== 0 || response.type === "opaqueredirect") &&
    // A body that somebody has read would look like an empty one, which says that all went well.
    response?.bodyUsed !== true
  );
}

function requestFacts({ operation, settings }: Call, attempt: number): RequestFacts {
  return Object.freeze({
    operationId: operation.operationId,
    attempt,
    method: operation.method,
    url: settings.baseUrl + operation.path,
  });
}

function responseFacts(
  { operation, redact }: Call,
  attempt: number,
  { status, headers, rateLimit, retryAfterMs }: Reply,
  durationMs: number,
): ResponseFacts {
  return Object.freeze({
    operationId: operation.operationId,
    attempt,
    status,
    durationMs,
    correlationId: correlationIdOf(headers, redact),
    rateLimit,
    retryAfterMs,
  });
}
