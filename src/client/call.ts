import type { Operation } from "../../generated/operations.js";
import { textMember } from "../text/json.js";
import { createRedact, type Redact } from "../text/redact.js";
import { createAbortScope } from "./abort-scope.js";
import { createApiError, type CallRecord } from "./api-error.js";
import { factsOf, makeAttempt, notifyFault, type Attempted, type Call } from "./attempt.js";
import { createContractError, createFaultError } from "./call-error.js";
import { withoutTokens } from "./headers.js";
import { findViolations, type ResponseValidators } from "./contract.js";
import { notify } from "./hooks.js";
import { correlationIdOf, isSuccess, type Fault, type Reply } from "./reply.js";
import type { ResponseInfo } from "./result.js";
import { decideRetry, type Failure } from "./retry.js";

/** What one call of an operation is made of. */
export interface CallPlan extends Pick<
  Call,
  "operation" | "settings" | "request" | "onBegun" | "deadlineAt"
> {
  /** The signal of this call, beside that of the client. */
  readonly signal: AbortSignal | undefined;
  /** What must not be shown. */
  readonly addresses: readonly string[];
  readonly validators: ResponseValidators;
}

/** A 2xx, judged and read. */
export interface Success {
  readonly reply: Reply;
  readonly response: ResponseInfo<unknown>;
  /** An earlier attempt may have been carried out, so it may have done what this one found already done. */
  readonly appliedBefore: boolean;
  /** Of this call, for what is read from the body. */
  readonly redact: Redact;
}

/** How the attempts of a call ended. */
interface Ending {
  /** The call itself, or the account's where that has stopped it. */
  readonly operation: Operation;
  /** What the last attempt brought, unless an earlier one brought a success that was cut off. */
  readonly last: Reply | Fault;
  readonly attempts: number;
  /** Any of the attempts may have been carried out. */
  readonly mayHaveBeenApplied: boolean;
  /** One before the last may. */
  readonly appliedBefore: boolean;
}

/** Bounds token functions that return a different token each time, which would otherwise be called forever. */
const MOST_RENEWALS = 3;

/**
 * Makes a call and returns its success, or throws the error for its failure. A 2xx is a success, parsed as far as possible;
 * only `validate: "strict"` rejects one.
 */
export async function makeCall(plan: CallPlan): Promise<Success> {
  const { settings } = plan;
  const tokens = new Set<string>();
  const redact = createRedact(plan.addresses, tokens);
  const scope = createAbortScope(settings.signal, plan.signal);
  const callId = createCallId();
  try {
    const ending = await makeAttempts({ ...plan, id: callId, scope, redact, tokens });
    const { last, appliedBefore } = ending;
    const record: CallRecord = { ...ending, callId, redact };
    if (last.kind !== "reply") throw createFaultError(record, last, settings);
    const violations = findViolations(last, plan.validators, redact);
    if (violations.length > 0) {
      const error = createContractError(record, last, violations);
      notify(settings.onContractViolation, error);
      if (settings.strict && isSuccess(last.status)) throw error;
    }
    if (!isSuccess(last.status)) throw createApiError(record, last);
    const response = responseOf(record, last, violations.length === 0);
    return { reply: last, response, appliedBefore, redact };
  } finally {
    scope.release();
  }
}

/**
 * Makes attempts until one succeeds, or until a retry is useless or not allowed. A success whose body was cut off is
 * retried to get the whole body, and counts if no further attempt succeeds.
 *
 * @throws The caller's reason after an abort, and what the token function throws.
 */
async function makeAttempts(call: Call): Promise<Ending> {
  const { operation, settings, scope } = call;
  const { tokens } = settings;
  const { deadlineAt = performance.now() + settings.deadline } = call;
  let mayHaveBeenApplied = false;
  let appliedBefore = false;
  /** The last success, if only one that was cut off. */
  let success: Reply | undefined;
  let ending: Ending | undefined;
  let refused: Attempted | undefined;
  let renewals = 0;
  for (let attempt = 1; ; attempt += 1) {
    const made = await makeAttempt(call, attempt, deadlineAt, refused);
    if (ending !== undefined && made === refused) return ending;
    const { result: last } = made;
    const failure = failureOf(last);
    appliedBefore = mayHaveBeenApplied;
    mayHaveBeenApplied ||= last.mayHaveBeenApplied;
    const unauthorised = last.kind === "reply" && last.status === 401;
    if (last.kind === "reply") {
      if (isSuccess(last.status)) success = last;
      if (!unauthorised) tokens.worked(made.token);
    }
    ending = {
      last: success ?? last,
      operation: success === undefined ? made.operation : operation,
      attempts: attempt,
      mayHaveBeenApplied,
      appliedBefore,
    };
    // HubSpot has done the work, even if a hook has aborted the call in the meantime.
    if (failure === undefined) return ending;
    refused = undefined;
    if (unauthorised && tokens.renewable && renewals < MOST_RENEWALS) {
      if (performance.now() >= deadlineAt) return ending;
      renewals += 1;
      refused = made;
      continue;
    }
    const decision = decideRetry({
      // What a new token has cost is no repeat.
      attempt: attempt - renewals,
      retries: settings.retries,
      idempotent: operation.idempotent,
      failure,
      random: Math.random(),
    });
    const repeats = decision.retry && performance.now() + decision.waitMs < deadlineAt;
    if (repeats && !scope.aborted) {
      const { waitMs, reason } = decision;
      const repeat = { ...factsOf(call, attempt), waitMs, reason, status: last.status };
      notify(settings.onRetry, Object.freeze(repeat));
    }
    try {
      scope.throwIfAborted();
      if (!repeats) return ending;
      await scope.wait(decision.waitMs);
    } catch (reason) {
      const { status } = last;
      const fault = {
        kind: "aborted",
        begun: false,
        durationMs: 0,
        status,
        code: undefined,
      } as const;
      notifyFault(call, attempt + 1, { ...fault, mayHaveBeenApplied });
      throw reason;
    }
  }
}

/** What the retry rules need to know of an attempt; `undefined` for one that succeeded. */
function failureOf(last: Reply | Fault): Failure | undefined {
  const { kind, mayHaveBeenApplied } = last;
  if (kind !== "reply") {
    // The deadline is over for every further attempt too.
    const permanent = kind === "timeout" ? last.scope === "deadline" : last.cure !== "";
    return { kind, mayHaveBeenApplied, permanent };
  }
  if (isSuccess(last.status)) {
    return last.flaw === "body-cut-off" ? { kind: "network", mayHaveBeenApplied } : undefined;
  }
  return { ...last, kind: "status", policyName: textMember(last.json, "policyName") };
}

function responseOf(
  { callId, redact, attempts }: CallRecord,
  { status, headers, rateLimit, json, text }: Reply,
  conforms: boolean,
): ResponseInfo<unknown> {
  return {
    status,
    headers: withoutTokens(headers, redact),
    callId,
    correlationId: correlationIdOf(redact, headers, json),
    attempts,
    rateLimit,
    conforms,
    body: redact.data(json, text),
  };
}

let prefix: string | undefined;
let calls = 0;

/** Not created on import: some runtimes allow no randomness there. */
export function createCallId(): string {
  prefix ??= Math.random().toString(36).slice(2, 8);
  calls += 1;
  return `${prefix}-${calls}`;
}
