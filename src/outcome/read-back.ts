import type { WideStatus } from "../../generated/schemas.js";
import { member } from "../text/json.js";
import type { Answer, Evidence } from "./answer.js";
import type { Batch, GivenAddress } from "./batch.js";
import { decideEach, type SuccessBody } from "./decide.js";
import { unknown, type Unknown } from "./unknown.js";

/** HubSpot has the address down as out of the whole account, or of the brand that was asked for. */
export interface Confirmed extends GivenAddress {
  readonly outcome: "confirmed";
}

/** HubSpot does not have the address down as out, or not yet: how soon a read shows a write is not known. */
export interface NotConfirmed extends GivenAddress {
  readonly outcome: "not-confirmed";
}

/** What HubSpot has on record for one address. */
export type ReadBack = Confirmed | NotConfirmed | Unknown;

/** How many of the addresses came to each. */
export type ReadBackCounts = { readonly [Kind in ReadBack["outcome"]]: number };

/**
 * What is on record for each address, in the caller's order.
 *
 * @param businessUnitId The brand that was asked for; without one, only an opt-out of the whole
 * account confirms.
 */
export function decideReadBacks(
  batch: Batch,
  body: SuccessBody,
  businessUnitId: number | undefined,
): ReadBack[] {
  return decideEach<ReadBack>(batch, body, {
    list: "wideStatuses",
    judge: (answer, given) => judge(answer, given, businessUnitId),
    empty: (given) => unknown(given, "empty-body"),
  });
}

export function countReadBacks(outcomes: readonly ReadBack[]): ReadBackCounts {
  const counts = { confirmed: 0, "not-confirmed": 0, unknown: 0 };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}

export function isConfirmed(outcome: ReadBack): outcome is Confirmed {
  return outcome.outcome === "confirmed";
}

/** The table: the first row that applies decides. */
function judge(answer: Answer, given: GivenAddress, businessUnitId: number | undefined): ReadBack {
  if (answer.rejections.has(given.sent)) return unknown(given, "named-error");
  if (!answer.finished) return unknown(given, "batch-unfinished");
  const evidence = answer.evidence.get(given.sent);
  if (evidence === undefined) {
    return unknown(given, answer.unnamedError ? "unnamed-error" : "missing");
  }
  if (evidence.unreadable) return unknown(given, "unreadable-status");
  if (!evidence.listed) return unknown(given, "no-statuses");
  const { out, contrary, elsewhere, unreadable } = weigh(evidence, businessUnitId);
  if (unreadable) return unknown(given, "unreadable-status");
  if ([...out].some((scope) => !contrary.has(scope))) return { outcome: "confirmed", ...given };
  if (out.size > 0) return unknown(given, "contradictory");
  if (contrary.size > 0) return { outcome: "not-confirmed", ...given };
  if (elsewhere) return unknown(given, "other-scope");
  // An error of nobody's may be the reason why nothing is listed.
  return answer.unnamedError
    ? unknown(given, "unnamed-error")
    : { outcome: "not-confirmed", ...given };
}

interface Weight {
  /** The scopes that were asked for and in which the address is out. */
  readonly out: ReadonlySet<string>;
  /** The scopes, asked for or not, in which it is not. */
  readonly contrary: ReadonlySet<string>;
  /** It is out in a scope that nobody asked for. */
  readonly elsewhere: boolean;
  readonly unreadable: boolean;
}

function weigh({ statuses }: Evidence, businessUnitId: number | undefined): Weight {
  const out = new Set<string>();
  const contrary = new Set<string>();
  let [elsewhere, unreadable] = [false, false];
  for (const status of statuses) {
    const scope = scopeOf(status);
    const state = member<WideStatus>(status, "status");
    if (scope === undefined) unreadable = true;
    else if (state === "SUBSCRIBED" || state === "NOT_SPECIFIED") contrary.add(scope);
    else if (state !== "UNSUBSCRIBED") unreadable = true;
    else if (scope === PORTAL || scope === brand(businessUnitId)) out.add(scope);
    else elsewhere = true;
  }
  return { out, contrary, elsewhere, unreadable };
}

const PORTAL = "portal";

function brand(businessUnitId: unknown): string {
  return `brand ${String(businessUnitId)}`;
}

/** What a status holds for; `undefined` where it does not say. */
function scopeOf(status: unknown): string | undefined {
  const channel = member<WideStatus>(status, "channel") ?? "EMAIL";
  const type = member<WideStatus>(status, "wideStatusType");
  if (typeof type !== "string" || type === "") return undefined;
  if (channel !== "EMAIL") return "another channel";
  if (type === "PORTAL_WIDE") return PORTAL;
  const id = member<WideStatus>(status, "businessUnitId");
  return type === "BUSINESS_UNIT_WIDE" && Number.isSafeInteger(id) ? brand(id) : "another scope";
}
