import type { HubSpotContractError } from "../errors/errors.js";
import type { RateLimit } from "../errors/rate-limit.js";
import type { RetryReason } from "./retry.js";

/** Which attempt of which call the facts are about. */
export interface AttemptFacts {
  /** The same for every hook of one call, and in its error or its result. */
  readonly callId: string;
  /** Such as `batchUnsubscribeAll`. */
  readonly operationId: string;
  /** Counted from 1 within the call. */
  readonly attempt: number;
}

/** A request is about to be sent. `onResponse` or `onFault` follows, with the same attempt. */
export interface RequestFacts extends AttemptFacts {
  readonly method: string;
  /** Without the query. */
  readonly url: string;
}

/** An answer has come and was read. */
export interface ResponseFacts extends AttemptFacts {
  readonly status: number;
  /** From the request to the end of the answer's body, in milliseconds. */
  readonly durationMs: number;
  /** Redacted; from the header, `undefined` where it has none. */
  readonly correlationId: string | undefined;
  /** What the headers say of the account's limits. */
  readonly rateLimit: RateLimit | undefined;
  /** What `Retry-After` asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/**
 * An attempt has ended without a whole answer. Without an `onRequest` before it, the token function failed, or the call was
 * aborted before the request.
 */
export interface FaultFacts extends AttemptFacts {
  /** `token`: the function that gives the access token has thrown. */
  readonly kind: "network" | "timeout" | "aborted" | "token";
  /** `fetch` was called, so that the request may have gone out. */
  readonly begun: boolean;
  /** The request may have been carried out. */
  readonly mayHaveBeenApplied: boolean;
  /** From the start of the attempt, in milliseconds. */
  readonly durationMs: number;
  /** The HTTP status, where the head of an answer had come. */
  readonly status: number | undefined;
  /** The code of a network fault, such as ECONNRESET, where the platform gives one. */
  readonly code: string | undefined;
}

/** An attempt has failed and will be repeated. */
export interface RetryFacts extends AttemptFacts {
  /**
   * The wait that the failure asks for, in milliseconds. A call of your own is repeated after it; a job or a queue may repeat
   * the call earlier or later, as the pace of the account allows.
   */
  readonly waitMs: number;
  readonly reason: RetryReason;
  /** The HTTP status, where an answer came. */
  readonly status: number | undefined;
}

/**
 * Functions that are called with what a call does: frozen objects without an address and without the token. They only
 * observe: what a hook returns, throws or rejects with is ignored, so that it cannot hide the outcome of a call that
 * HubSpot has carried out. They are also called for the calls of a job.
 *
 * @example
 * ```ts
 * const client = createClient({
 *   accessToken,
 *   onResponse: ({ callId, status, durationMs }) => console.error(callId, status, durationMs),
 *   onFault: ({ callId, kind, code }) => console.error(callId, kind, code),
 * });
 * ```
 */
export interface Hooks {
  /** Before each attempt is sent. */
  onRequest?: ((facts: RequestFacts) => unknown) | undefined;
  /** After a whole answer was read, whatever its status. */
  onResponse?: ((facts: ResponseFacts) => unknown) | undefined;
  /** After an attempt that brought no whole answer. */
  onFault?: ((facts: FaultFacts) => unknown) | undefined;
  /** Before the wait that precedes another attempt. */
  onRetry?: ((facts: RetryFacts) => unknown) | undefined;
  /** An answer with a 2xx breaks the contract; at most once for each call. */
  onContractViolation?: ((error: HubSpotContractError) => unknown) | undefined;
}

/** Calls a hook, if there is one, and contains whatever comes of it. */
export function notify<Facts>(hook: ((facts: Facts) => unknown) | undefined, facts: Facts): void {
  if (hook === undefined) return;
  // Whether it throws or rejects: as `Hooks` says.
  const called = async (): Promise<unknown> => hook(facts);
  called().catch(() => {});
}
