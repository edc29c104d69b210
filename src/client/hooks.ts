import type { HubSpotContractError } from "../errors/errors.js";
import type { RetryReason } from "./retry.js";
import type { RateLimit } from "../errors/rate-limit.js";

/** A request is about to be sent. */
export interface RequestFacts {
  readonly operationId: string;
  /** Counted from 1. */
  readonly attempt: number;
  readonly method: string;
  /** Without the query. */
  readonly url: string;
}

/** An answer has come and was read. */
export interface ResponseFacts {
  readonly operationId: string;
  readonly attempt: number;
  readonly status: number;
  /** From the request to the end of the answer's body, in milliseconds. */
  readonly durationMs: number;
  /** Redacted; from the header, `undefined` where it has none. */
  readonly correlationId: string | undefined;
  readonly rateLimit: RateLimit | undefined;
  /** What `Retry-After` asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** An attempt has failed and will be repeated. */
export interface RetryFacts {
  readonly operationId: string;
  /** The attempt that failed. */
  readonly attempt: number;
  readonly waitMs: number;
  readonly reason: RetryReason;
  /** The HTTP status, where an answer came. */
  readonly status: number | undefined;
}

/**
 * Functions that are told what a call does: frozen facts, no address and no token. They watch and
 * do not take part: what a hook returns, throws or rejects with is ignored, since it must not cost
 * the caller the outcome of a call that HubSpot has carried out.
 */
export interface Hooks {
  onRequest?: ((facts: RequestFacts) => unknown) | undefined;
  onResponse?: ((facts: ResponseFacts) => unknown) | undefined;
  onRetry?: ((facts: RetryFacts) => unknown) | undefined;
  /** At most once for each call. */
  onContractViolation?: ((error: HubSpotContractError) => unknown) | undefined;
}

/** Calls a hook, if there is one, and contains whatever comes of it. */
export function notify<Facts>(hook: ((facts: Facts) => unknown) | undefined, facts: Facts): void {
  if (hook === undefined) return;
  try {
    // Resolved first: what a hook returns may be a promise of another realm, or only look like one.
    Promise.resolve(hook(facts)).catch(() => {});
  } catch {
    // As `Hooks` says.
  }
}
