import { readBatch } from "../../src/outcome/batch.js";
import type { SuccessBody } from "../../src/outcome/decide.js";
import { decideOutcomes } from "../../src/outcome/outcome.js";

export const ANN = "Ann@Example.com";
export const BOB = "bob@example.com";

/** A status row; what is not given is as after a successful call. */
export function status(change: object = {}): object {
  return {
    status: "UNSUBSCRIBED",
    setStatusSuccessReason: "UNSUBSCRIBE_FROM_ALL_OCCURRED",
    ...change,
  };
}
export const unchanged = status({ setStatusSuccessReason: "NO_STATUS_CHANGE" });

export function entry(address: string, ...statuses: readonly unknown[]): object {
  return { subscriberIdString: address, statuses };
}

export function naming(...addresses: readonly string[]): object {
  return { category: "VALIDATION_ERROR", message: "Not valid.", context: { email: addresses } };
}

/** The outcomes of Ann and Bob, an `unknown` with its reason. */
export function decide(
  value: unknown,
  verbose: boolean,
  addresses: readonly string[] = [ANN, BOB],
) {
  return decideBody({ text: "{}", json: value }, verbose, addresses);
}
export function decideBody(
  body: SuccessBody,
  verbose: boolean,
  addresses = [ANN, BOB] as readonly string[],
) {
  return decideOutcomes(readBatch(addresses, 100), body, verbose).map((outcome) =>
    outcome.outcome === "unknown" ? `unknown: ${outcome.reason}` : outcome.outcome,
  );
}
