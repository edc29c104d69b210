import { member, type JsonObject } from "../text/json.js";
import type { Answer } from "./answer.js";
import type { Batch } from "./batch.js";
import { decideEach, type SuccessBody } from "./decide.js";
import { unknown, type Unknown } from "./unknown.js";

/**
 * The address is out: the answer lists its subscriptions. At least one was changed, or an earlier attempt of the same
 * call may have changed it.
 */
export interface Unsubscribed {
  readonly outcome: "unsubscribed";
  /** As the caller gave it. */
  readonly address: string;
}

/** The address was out before the call: the answer lists its subscriptions, none was changed. */
export interface AlreadyUnsubscribed {
  readonly outcome: "already-unsubscribed";
  readonly address: string;
}

/** Without `verbose`: HubSpot took the batch, and nothing in its answer speaks against the address. */
export interface Accepted {
  readonly outcome: "accepted";
  readonly address: string;
}

/** An error of the answer names the address. */
export interface Rejected {
  readonly outcome: "rejected";
  readonly address: string;
  /** HubSpot's class of error, such as VALIDATION_ERROR. */
  readonly category: string | undefined;
  /** HubSpot's words, as they came: they may hold addresses. */
  readonly message: string | undefined;
  /** The values that the error is about, as they came. */
  readonly context: JsonObject;
}

/** The address is out, as far as the answer proves it: `accepted` is taken and not proven. */
export type OptedOut = Unsubscribed | AlreadyUnsubscribed | Accepted;

/** What became of one address. */
export type Outcome = OptedOut | Rejected | Unknown;

/** How many of the addresses came to each outcome. */
export type OutcomeCounts = { readonly [Kind in Outcome["outcome"]]: number };

/**
 * What became of each address, in the caller's order.
 *
 * @param verbose Whether the statuses were asked for, so that their absence means something.
 * @param appliedBefore Whether an earlier attempt may have done the work, so that nothing tells who was out before it.
 */
export function decideOutcomes(
  batch: Batch,
  body: SuccessBody,
  verbose: boolean,
  appliedBefore = false,
): Outcome[] {
  return decideEach(batch, body, {
    list: "statuses",
    judge: (answer, address, key) => judge(answer, address, key, { verbose, appliedBefore }),
    empty: (address) =>
      verbose ? unknown(address, "empty-body") : { outcome: "accepted", address },
  });
}

export function countOutcomes(outcomes: readonly Outcome[]): OutcomeCounts {
  const counts = {
    unsubscribed: 0,
    "already-unsubscribed": 0,
    accepted: 0,
    rejected: 0,
    unknown: 0,
  };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}

export function isOptedOut(outcome: Outcome): outcome is OptedOut {
  return outcome.outcome !== "rejected" && outcome.outcome !== "unknown";
}

/** The table: the first row that applies decides. */
function judge(
  answer: Answer,
  address: string,
  key: string,
  { verbose, appliedBefore }: { readonly verbose: boolean; readonly appliedBefore: boolean },
): Outcome {
  const rejection = answer.rejections.get(key);
  if (rejection !== undefined) return { outcome: "rejected", address, ...rejection };
  if (!answer.finished) return unknown(address, "batch-unfinished");
  const evidence = answer.evidence.get(key);
  if (evidence?.unreadable) return unknown(address, "unreadable-status");
  const statuses = evidence?.statuses ?? [];
  if (statuses.some((status) => member(status, "status") !== "UNSUBSCRIBED")) {
    return unknown(address, "not-unsubscribed");
  }
  if (!verbose) {
    return answer.unnamedError
      ? unknown(address, "unnamed-error")
      : { outcome: "accepted", address };
  }
  if (evidence === undefined) {
    return unknown(address, answer.unnamedError ? "unnamed-error" : "missing");
  }
  if (statuses.length === 0) return unknown(address, "no-statuses");
  return !appliedBefore && statuses.every(isUnchanged)
    ? { outcome: "already-unsubscribed", address }
    : { outcome: "unsubscribed", address };
}

function isUnchanged(status: unknown): boolean {
  return member(status, "setStatusSuccessReason") === "NO_STATUS_CHANGE";
}
