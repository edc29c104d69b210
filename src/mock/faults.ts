import type { OperationId } from "./description.js";

/** Which limit a 429 names; HubSpot calls this `policyName`. */
export type RateLimitPolicy = "TEN_SECONDLY_ROLLING" | "SECONDLY" | "DAILY";

/** Which calls a fault meets. */
export interface FaultTiming {
  /** How many calls pass before the fault begins. Default: 0. */
  readonly skip?: number | undefined;
  /** How many calls it meets. Default: 1, but `"always"` for `bad-address`. */
  readonly times?: number | "always" | undefined;
  /** Only calls whose batch holds this address (in any case) count for `skip` and `times`. */
  readonly address?: string | undefined;
  /** Only calls of this operation count for `skip` and `times`. Default: of any. */
  readonly operation?: OperationId | undefined;
}

/**
 * Whether the server has done the work before the fault shows.
 * Default: `"after"` where the answer is a 2xx, else `"before"`.
 */
export type FaultMoment = "before" | "after";

/** A 429 with the body of the policy; nothing is done. */
export interface RateLimitFault extends FaultTiming {
  readonly kind: "rate-limit";
  readonly policy: RateLimitPolicy;
  /** `Retry-After`: seconds, or a text that is sent as it stands. Default: no such header. */
  readonly retryAfter?: number | string | undefined;
}

/** A 477, as while the account moves between data centres; nothing is done. */
export interface MigrationFault extends FaultTiming {
  readonly kind: "migration";
  /** `Retry-After`: seconds, or a text that is sent as it stands. */
  readonly retryAfter: number | string;
}

/** Words for an error in place of those of the sample, so that one error can look like another. */
export interface ErrorWords {
  readonly message?: string | undefined;
  readonly category?: string | undefined;
}

/** Any status from 200 to 599, with the sample of the description, an HTML page or nothing. */
export interface StatusFault extends FaultTiming, ErrorWords {
  readonly kind: "status";
  readonly status: number;
  /** `message` and `category` go into `"json"` only. */
  readonly body: "json" | "html" | "empty";
  readonly when?: FaultMoment | undefined;
  /** `Retry-After`: seconds, or a text that is sent as it stands. Default: no such header. */
  readonly retryAfter?: number | string | undefined;
}

/**
 * The connection is reset once the request has been read, before the work or after it; with `"body"`
 * the work is done and the connection is closed in the middle of the answer's body.
 */
export interface ResetFault extends FaultTiming {
  readonly kind: "reset";
  readonly when: "before" | "after" | "body";
}

/**
 * The server falls silent and leaves the connection open until the client leaves or the mock is closed:
 * before the work, after it but before the headers, or in the middle of the body.
 */
export interface StallFault extends FaultTiming {
  readonly kind: "stall";
  readonly when: "before" | "before-headers" | "body";
}

/** A complete HTTP answer whose JSON ends in the middle; the work is done. */
export interface TruncateFault extends FaultTiming {
  readonly kind: "truncate";
}

/** HubSpot refuses one address, to opt it out as well as to read it. */
export interface BadAddressFault extends FaultTiming, ErrorWords {
  readonly kind: "bad-address";
  readonly address: string;
  /** In a 207 or a 200 the other addresses are opted out; a 400 sinks the whole batch. */
  readonly answer: "207" | "200" | "400";
  /** Whether `errors[]` says which address it was. Default: true. */
  readonly named?: boolean | undefined;
}

/** The answer comes later; the work is done on arrival. Goes together with any other fault. */
export interface LatencyFault extends FaultTiming {
  readonly kind: "latency";
  /** Milliseconds. */
  readonly ms: number;
}

/** The envelope of a 2xx carries this `status` instead of COMPLETE; the work is done. */
export interface EnvelopeFault extends FaultTiming {
  readonly kind: "envelope";
  readonly status: string;
}

/** A 200 with a sign-in page, as a proxy gives. */
export interface Html200Fault extends FaultTiming {
  readonly kind: "html-200";
  readonly when?: FaultMoment | undefined;
}

/** A 200 that says it is JSON and has no body. */
export interface Empty200Fault extends FaultTiming {
  readonly kind: "empty-200";
  readonly when?: FaultMoment | undefined;
}

/** What the mock can do wrong on demand. */
export type Fault =
  | RateLimitFault
  | MigrationFault
  | StatusFault
  | ResetFault
  | StallFault
  | TruncateFault
  | BadAddressFault
  | LatencyFault
  | EnvelopeFault
  | Html200Fault
  | Empty200Fault;

/** The faults that decide what a call gets; at most one of them meets a call. */
export type DecidingFault = Exclude<Fault, LatencyFault | BadAddressFault>;
