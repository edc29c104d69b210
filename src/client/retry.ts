import type { RateLimit } from "../errors/rate-limit.js";

/** A wait that a server asks for is honoured up to this by default; a longer one ends the call. */
const MAX_RETRY_AFTER = 60_000;
const BACKOFF_BASE = 1_000;
const MAX_BACKOFF = 30_000;
/** The shortest wait, whatever the random share. */
const MIN_BACKOFF = 250;
/** HubSpot's lock behind a 423 lasts two seconds. */
const MIN_LOCK_WAIT = 2_000;
const TEN_SECONDS = 10_000;
const ONE_SECOND = 1_000;
/** Workers that share a limit should not all wake in the same moment. */
const WINDOW_JITTER = 0.25;

// Statuses that HubSpot's and Cloudflare's error guides call temporary. 522, 525 and 526 need support.
const PASSING = new Set([500, 502, 503, 504, 521, 523, 524]);

/** Why an attempt is repeated. */
export type RetryReason =
  | "rate-limit"
  | "lock"
  | "migration"
  | "server"
  | "network"
  | "timeout"
  /** The token was refused, and the function that gives it has given another. */
  | "token";

/** What is known of an attempt that failed. */
export interface Failure {
  readonly kind: "status" | "network" | "timeout";
  /** The HTTP status, for the kind "status". */
  readonly status?: number | undefined;
  /** HubSpot's name of the rate limit that was reached. */
  readonly policyName?: string | undefined;
  /** What the server asked to wait, in milliseconds; 0 leaves the wait to us. */
  readonly retryAfterMs?: number | undefined;
  readonly rateLimit?: Partial<RateLimit> | undefined;
  /** The request may have been carried out. */
  readonly mayHaveBeenApplied: boolean;
  /** The same request would fail in the same way, for instance on a certificate. */
  readonly permanent?: boolean;
}

export interface RetryQuestion {
  /** The attempt that failed, counted from 1. */
  readonly attempt: number;
  /** Repeats allowed after the first attempt. */
  readonly retries: number;
  /** Repeating the operation does no harm, as the spec says. */
  readonly idempotent: boolean;
  readonly failure: Failure;
  /** From 0 up to, not including, 1. */
  readonly random: number;
  /** The longest wait that is honoured when a server asks for it. @default 60_000 */
  readonly longestWait?: number;
}

export type RetryDecision =
  | { readonly retry: false }
  | { readonly retry: true; readonly waitMs: number; readonly reason: RetryReason };

const STOP: RetryDecision = Object.freeze({ retry: false });

/** Whether to retry a failed attempt, and after what wait. Pure: it uses no clock and no randomness of its own. */
export function decideRetry(question: RetryQuestion): RetryDecision {
  const { attempt, retries, idempotent, failure, random, longestWait = MAX_RETRY_AFTER } = question;
  if (attempt > retries || failure.permanent === true) return STOP;
  if (failure.mayHaveBeenApplied && !idempotent) return STOP;
  const reason = reasonOf(failure);
  if (reason === undefined) return STOP;
  const asked = failure.retryAfterMs;
  // Never retry earlier than the server asked for; report the wait to the caller instead.
  if (asked !== undefined && asked > longestWait) return STOP;
  // A `Retry-After` of 0 gets our own wait: otherwise all attempts would be used up before the window is over.
  let waitMs = asked || ownWait(reason, attempt, failure, random);
  waitMs = Math.max(waitMs, reason === "lock" ? MIN_LOCK_WAIT : MIN_BACKOFF);
  return { retry: true, waitMs: Math.ceil(waitMs), reason };
}

/** Whether a rate limit is that of the day, which no wait within a call outlasts. */
export function isDailyLimit({
  policyName,
  rateLimit,
}: Pick<Failure, "policyName" | "rateLimit">): boolean {
  return policyName === undefined ? rateLimit?.dailyRemaining === 0 : /daily/i.test(policyName);
}

function reasonOf(failure: Failure): RetryReason | undefined {
  if (failure.kind !== "status") return failure.kind;
  const status = failure.status ?? 0;
  if (status === 423) return "lock";
  if (status === 429) return isDailyLimit(failure) ? undefined : "rate-limit";
  // A migration takes up to a day; without a time from the server there is no sensible wait.
  if (status === 477) return failure.retryAfterMs === undefined ? undefined : "migration";
  return PASSING.has(status) ? "server" : undefined;
}

function ownWait(
  reason: RetryReason,
  attempt: number,
  { policyName = "", rateLimit }: Failure,
  random: number,
): number {
  if (reason === "rate-limit") {
    const ofPolicy = /^secondly/i.test(policyName) ? ONE_SECOND : TEN_SECONDS;
    const window = rateLimit?.intervalMs || ofPolicy;
    return Math.min(window, MAX_RETRY_AFTER) * (1 + WINDOW_JITTER * random);
  }
  return random * Math.min(BACKOFF_BASE * 2 ** (attempt - 1), MAX_BACKOFF);
}
