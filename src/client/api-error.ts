import type { Operation } from "../../generated/operations.js";
import type { ErrorFacts } from "../errors/error-facts.js";
import {
  HubSpotApiError,
  HubSpotAuthenticationError,
  HubSpotPermissionError,
  HubSpotRateLimitError,
} from "../errors/errors.js";
import { dropLastWord } from "../text/cut.js";
import { plainText } from "../text/plain-text.js";
import { readProblem } from "../errors/problem.js";
import { showName, type Foreign, type Redact } from "../text/redact.js";
import { correlationIdOf, type Reply } from "./reply.js";
import { isDailyLimit } from "./retry.js";

/** A call as far as an error tells of it. */
export interface CallRecord {
  readonly callId: string;
  readonly operation: Operation;
  readonly redact: Redact;
  readonly attempts: number;
  readonly mayHaveBeenApplied: boolean;
}

/** Names and identifiers are short; cut anything longer. */
const MAX_NAME = 100;
/** The words of an answer are shorter. */
const MAX_MESSAGE = 1_000;

/** The facts of a call, whatever its last attempt has brought. */
export function factsOfCall(
  { callId, operation: { operationId }, attempts, mayHaveBeenApplied }: CallRecord,
  status: number | undefined,
): ErrorFacts {
  return { callId, operationId, attempts, mayHaveBeenApplied, status };
}

/** The facts that an answer gives to an error, all of its text redacted. */
export function factsOfReply(
  record: CallRecord,
  reply: Reply,
  problem = readProblem(reply.json),
): ErrorFacts {
  const { redact } = record;
  const show = (text: Foreign | string | null | undefined): string | undefined =>
    text ? redact(text, MAX_NAME) : undefined;
  return {
    ...factsOfCall(record, reply.status),
    category: showName(problem.category, redact),
    subCategory: show(problem.subCategory),
    correlationId: correlationIdOf(redact, reply.headers, reply.json),
    policyName: show(problem.policyName),
    contentType: show(reply.headers.get("content-type")),
    retryAfterMs: reply.retryAfterMs,
    rateLimit: reply.rateLimit,
    serverMessage: problem.message && redact(problem.message, MAX_MESSAGE),
  };
}

/** The error for an answer other than 2xx: the one place that maps a status to its class. */
export function createApiError(record: CallRecord, reply: Reply): HubSpotApiError {
  const { operation, redact } = record;
  const problem = readProblem(reply.json);
  const facts = factsOfReply(record, reply, problem);
  const origin = { raw: reply.text };
  // Half an address would not be recognised for redaction. JSON without an end was cut off on the way, too.
  const brokenJson = reply.json === undefined && /^\s*[[{]/.test(reply.text);
  const page = reply.flaw !== undefined || brokenJson ? dropLastWord(reply.text) : reply.text;
  const message = (advice: string): string => {
    // JSON without a message has no text worth showing.
    const words = reply.json === undefined ? plainText(page) : "";
    const text = redact(problem.message ?? words).trim();
    const head = [operation.operationId + ":", reply.status || "a redirect"];
    const name = facts.category ?? facts.policyName;
    if (name !== undefined) head.push(name);
    const said = text === "" ? "" : `: ${text}`;
    const id = facts.correlationId === undefined ? "" : ` (correlation ${facts.correlationId})`;
    const whole = `${head.join(" ")}${said}${id}`;
    if (advice === "") return whole;
    return `${whole}${/[.!?…]$/.test(whole) ? "" : "."} ${advice}`;
  };
  switch (reply.status) {
    case 401:
      return new HubSpotAuthenticationError(
        message("The access token is missing, unknown or out of date."),
        facts,
        origin,
      );
    case 403: {
      const required = operation.scopes.map((scopes) => scopes.join(" + "));
      const missing = problem.scopes.map((scope) => redact(scope, MAX_NAME));
      const advice = adviseScopes(operation, required, missing);
      return new HubSpotPermissionError(message(advice), facts, origin, { missing, required });
    }
    case 429:
      return new HubSpotRateLimitError(message(adviseLimit(facts)), facts, origin);
    default:
      return new HubSpotApiError(message(advise(reply.status, facts)), facts, origin);
  }
}

function adviseScopes(
  { batch }: Operation,
  required: readonly string[],
  missing: readonly string[],
): string {
  const [first = "of the operation", ...others] = required;
  const named = missing.length === 0 ? "" : `HubSpot's answer names ${missing.join(", ")}. `;
  const spellings = others.length === 0 ? "" : ` (also spelled ${others.join(", ")})`;
  const needed = `${named}The token needs the scope ${first}`;
  if (batch === undefined) {
    return others.length === 0 ? `${needed}.` : `${needed}, or ${others.join(" or ")}.`;
  }
  return (
    `${needed}${spellings}, which HubSpot grants to accounts with Marketing Hub Enterprise; check ` +
    "both, since the answer does not always tell which is missing. Without it, use route " +
    '"single".'
  );
}

function adviseLimit(facts: ErrorFacts): string {
  return isDailyLimit(facts)
    ? "The calls of the day are used up; the day ends at midnight in the account's time zone."
    : waitFor(facts.retryAfterMs) || "Make fewer calls at a time.";
}

function advise(status: number, { retryAfterMs }: ErrorFacts): string {
  if (status < 200 || (status >= 300 && status <= 399)) {
    return "Redirects are not followed, since the request holds addresses; check baseUrl.";
  }
  if (status === 413) return "The batch is too large; send fewer addresses in one call.";
  if (status === 477) {
    return `HubSpot is moving the account, which takes up to a day. ${waitFor(retryAfterMs)}`.trim();
  }
  if (status === 522 || status === 525 || status === 526) {
    return "HubSpot asks to contact its support about this status.";
  }
  return status === 423 || status >= 500 ? waitFor(retryAfterMs) : "";
}

function waitFor(retryAfterMs: number | undefined): string {
  return !retryAfterMs ? "" : `Try again in ${Math.ceil(retryAfterMs / 1000)} s.`;
}
