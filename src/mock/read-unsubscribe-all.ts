import type {
  BatchReadUnsubscribeAllResponse,
  WideStatus,
  WideStatusResult,
} from "../../generated/schemas.js";
import { sortBatch } from "./batch-errors.js";
import type { Handler, JudgedCall } from "./handler.js";
import type { MockContext } from "./mock-context.js";
import { scopeOf } from "./opt-outs.js";
import { isoTime, jsonReply } from "./reply.js";
import { samples } from "./samples.js";

/**
 * Tells who of a batch is out, in the scope that the call asks for and in no other: of the whole
 * account, or of the brand that it names.
 */
export const readUnsubscribeAll: Handler = (call, context) => {
  const { sunk, good, status, errors } = sortBatch(call);
  if (sunk !== undefined) return sunk;
  const answer: BatchReadUnsubscribeAllResponse = {
    ...samples.portalWide,
    // No order is promised; the last first shows up a client that goes by position.
    results: good.map((address) => result(address, call, context)).toReversed(),
    ...errors,
    startedAt: isoTime(call.now),
    completedAt: isoTime(call.now),
  };
  return jsonReply(status, answer);
};

function result(
  address: string,
  call: JudgedCall,
  { optOuts, readLagMs }: MockContext,
): WideStatusResult {
  const brand = call.query.get("businessUnitId");
  const since = optOuts.since(scopeOf(brand), address);
  // HubSpot does not say how it tells of an address that is not out; an empty list claims least.
  if (since === undefined || call.now < since + readLagMs) {
    return { subscriberIdString: address, wideStatuses: [] };
  }
  const status: WideStatus = {
    subscriberIdString: address,
    wideStatusType: brand === undefined ? "PORTAL_WIDE" : "BUSINESS_UNIT_WIDE",
    channel: "EMAIL",
    status: "UNSUBSCRIBED",
    timestamp: isoTime(since),
    ...(typeof brand === "number" ? { businessUnitId: brand } : undefined),
  };
  return { subscriberIdString: address, wideStatuses: [status] };
}
