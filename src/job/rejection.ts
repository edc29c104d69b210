import type { HubSpotApiError } from "../errors/errors.js";
import { readProblem } from "../errors/problem.js";
import { parseJson, rawText } from "../text/json.js";
import type { Rejected } from "../outcome/outcome.js";

/** What HubSpot says against an address that was sent alone. */
export interface Rejection {
  /** HubSpot's class of error, or the status. */
  readonly reason: string;
  /** HubSpot's words, without addresses and tokens. */
  readonly message: string | undefined;
  readonly correlationId: string | undefined;
}

/** The words of an older route of HubSpot for an opt-out that changes nothing. */
const ALREADY_OUT = /\balready\s+(?:been\s+)?(?:unsubscribed|opted[\s-]+out)\b/i;

/** HubSpot's classes of error for limits, time-outs and its own faults. */
const PASSING = /RATE_LIMIT|INTERNAL_ERROR|TIMEOUT|UNAVAILABLE|TOO_MANY_REQUESTS/i;

export function rejectionOf(
  refusal: Rejected | HubSpotApiError,
  correlationId?: string,
): Rejection {
  if ("reason" in refusal) {
    const { reason, message } = refusal;
    return { reason, message, correlationId };
  }
  const reason = refusal.category ?? `HTTP_${refusal.status}`;
  return { reason, message: refusal.serverMessage, correlationId: refusal.correlationId };
}

/** Whether HubSpot refuses the opt-out as one that was made before. Its words are not yet a proof. */
export function isAlreadyOut(refusal: HubSpotApiError | Rejection): boolean {
  if ("reason" in refusal) return ALREADY_OUT.test(refusal.message ?? "");
  return refusal.status === 400 && ALREADY_OUT.test(wordsOf(refusal) ?? "");
}

/** Whether an answer names an address for something that is not about the address and passes. */
export function isPassing({ reason }: Rejection): boolean {
  return PASSING.test(reason);
}

/** The message of a refusal as HubSpot has put it, for a decision. */
export function wordsOf(error: HubSpotApiError): string | undefined {
  return rawText(readProblem(parseJson(error.rawBody() ?? "")).message)?.slice(0, 2_000);
}
