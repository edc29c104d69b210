import {
  decideRetry,
  isDailyLimit,
  type Failure as FailedAttempt,
  type RetryReason,
} from "../client/retry.js";
import {
  isHubSpotError,
  type AnyHubSpotError,
  type HubSpotApiError,
  type HubSpotError,
} from "../errors/errors.js";
import { isError } from "../errors/fault.js";
import { nextMidnight } from "./next-midnight.js";
import { sizeLimitOf } from "./size-limit.js";
import type { Unresolved } from "./pending-call.js";
import { describeThrown, type JobStop } from "./stop.js";

/** The same call once more, after a wait; `shared` by all calls where it is not about this one. */
export interface Repeat {
  readonly kind: "repeat";
  readonly waitMs: number;
  /** The server has named the wait. */
  readonly asked: boolean;
  /** What a job that has to wait for it too long stops for. */
  readonly reason: "rate-limit" | "migration" | "unavailable";
  /** What the hooks are told. */
  readonly cause: RetryReason;
  readonly shared: boolean;
}

/** What a failed call asks for. */
export type Failure =
  | Repeat
  /** No further call would fare better. */
  | { readonly kind: "stop"; readonly stop: JobStop }
  /** Fewer addresses to a call: at most `size`. */
  | { readonly kind: "too-large"; readonly size: number }
  /** An address of the call may be at fault, or the request itself. */
  | {
      readonly kind: "refused";
      readonly error: HubSpotApiError;
      /** By its category it is about the token; an address can hardly be the cause. */
      readonly credentials: boolean;
    }
  /** An answer came, a success, that is not to be relied on. */
  | {
      readonly kind: "unreadable";
      /** What came is no whole JSON, so that another answer may be; otherwise it breaks the contract, as the next would. */
      readonly cutOff: boolean;
    };

/** What HubSpot's classes of error are called when a token is at fault, whatever the status. */
const CREDENTIALS = /AUTHENTICATION|UNAUTHORIZED|MISSING_SCOPE|FORBIDDEN|PERMISSION|EXPIRED_TOKEN/i;

/** Time-outs, conflicts and closed connections, as servers and the edge in front of them name them. */
const PASSING = new Set([408, 409, 423, 425, 499]);

/** What a server says that does not know the method or the version of HTTP. */
const NEVER = new Set([501, 505]);

export interface FailureQuestion {
  /** What the client has thrown. */
  readonly error: unknown;
  /** The request had begun when it was thrown. */
  readonly begun: boolean;
  /** That of the client. */
  readonly signal: AbortSignal | undefined;
  /** How often the same call has failed, this time included. */
  readonly failures: number;
  /** Addresses in the call. */
  readonly size: number;
  /** The most addresses that a call of the job has brought home so far. */
  readonly largestTaken: number;
  /** The call has its address in the path. */
  readonly inPath: boolean;
  /** The longest wait that is sat out, in milliseconds. */
  readonly maxWait: number;
  /** From 0 up to, not including, 1. */
  readonly random: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** In which the limit of the day starts anew at midnight, where it is known. */
  readonly timeZone?: string | undefined;
}

/** What to do about a failed call. Pure. */
export function judgeFailure(question: FailureQuestion): Failure {
  const { error } = question;
  if (!isHubSpotError(error)) {
    return { kind: "stop", stop: describeThrown(error, question.begun, question.signal) };
  }
  if (error.name === "HubSpotAccountError") return stop("credentials", error);
  if (error.name === "HubSpotNetworkError" || error.name === "HubSpotTimeoutError") {
    return judgeFault(error, question);
  }
  // A 2xx that a strict client throws away. All that is left are answers with another status.
  if (error.name === "HubSpotContractError") {
    const cutOff = error.violations.some(({ keyword }) => /^(?:cut-off|json)$/.test(keyword));
    return { kind: "unreadable", cutOff };
  }
  const { status, category = "" } = error;
  const credentials = status < 500 && CREDENTIALS.test(category);
  if (status === 400 || status === 422 || status === 413) {
    const size = judgeSize(error, credentials, question);
    return size === undefined
      ? { kind: "refused", error, credentials }
      : { kind: "too-large", size };
  }
  // A page in place of HubSpot's words: something on the way may refuse what stands in the path.
  if (question.inPath && status === 403 && isPage(error)) {
    return { kind: "refused", error, credentials };
  }
  if (status === 401 || status === 403 || credentials) return stop("credentials", error);
  return judgeStatus(error, question);
}

/** What a failed call leaves open: nothing, where it cannot have been carried out. */
export function unresolvedBy(error: unknown, begun: boolean): Unresolved | undefined {
  const known = isHubSpotError(error);
  if (!(known ? error.mayHaveBeenApplied : begun)) return undefined;
  return { reason: "no-answer", correlationId: known ? error.correlationId : undefined };
}

/** How many addresses a call may hold, where it is refused for their number. */
function judgeSize(
  error: HubSpotApiError,
  credentials: boolean,
  { size, largestTaken }: FailureQuestion,
): number | undefined {
  if (error.status !== 413) {
    return credentials || size <= largestTaken ? undefined : sizeLimitOf(error, size);
  }
  return size <= 1 ? undefined : (sizeLimitOf(error, size) ?? Math.ceil(size / 2));
}

function judgeFault(error: AnyHubSpotError, question: FailureQuestion): Failure {
  const failure: FailedAttempt = {
    kind: error.name === "HubSpotTimeoutError" ? "timeout" : "network",
    mayHaveBeenApplied: error.mayHaveBeenApplied,
    permanent: error.name === "HubSpotNetworkError" && error.permanent,
  };
  return repeat(failure, "unavailable", question) ?? stop("unavailable", error);
}

function judgeStatus(error: HubSpotApiError, question: FailureQuestion): Failure {
  const { status } = error;
  const until = resumeAt(error, question);
  const failure: FailedAttempt = { ...error, kind: "status" };
  if (status === 429) {
    return repeat(failure, "rate-limit", question) ?? stop("rate-limit", error, until);
  }
  if (status === 477) {
    return repeat(failure, "migration", question) ?? stop("migration", error, until);
  }
  if (NEVER.has(status)) return stop("unavailable", error);
  if (status >= 500 || PASSING.has(status)) {
    // As a connection that broke: no single answer of a server or its edge ends a job.
    const passing = status === 423 ? failure : ({ ...failure, kind: "network" } as const);
    return repeat(passing, "unavailable", question) ?? stop("unavailable", error, until);
  }
  // A redirect, a wrong path, a method that is not allowed: no address can be at fault, but one that stands in the path.
  if (question.inPath) return { kind: "refused", error, credentials: false };
  return stop("request-fault", error);
}

function isPage({ category, contentType = "" }: HubSpotApiError): boolean {
  return category === undefined && !/json/i.test(contentType);
}

function repeat(
  failure: FailedAttempt,
  reason: Repeat["reason"],
  { failures, maxWait, random }: FailureQuestion,
): Repeat | undefined {
  const decision = decideRetry({
    attempt: failures,
    retries: Infinity,
    idempotent: true,
    failure,
    random,
    longestWait: maxWait,
  });
  if (!decision.retry || decision.waitMs > maxWait) return undefined;
  return {
    kind: "repeat",
    waitMs: decision.waitMs,
    asked: (failure.retryAfterMs ?? 0) > 0,
    reason,
    // To the rules a server that is down is a connection that broke; to a reader it is not.
    cause:
      failure.status !== undefined && decision.reason === "network" ? "server" : decision.reason,
    shared: reason !== "unavailable",
  };
}

/** When HubSpot says that it goes on, in milliseconds since 1970. */
function resumeAt(error: HubSpotApiError, { now, timeZone }: FailureQuestion): number | undefined {
  const { retryAfterMs = 0 } = error;
  const ofTheDay = isDailyLimit(error);
  // A day does not end in a few seconds, whatever a general rule of the server says.
  if (retryAfterMs > (ofTheDay ? 60_000 : 0)) return now + retryAfterMs;
  return ofTheDay ? nextMidnight(timeZone, now) : undefined;
}

/** The stop of a job that cannot begin, since reading the account has failed with all its repeats. */
export function stopBefore(error: unknown, signal: AbortSignal | undefined): JobStop {
  const failure = judgeFailure({
    ...{ error, begun: false, signal },
    ...{ failures: 1, size: 0, largestTaken: 0, inPath: false },
    ...{ maxWait: 0, random: 0, now: Date.now() },
  });
  if (failure.kind === "stop") return failure.stop;
  const cause = isError(error) ? error : new Error(String(error));
  return { reason: "request-fault", message: cause.message, cause };
}

function stop(reason: JobStop["reason"], error: HubSpotError, until?: number): Failure {
  return {
    kind: "stop",
    stop: {
      reason,
      message: error.message,
      cause: error,
      ...(until === undefined ? undefined : { resumeAt: until }),
    },
  };
}
