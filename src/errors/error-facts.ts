import type { RateLimit } from "./rate-limit.js";

/** What is known of a call that failed; the text among it is redacted. */
export interface ErrorFacts {
  /** The same that the hooks were told of this call. */
  readonly callId?: string | undefined;
  /** The operation that was called, such as `batchUnsubscribeAll`. */
  readonly operationId: string;
  /** How often the request was made. */
  readonly attempts: number;
  /** True where any of the attempts may have been carried out by HubSpot. */
  readonly mayHaveBeenApplied: boolean;
  /** The HTTP status of the last answer. */
  readonly status?: number | undefined;
  /** HubSpot's class of error, such as VALIDATION_ERROR; its `errorType` where it has none. */
  readonly category?: string | undefined;
  /** HubSpot's finer class, where it gives one. */
  readonly subCategory?: string | undefined;
  /** The identifier to give to HubSpot's support. */
  readonly correlationId?: string | undefined;
  /** The rate limit that was reached, such as TEN_SECONDLY_ROLLING or DAILY. */
  readonly policyName?: string | undefined;
  /** HubSpot's own words, where its answer has any, without addresses and tokens. */
  readonly serverMessage?: string | undefined;
  /** The `Content-Type` of the last answer. */
  readonly contentType?: string | undefined;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** What the headers of the last answer say of the account's limits. */
  readonly rateLimit?: RateLimit | undefined;
}

/** What goes with an error and is not shown with it. */
export interface ErrorOrigin {
  /** The body as it came. */
  readonly raw?: string | undefined;
  /** A safe copy of what was thrown below. */
  readonly cause?: Error | undefined;
}

/** A part of an answer that breaks the contract; never the value found there. */
export interface ContractViolation {
  /** JSON pointer into the body, empty for the body as a whole. */
  readonly path: string;
  /** The rule that is broken: a JSON Schema keyword, or `json`, `cut-off`, `maxBodyBytes`. */
  readonly keyword: string;
}
