import type { SubscriptionStatus } from "../../generated/schemas.js";
import { member, type JsonObject } from "../text/json.js";
import { showName, type Redact } from "../text/redact.js";
import type { Answer, Rejection } from "./answer.js";
import type { Batch, GivenAddress } from "./batch.js";
import { decideEach, type SuccessBody } from "./decide.js";
import { unknown, type Unknown } from "./unknown.js";

/**
 * The address is out: the answer lists its subscriptions. At least one was changed, or an earlier attempt of the same
 * call may have changed it.
 */
export interface Unsubscribed extends GivenAddress {
  readonly outcome: "unsubscribed";
}

/** The address was out before the call: the answer lists its subscriptions, none was changed. */
export interface AlreadyUnsubscribed extends GivenAddress {
  readonly outcome: "already-unsubscribed";
}

/** Without `verbose`: HubSpot took the batch, and nothing in its answer speaks against the address. */
export interface Accepted extends GivenAddress {
  readonly outcome: "accepted";
}

/** An error of the answer names the address. */
export interface Rejected extends GivenAddress {
  readonly outcome: "rejected";
  /** HubSpot's class of error, such as VALIDATION_ERROR; REJECTED where the answer gives none. */
  readonly reason: string;
  /** HubSpot's words, without addresses and tokens. */
  readonly message: string | undefined;
  /** The values that the error is about, as they came but for the token: they may hold addresses. */
  readonly context: JsonObject;
}

/** The address is out, as far as the answer proves it: `accepted` is taken and not proven. */
export type OptedOut = Unsubscribed | AlreadyUnsubscribed | Accepted;

/** What became of one address. */
export type Outcome = OptedOut | Rejected | Unknown;

/** The same while the texts of the server are still as they came. */
export type RawOutcome =
  Exclude<Outcome, Rejected> | (Omit<Rejected, "reason" | keyof Rejection> & Rejection);

/** HubSpot's words are shorter, in characters. */
const MAX_MESSAGE = 1_000;

/** How many of the addresses came to each outcome. */
export type OutcomeCounts = { readonly [Kind in Outcome["outcome"]]: number };

/**
 * What became of each address, in the caller's order.
 *
 * @param verbose Whether the statuses were asked for, so that their absence means something.
 * @param businessUnitId The brand that was asked for; statuses of another one prove nothing.
 * @param appliedBefore Whether an earlier attempt may have done the work, so that nothing tells who was out before it.
 */
export function decideOutcomes(
  batch: Batch,
  body: SuccessBody,
  verbose: boolean,
  businessUnitId?: number,
  appliedBefore = false,
): RawOutcome[] {
  const asked = { verbose, businessUnitId, appliedBefore };
  return decideEach(batch, body, {
    list: "statuses",
    judge: (answer, given) => judge(answer, given, asked),
    empty: (given) => (verbose ? unknown(given, "empty-body") : { outcome: "accepted", ...given }),
  });
}

/** Makes an outcome fit to be shown. */
export function showOutcome(outcome: RawOutcome, redact: Redact, body: string): Outcome {
  if (outcome.outcome !== "rejected") return outcome;
  const { category, message, context, ...rest } = outcome;
  return {
    ...rest,
    reason: showName(category, redact) ?? "REJECTED",
    message: message && redact(message, MAX_MESSAGE),
    context: redact.data(context, body),
  };
}

export function countOutcomes(outcomes: readonly Pick<Outcome, "outcome">[]): OutcomeCounts {
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

export function isOptedOut(outcome: Outcome | RawOutcome): outcome is OptedOut {
  return outcome.outcome !== "rejected" && outcome.outcome !== "unknown";
}

interface Asked {
  readonly verbose: boolean;
  readonly businessUnitId: number | undefined;
  readonly appliedBefore: boolean;
}

/** The table: the first row that applies decides. */
function judge(
  answer: Answer,
  given: GivenAddress,
  { verbose, businessUnitId, appliedBefore }: Asked,
): RawOutcome {
  const rejection = answer.rejections.get(given.sent);
  if (rejection !== undefined) return { outcome: "rejected", ...given, ...rejection };
  if (!answer.finished) return unknown(given, "batch-unfinished");
  const evidence = answer.evidence.get(given.sent);
  if (evidence?.unreadable) return unknown(given, "unreadable-status");
  const statuses = evidence?.statuses ?? [];
  if (statuses.some((status) => member<SubscriptionStatus>(status, "status") !== "UNSUBSCRIBED")) {
    return unknown(given, "not-unsubscribed");
  }
  if (!verbose) {
    return answer.unnamedError
      ? unknown(given, "unnamed-error")
      : { outcome: "accepted", ...given };
  }
  if (evidence === undefined) {
    return unknown(given, answer.unnamedError ? "unnamed-error" : "missing");
  }
  if (statuses.length === 0) return unknown(given, "no-statuses");
  const own = statuses.filter((status) => isAsked(status, businessUnitId));
  if (own.length === 0) return unknown(given, "other-scope");
  return !appliedBefore && own.every(isUnchanged)
    ? { outcome: "already-unsubscribed", ...given }
    : { outcome: "unsubscribed", ...given };
}

/** A status that names no channel and no brand is of those asked for; without a brand, each brand is. */
function isAsked(status: unknown, businessUnitId: number | undefined): boolean {
  const brand = member<SubscriptionStatus>(status, "businessUnitId") ?? businessUnitId;
  const channel = member<SubscriptionStatus>(status, "channel") ?? "EMAIL";
  return channel === "EMAIL" && (businessUnitId === undefined || brand === businessUnitId);
}

function isUnchanged(status: unknown): boolean {
  return member<SubscriptionStatus>(status, "setStatusSuccessReason") === "NO_STATUS_CHANGE";
}
