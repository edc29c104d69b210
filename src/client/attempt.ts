import {
  $getAccountDetails as accountOperation,
  type Operation,
} from "../../generated/operations.js";
import { codeOf, judgeConnection } from "../errors/fault.js";
import type { Redact } from "../text/redact.js";
import { createTimeLimit, type AbortScope, type TimeLimit } from "./abort-scope.js";
import { readBody, type BodyReading } from "./body.js";
import { notify, type AttemptFacts, type FaultFacts } from "./hooks.js";
import type { Settings } from "./options.js";
import { correlationIdOf, createReply, mayBeApplied, type Fault, type Reply } from "./reply.js";
import { createInit, type CallRequest, type Fetch, type FetchResponse } from "./request.js";

/** One call of an operation, the same over all its attempts. */
export interface Call {
  readonly id: string;
  readonly operation: Operation;
  readonly request: CallRequest;
  readonly settings: Settings;
  readonly scope: AbortScope;
  readonly redact: Redact;
  /** Every token used so far, for the redaction too. */
  readonly tokens: Set<string>;
  readonly onBegun: (() => unknown) | undefined;
  /** When the whole call must end, on the clock of `performance.now`; its deadline from now on, unless told. */
  readonly deadlineAt?: number | undefined;
}

const NO_FETCH = "This runtime has no global fetch; give createClient one as `fetch`.";

const LATE = "It waited behind the other calls of this client.";

/** What an attempt has brought, and the token that it was made with; `""` where none was had. */
export interface Attempted {
  readonly result: Reply | Fault;
  readonly token: string;
  /** The call itself, or the account's where that has stopped it, so that nothing was sent. */
  readonly operation: Operation;
}

/**
 * Makes one attempt: token, request, answer with its body, all within one time limit.
 *
 * @param deadlineAt When the whole call must end, on the clock of `performance.now`.
 * @param refused The attempt before, if its token was refused: this one needs another token.
 * @returns `refused` itself where there is no other; nothing was sent then.
 * @throws The caller's reason after an abort, and what the token function throws.
 */
export async function makeAttempt(
  call: Call,
  attempt: number,
  deadlineAt: number,
  refused?: Attempted,
): Promise<Attempted> {
  const { settings, scope, operation, request } = call;
  const started = performance.now();
  const remaining = Math.max(0, deadlineAt - started);
  const limit = createTimeLimit(Math.min(settings.timeout, remaining), scope);
  const facts = factsOf(call, attempt);
  let arrived: FetchResponse | undefined;
  let reading: BodyReading | undefined;
  let token = "";
  let begun = false;
  /** The account is asked for. */
  let asked = false;
  try {
    scope.throwIfAborted();
    // It waited for its turn until the deadline: report that as a time-out.
    if (remaining === 0) await limit.race(new Promise(() => {}));
    token = await limit.race(
      refused === undefined ? settings.tokens.get() : settings.tokens.renew(refused.token),
    );
    if (refused !== undefined) {
      if (call.tokens.has(token)) return refused;
      const repeat = { attempt: attempt - 1, waitMs: 0, reason: "token", status: 401 } as const;
      notify(settings.onRetry, Object.freeze({ ...facts, ...repeat }));
    }
    call.tokens.add(token);
    if (settings.guard !== undefined) {
      asked = true;
      const result = await limit.race(settings.guard(token));
      if (result !== undefined) {
        const nothingSent = { ...result, mayHaveBeenApplied: false };
        return { result: nothingSent, token, operation: accountOperation };
      }
      asked = false;
    }
    const { method, template: url } = request;
    notify(settings.onRequest, Object.freeze({ ...facts, method, url }));
    scope.throwIfAborted();
    // The global one is looked up each time, since it may be replaced.
    const { fetch = platformFetch() } = settings;
    const init = createInit(request, token, limit.signal);
    begun = true;
    notify(call.onBegun, undefined);
    arrived = await limit.race(receive(fetch(request.url, init), limit));
    reading = readBody(arrived, settings.maxBodyBytes);
    const reply = createReply(arrived, await limit.race(reading.done));
    const { status, headers, rateLimit, retryAfterMs } = reply;
    notify(
      settings.onResponse,
      Object.freeze({
        ...facts,
        status,
        durationMs: performance.now() - started,
        correlationId: correlationIdOf(call.redact, headers),
        rateLimit,
        retryAfterMs,
      }),
    );
    return { result: reply, token, operation };
  } catch (error) {
    reading?.cancel();
    const kind = kindOfEnd(scope, limit, begun, token);
    const judged =
      settings.provesNotSent && kind === "network" ? judgeConnection(error) : undefined;
    const status = arrived?.status;
    const mayHaveBeenApplied =
      status === undefined ? begun && judged?.neverSent !== true : mayBeApplied(status);
    notifyFault(call, attempt, {
      kind,
      begun,
      mayHaveBeenApplied,
      durationMs: performance.now() - started,
      status,
      code: kind === "network" ? codeOf(error) : undefined,
    });
    if (kind === "aborted") throw scope.reason;
    // Errors of the token function are passed on unchanged.
    if (kind === "token") throw error;
    return {
      token,
      operation: asked ? accountOperation : operation,
      result: {
        kind,
        scope: remaining < settings.timeout ? "deadline" : "attempt",
        begun: begun || asked,
        error,
        status,
        mayHaveBeenApplied,
        cure: begun
          ? (judged?.cure ?? "")
          : kind === "network"
            ? NO_FETCH
            : remaining > 0
              ? ""
              : LATE,
      },
    };
  } finally {
    limit.release();
  }
}

/** What every hook is told of an attempt. */
export function factsOf({ id: callId, operation }: Call, attempt: number): AttemptFacts {
  return { callId, operationId: operation.operationId, attempt };
}

function platformFetch(): Fetch {
  if (typeof globalThis.fetch !== "function") throw new TypeError(NO_FETCH);
  return (url, init) => globalThis.fetch(url, init);
}

/** Tells of an attempt that brought no whole answer. */
export function notifyFault(
  call: Call,
  attempt: number,
  fault: Omit<FaultFacts, keyof AttemptFacts>,
): void {
  const code = fault.code && call.redact(fault.code);
  notify(call.settings.onFault, Object.freeze({ ...factsOf(call, attempt), ...fault, code }));
}

function kindOfEnd(
  scope: AbortScope,
  limit: TimeLimit,
  begun: boolean,
  token: string,
): FaultFacts["kind"] {
  if (scope.aborted) return "aborted";
  if (limit.reached) return "timeout";
  return token === "" && !begun ? "token" : "network";
}

/** The answer, once its head has come. */
async function receive(answer: Promise<FetchResponse>, limit: TimeLimit): Promise<FetchResponse> {
  const response: FetchResponse | undefined = await answer; // another `fetch` may give anything
  // From a fetch that does not heed its signal; nobody will read it.
  if (limit.released) void response?.body?.cancel().catch(() => {});
  if (!isReadable(response)) throw new TypeError("fetch gave no response with a body to read");
  return response;
}

/** Whether it is an answer of the server. */
function isReadable(response: FetchResponse | undefined): response is FetchResponse {
  return (
    Number.isInteger(response?.status) &&
    // The status of a redirect is 0 where the platform hides it; any other 0 is no answer.
    (response?.status !== 0 || response.type === "opaqueredirect") &&
    // A body that was already read would look like an empty one, which would count as success.
    response?.bodyUsed !== true
  );
}
