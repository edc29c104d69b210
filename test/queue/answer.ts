import { isHubSpotError, OptOutQueueFullError, type OptOutQueue } from "../../src/index.js";

const statuses = { invalid: 400, rejected: 422, unknown: 502, "not-sent": 503 };

/** Opts an address out, and says what to answer; `retryAfter` is in seconds. */
export async function answerTo(queue: OptOutQueue, address: unknown) {
  if (typeof address !== "string") return { status: 400, outcome: "invalid" };
  try {
    // Not ended by the request's signal: whoever closes the page wants to be out all the same.
    const told = await queue.optOut(address);
    const { outcome } = told;
    if (outcome === "unsubscribed" || outcome === "already-unsubscribed") {
      return { status: 200, outcome };
    }
    const status = statuses[outcome];
    // The same address again would be answered the same.
    if (outcome === "invalid" || outcome === "rejected") return { status, outcome };
    if (outcome === "unknown") return { status, outcome, retryAfter: 10 };
    const { reason, correlationId, retryAt = Date.now() + 10_000 } = told;
    // Not `told.message` here: HubSpot's words may hold the address.
    if (reason === "request-fault") console.error("HubSpot refuses an opt-out", correlationId);
    // A token, a scope or an outage: somebody may have to mend it.
    else console.error(`${told.cause?.name ?? reason}: ${told.message}`);
    // Refused alone, with nothing to show whose fault it is: asking again may never settle it, so a person looks at it.
    if (reason === "request-fault" && told.retryAt === undefined) return { status: 422, outcome };
    return { status, outcome, retryAfter: Math.ceil((retryAt - Date.now()) / 1000) };
  } catch (error) {
    const full = error instanceof OptOutQueueFullError;
    if (full) return { status: 503, outcome: "not-sent", retryAfter: 10 };
    // For instance a token of another account: somebody has to mend that.
    console.error(isHubSpotError(error) ? `${error.name}: ${error.message}` : error);
    return { status: 500, outcome: "not-sent" };
  }
}
