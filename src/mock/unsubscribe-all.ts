import type { BatchUnsubscribeAllResponse } from "../../generated/schemas.js";
import type { BadAddressFault } from "./faults.js";
import { foldCase } from "./fold-case.js";
import type { Handler, JudgedCall } from "./handler.js";
import { portalScope, type OptOut } from "./opt-outs.js";
import { badAddress } from "./problems.js";
import { jsonReply } from "./reply.js";
import { samples } from "./samples.js";

// The subscriptions that every address of the mock has.
const subscriptions = samples.verbose.results[0]?.statuses ?? [];
const [errorTemplate] = samples.partialFailure.errors;

/** Opts a batch out and tells of it as the call was asked to. */
export const unsubscribeAll: Handler = (call, context) => {
  const refused = new Map(call.badAddresses.map((fault) => [foldCase(fault.address), fault]));
  const addresses = [...new Set(call.inputs.map((address) => foldCase(address)))];
  const bad = addresses.flatMap((address) => refused.get(address) ?? []);
  const named = bad.filter((fault) => fault.named ?? true).map((fault) => fault.address);
  if (bad.some((fault) => fault.answer === "400")) return badAddress(call.correlationId, named);

  const brand = call.query.get("businessUnitId");
  const scope = brand === undefined ? portalScope : String(brand);
  const optOuts = addresses
    .filter((address) => !refused.has(address))
    .map((address) => context.optOuts.add(scope, address, call.now));

  const verbose = call.query.get("verbose") === true;
  if (!verbose && bad.length === 0) {
    if (context.nonVerbose === "no-content") return { status: 204, headers: {}, body: "" };
    if (context.nonVerbose === "empty-body") return { ...jsonReply(200, null), body: "" };
  }
  const answer: BatchUnsubscribeAllResponse = {
    ...(verbose ? samples.verbose : samples.empty),
    results: results(call, context.nonVerbose, optOuts),
    ...errors(bad, named),
    startedAt: isoTime(call.now),
    completedAt: isoTime(call.now),
  };
  return jsonReply(bad.some((fault) => fault.answer === "207") ? 207 : 200, answer);
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

function errors(
  bad: readonly BadAddressFault[],
  named: readonly string[],
): Pick<BatchUnsubscribeAllResponse, "errors" | "numErrors"> {
  if (bad.length === 0) return {};
  return {
    numErrors: bad.length,
    errors: named.map((address) => ({
      ...errorTemplate,
      context: { subscriberIdString: [address] },
    })),
  };
}

function isoTime(now: number): string {
  return new Date(now).toISOString();
}
