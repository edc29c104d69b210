import type { BatchUnsubscribeAllResponse } from "../../generated/schemas.js";
import { sortBatch } from "./batch-errors.js";
import type { Handler, JudgedCall } from "./handler.js";
import { scopeOf, type OptOut } from "./opt-outs.js";
import { isoTime, jsonReply } from "./reply.js";
import { samples } from "./samples.js";

// The subscriptions that every address of the mock has.
const subscriptions = samples.verbose.results[0]?.statuses ?? [];

/** Opts a batch out and tells of it as the call was asked to. */
export const unsubscribeAll: Handler = (call, context) => {
  const { sunk, good, status, errors } = sortBatch(call);
  if (sunk !== undefined) return sunk;

  const scope = scopeOf(call.query.get("businessUnitId"));
  const optOuts = good.map((address) => context.optOuts.add(scope, address, call.now));

  const verbose = call.query.get("verbose") === true;
  if (!verbose && errors.numErrors === undefined) {
    if (context.nonVerbose === "no-content") return { status: 204, headers: {}, body: "" };
    if (context.nonVerbose === "empty-body") return { ...jsonReply(200, null), body: "" };
  }
  const answer: BatchUnsubscribeAllResponse = {
    ...(verbose ? samples.verbose : samples.empty),
    results: results(call, context.nonVerbose, optOuts),
    ...errors,
    startedAt: isoTime(call.now),
    completedAt: isoTime(call.now),
  };
  return jsonReply(status, answer);
};

function results(
  call: JudgedCall,
  nonVerbose: string,
  optOuts: readonly OptOut[],
): BatchUnsubscribeAllResponse["results"] {
  // No order is promised; the last first shows up a client that goes by position.
  const reversed = optOuts.toReversed();
  if (call.query.get("verbose") === true) {
    return reversed.map((optOut) => verboseResult(call, optOut));
  }
  if (nonVerbose !== "no-statuses") return [];
  return reversed.map(({ address }) => ({ subscriberIdString: address }));
}

function verboseResult(
  call: JudgedCall,
  { address, changed, since }: OptOut,
): BatchUnsubscribeAllResponse["results"][number] {
  const brand = call.query.get("businessUnitId");
  return {
    subscriberIdString: address,
    statuses: subscriptions.map((status) => ({
      ...status,
      subscriberIdString: address,
      setStatusSuccessReason: changed ? "UNSUBSCRIBE_FROM_ALL_OCCURRED" : "NO_STATUS_CHANGE",
      timestamp: isoTime(since),
      businessUnitId: typeof brand === "number" ? brand : 0,
    })),
  };
}
