import { makeAttempt, type Call } from "./attempt.js";
import { isPermanent } from "../errors/fault.js";
import { notify } from "./hooks.js";
import { readProblem } from "../errors/problem.js";
import { isSuccess, mayBeApplied, type Fault, type Reply } from "./reply.js";
import { decideRetry, type Failure } from "./retry.js";

/** How a call ended. */
export interface Ending {
  /** What the last attempt brought, unless an earlier one brought a success that was cut off. */
  readonly last: Reply | Fault;
  readonly attempts: number;
  /** Any of the attempts may have been carried out. */
  readonly mayHaveBeenApplied: boolean;
  /** One before the last may. */
  readonly appliedBefore: boolean;
}

/**
 * Makes attempts until one succeeds, or until repeating is of no use or not allowed. A success that
 * was cut off is repeated for its words, and stands where no further attempt brings another.
 *
 * @throws The caller's reason after an abort, and what the token function throws.
 */
export async function runCall(call: Call): Promise<Ending> {
  const { operation, settings, interruption } = call;
  const deadlineAt = performance.now() + settings.deadline;
  let mayHaveBeenApplied = false;
  let appliedBefore = false;
  let cutOff: Reply | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const last = await makeAttempt(call, attempt, deadlineAt);
    const failure = failureOf(last);
    appliedBefore = mayHaveBeenApplied;
    mayHaveBeenApplied ||= failure?.mayHaveBeenApplied ?? true;
    // What HubSpot has done stands, even where a hook has just called it off.
    const applied = { mayHaveBeenApplied, appliedBefore };
    if (failure === undefined) return { last, attempts: attempt, ...applied };
    if (last.kind === "reply" && isSuccess(last.status)) cutOff = last;
    const ending = { last: cutOff ?? last, attempts: attempt, ...applied };
    interruption.throwIfAborted();
    const decision = decideRetry({
      attempt,
      retries: settings.retries,
      idempotent: operation.idempotent,
      failure,
      random: Math.random(),
    });
    if (!decision.retry || performance.now() + decision.waitMs >= deadlineAt) return ending;
    notify(
      settings.onRetry,
      Object.freeze({
        operationId: operation.operationId,
        attempt,
        waitMs: decision.waitMs,
        reason: decision.reason,
        status: last.status,
      }),
    );
    await interruption.wait(decision.waitMs);
  }
}

/** What the retry rules need to know of an attempt; `undefined` for one that succeeded. */
function failureOf(last: Reply | Fault): Failure | undefined {
  if (last.kind !== "reply") {
    const { kind, mayHaveBeenApplied } = last;
    // The deadline is over for every further attempt too.
    const permanent = kind === "timeout" ? last.scope === "deadline" : isPermanent(last.error);
    return { kind, mayHaveBeenApplied, permanent };
  }
  if (isSuccess(last.status)) {
    return last.cutOff ? { kind: "network", mayHaveBeenApplied: true } : undefined;
  }
  return {
    kind: "status",
    status: last.status,
    policyName: readProblem(last.json?.value).policyName,
    retryAfterMs: last.retryAfterMs,
    windowMs: last.rateLimit?.intervalMs,
    dailyRemaining: last.rateLimit?.dailyRemaining,
    mayHaveBeenApplied: mayBeApplied(last.status),
  };
}
