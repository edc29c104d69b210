import type { QueueOutcome } from "../index.js";

/** The return value of a completed job: the outcome of its opt-out. */
export interface OptOutResult {
  readonly outcome: "unsubscribed" | "already-unsubscribed";
  /** Proven by reading back. */
  readonly reason?: "read-back" | undefined;
  /** Milliseconds since 1970. */
  readonly time?: number | undefined;
  /** The identifier to give to HubSpot's support. */
  readonly correlationId?: string | undefined;
}

/** What a worker does with a job once its outcome is known. */
export type Verdict =
  | { readonly kind: "completed"; readonly result: OptOutResult }
  /** One attempt less; or none at all where trying again cannot help. */
  | { readonly kind: "failed"; readonly failure: Failure }
  /** Nothing was done, and the job has not used an attempt. */
  | { readonly kind: "later" };

/**
 * Why a job has failed: outcome and category, never an address. Its name tells BullMQ not to try again. It has no stack,
 * because BullMQ would keep that in Redis.
 */
export class Failure extends Error {
  constructor(outcome: QueueOutcome["outcome"], reason: string, final: boolean) {
    super(`${outcome}: ${reason}`);
    this.name = final ? "UnrecoverableError" : "OptOutFailure";
    this.stack = "";
  }
}

/**
 * @param sentBefore an earlier start of the job may have opted the address out, so that nothing tells whether it was out
 *   before
 */
export function judge(told: QueueOutcome, sentBefore: boolean): Verdict {
  if (told.outcome === "unsubscribed" || told.outcome === "already-unsubscribed") {
    const { reason, time, correlationId } = told;
    const outcome = sentBefore ? "unsubscribed" : told.outcome;
    // Redis has it as JSON, where what is undefined is absent.
    return { kind: "completed", result: { outcome, reason, time, correlationId } };
  }
  const { outcome, reason } = told;
  // Refused alone, while nothing shows whose fault it is, it has used an attempt; where its whole brand is refused, it has
  // not been tried.
  const tried =
    outcome !== "not-sent" || (reason === "request-fault" && told.retryAt === undefined);
  if (!tried) return { kind: "later" };
  const final = outcome === "rejected" || outcome === "invalid";
  return { kind: "failed", failure: new Failure(outcome, reason, final) };
}
