import type { Operation } from "../../generated/operations.js";
import { createApiError, type CallRecord } from "./api-error.js";
import { createContractError, createFaultError } from "./call-error.js";
import { runCall } from "./call.js";
import { findViolations, type ResponseValidators } from "./contract.js";
import { notify } from "./hooks.js";
import { Interruption } from "./interruption.js";
import type { Settings } from "./options.js";
import type { SuccessBody } from "../outcome/decide.js";
import { readProblem } from "../errors/problem.js";
import { createRedact } from "../text/redact.js";
import { correlationIdOf, isSuccess, type Reply } from "./reply.js";
import type { ResponseInfo } from "./result.js";
import type { AttemptInit } from "./transport.js";

/** What one call of an operation is made of. */
export interface CallPlan {
  readonly operation: Operation;
  readonly settings: Settings;
  /** The signal of this call, beside that of the client. */
  readonly signal: AbortSignal | undefined;
  readonly onBegun: (() => unknown) | undefined;
  /** What must not be shown. */
  readonly addresses: readonly string[];
  readonly validators: ResponseValidators;
  readonly send: (init: AttemptInit) => Promise<unknown>;
}

/** A 2xx, judged and read. */
export interface Success {
  readonly body: SuccessBody;
  readonly response: ResponseInfo<unknown>;
  /** An earlier attempt may have been carried out: what this one found done may be its work. */
  readonly appliedBefore: boolean;
}

/**
 * Makes a call and gives its success, or throws the error for how it ended. Success is a 2xx, read
 * as well as it can be; only `validate: "strict"` throws one away.
 */
export async function concludeCall(plan: CallPlan): Promise<Success> {
  const { operation, settings, send, onBegun } = plan;
  const tokens = new Set<string>();
  const redact = createRedact(plan.addresses, tokens);
  const interruption = new Interruption(settings.signal, plan.signal);
  try {
    const ending = await runCall({
      operation,
      settings,
      interruption,
      redact,
      tokens,
      onBegun,
      send,
    });
    const { last, attempts, mayHaveBeenApplied } = ending;
    const record: CallRecord = { operation, redact, attempts, mayHaveBeenApplied };
    if (last.kind !== "reply") throw createFaultError(record, last, settings);
    const violations = findViolations(last, plan.validators, redact);
    if (violations.length > 0) {
      const error = createContractError(record, last, violations);
      notify(settings.onContractViolation, error);
      if (settings.strict && isSuccess(last.status)) throw error;
    }
    if (!isSuccess(last.status)) throw createApiError(record, last);
    return readSuccess(record, last, {
      conforms: violations.length === 0,
      appliedBefore: ending.appliedBefore,
    });
  } finally {
    interruption.release();
  }
}

function readSuccess(
  { redact, attempts }: CallRecord,
  reply: Reply,
  { conforms, appliedBefore }: { readonly conforms: boolean; readonly appliedBefore: boolean },
): Success {
  const { status, headers, rateLimit, json } = reply;
  const inBody = readProblem(json?.value).correlationId;
  return {
    body: bodyOf(reply),
    appliedBefore,
    response: {
      status,
      headers,
      correlationId: inBody === undefined ? correlationIdOf(headers, redact) : redact(inBody, 100),
      attempts,
      rateLimit,
      conforms,
      body: json?.value,
    },
  };
}

function bodyOf({ tooLarge, cutOff, text, json }: Reply): SuccessBody {
  if (tooLarge) return { kind: "too-large" };
  if (cutOff) return { kind: "cut-off" };
  if (text.trim() === "") return { kind: "empty" };
  return json === undefined ? { kind: "unreadable" } : { kind: "json", value: json.value };
}
