/** The answer does not say what became of the address. */
export interface Unknown {
  readonly outcome: "unknown";
  /** As the caller gave it. */
  readonly address: string;
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
  | "unreadable-body"
  | "body-too-large"
  | "body-cut-off";

export function unknown(address: string, reason: UnknownReason): Unknown {
  return { outcome: "unknown", address, reason };
}
