import type { GivenAddress } from "./batch.js";

/** The answer does not say what became of the address. */
export interface Unknown extends GivenAddress {
  readonly outcome: "unknown";
  /** Why; `describeUnknown` puts it in a sentence. */
  readonly reason: UnknownReason;
}

/** Why nothing is known of an address. */
export type UnknownReason =
  | "batch-unfinished"
  | "named-error"
  | "unnamed-error"
  | "missing"
  | "no-statuses"
  | "unreadable-status"
  | "contradictory"
  | "other-scope"
  | "not-unsubscribed"
  | "empty-body"
  | BodyFlaw;

/** Why the body of an answer is not to be had as a whole. */
export type BodyFlaw = "unreadable-body" | "body-too-large" | "body-cut-off";

export function unknown({ address, sent }: GivenAddress, reason: UnknownReason): Unknown {
  return { outcome: "unknown", address, sent, reason };
}
