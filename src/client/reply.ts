import type { ReadBody } from "./body.js";
import type { RateLimit } from "../errors/rate-limit.js";
import { foreignMember, parseJson } from "../text/json.js";
import type { FetchResponse } from "./request.js";
import { showId, type Redact } from "../text/redact.js";
import { parseRetryAfter, readHeaders, readRateLimit, type HeaderReader } from "./headers.js";

/** An answer of the server, read as far as it could be. */
export interface Reply extends ReadBody {
  readonly kind: "reply";
  /** The HTTP status; 0 for a redirect that the platform does not let us see. */
  readonly status: number;
  readonly headers: HeaderReader;
  /** The whole body as JSON; `undefined` where it is none. */
  readonly json: unknown;
  readonly rateLimit: RateLimit | undefined;
  /** What `Retry-After` asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The work may have been done. */
  readonly mayHaveBeenApplied: boolean;
}

/** An attempt that brought no answer, or not all of one in time. */
export interface Fault {
  readonly kind: "timeout" | "network";
  /** Which limit ended it: the attempt's own, or that of the whole call. */
  readonly scope: "attempt" | "deadline";
  /** `fetch` was called, or the account asked for; before that, only the token was. */
  readonly begun: boolean;
  /** What `fetch` threw; not safe to show. */
  readonly error: unknown;
  /** The HTTP status, where the head of an answer had come. */
  readonly status: number | undefined;
  /** The request may have reached the server and been carried out. */
  readonly mayHaveBeenApplied: boolean;
  /** The token belongs to another account than `asked`; HubSpot does not tell to which, where `found` is undefined. */
  readonly account?:
    { readonly asked: number | undefined; readonly found: number | undefined } | undefined;
  /** Why every further attempt would fail in the same way, and what to do; `""` if a retry may succeed. */
  readonly cure: string;
}

export function createReply(response: FetchResponse, body: ReadBody): Reply {
  const { status } = response;
  const headers = readHeaders(response);
  return {
    kind: "reply",
    status,
    headers,
    ...body,
    json: body.flaw === undefined ? parseJson(body.text) : undefined,
    rateLimit: readRateLimit(headers),
    retryAfterMs: parseRetryAfter(headers.get("retry-after"), headers.get("date"), Date.now()),
    mayHaveBeenApplied: mayBeApplied(status),
  };
}

/** The identifier that HubSpot gives to an answer, from its body where it has one there, else from its header. */
export function correlationIdOf(
  redact: Redact,
  headers: HeaderReader,
  json?: unknown,
): string | undefined {
  return (
    showId(foreignMember(json, "correlationId"), redact) ??
    showId(headers.get("x-hubspot-correlation-id"), redact)
  );
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

/**
 * Whether the work may have been done by a server that answers with this status. A lock says that some of the batch is
 * being processed, and nothing about the rest.
 */
export function mayBeApplied(status: number): boolean {
  return isSuccess(status) || status === 423 || status >= 500;
}
