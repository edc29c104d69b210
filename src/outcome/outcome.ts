import { readAnswer, type Answer } from "./answer.js";
import type { Batch } from "./batch.js";
import { isObject, type JsonObject } from "../json.js";

/** The address is out: the answer lists its subscriptions, and at least one was changed. */
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

/** The answer does not say what became of the address; it may be out or not. */
export interface Unknown {
  readonly outcome: "unknown";
  readonly address: string;
  /** Why; `describeUnknown` puts it in a sentence. */
  readonly reason: UnknownReason;
}

/** An outcome after which nothing is left to do. */
export type SettledOutcome = Unsubscribed | AlreadyUnsubscribed | Accepted;

/** What became of one address. */
export type Outcome = SettledOutcome | Rejected | Unknown;

/** How many of the addresses came to each outcome. */
export type OutcomeCounts = { readonly [Kind in Outcome["outcome"]]: number };

/** Why nothing is known of an address. */
export type UnknownReason =
  | "batch-unfinished"
  | "unnamed-error"
  | "missing"
  | "no-statuses"
  | "unreadable-status"
  | "not-unsubscribed"
  | "empty-body"
  | "unreadable-body"
  | "body-too-large"
  | "body-cut-off";

/** The body of a 2xx, as far as it could be read. */
export type SuccessBody =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "empty" }
  | { readonly kind: "too-large" | "cut-off" | "unreadable" };

/** Decides on an address, by its match key. */
type Judge = (address: string, key: string) => Outcome;

/**
 * What became of each address, in the caller's order.
 *
 * @param verbose Whether the statuses were asked for, so that their absence means something.
 */
export function decideOutcomes(batch: Batch, body: SuccessBody, verbose: boolean): Outcome[] {
  const judge = judgeOf(batch, body, verbose);
  return batch.addresses.map((address, index) => judge(address, batch.keys[index] ?? ""));
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

export function isSettled(outcome: Outcome): outcome is SettledOutcome {
  return outcome.outcome !== "rejected" && outcome.outcome !== "unknown";
}

function judgeOf(batch: Batch, body: SuccessBody, verbose: boolean): Judge {
  switch (body.kind) {
    case "json": {
      if (!isObject(body.value)) return (address) => unknown(address, "unreadable-body");
      const answer = readAnswer(body.value, new Set(batch.keys));
      return (address, key) => judge(answer, address, key, verbose);
    }
    case "empty":
      return (address) =>
        verbose ? unknown(address, "empty-body") : { outcome: "accepted", address };
    case "too-large":
      return (address) => unknown(address, "body-too-large");
    case "cut-off":
      return (address) => unknown(address, "body-cut-off");
    case "unreadable":
      return (address) => unknown(address, "unreadable-body");
  }
}

/** The table: the first row that applies decides. */
function judge(answer: Answer, address: string, key: string, verbose: boolean): Outcome {
  const rejection = answer.rejections.get(key);
  if (rejection !== undefined) return { outcome: "rejected", address, ...rejection };
  if (!isFinished(answer.status)) return unknown(address, "batch-unfinished");
  const evidence = answer.evidence.get(key);
  if (evidence !== undefined && evidence.unreadable > 0) {
    return unknown(address, "unreadable-status");
  }
  if (evidence !== undefined && evidence.contrary > 0) return unknown(address, "not-unsubscribed");
  if (!verbose) {
    return answer.unnamedError
      ? unknown(address, "unnamed-error")
      : { outcome: "accepted", address };
  }
  if (evidence === undefined) {
    return unknown(address, answer.unnamedError ? "unnamed-error" : "missing");
  }
  if (evidence.statuses === 0) return unknown(address, "no-statuses");
  return evidence.unchanged === evidence.statuses
    ? { outcome: "already-unsubscribed", address }
    : { outcome: "unsubscribed", address };
}

/** A guide of HubSpot's shows SUCCESS, which its description does not list. */
function isFinished(status: unknown): boolean {
  return status === undefined || status === "COMPLETE" || status === "SUCCESS";
}

function unknown(address: string, reason: UnknownReason): Unknown {
  return { outcome: "unknown", address, reason };
}
