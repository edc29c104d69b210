import type { Held } from "./attribution.js";
import type { Effect } from "./call-policy.js";
import type { Entry } from "./entry.js";
import type { SentOutcome, Settled, Taken } from "./job-outcome.js";
import { createCall, type PendingCall } from "./pending-call.js";
import type { SettledEntry } from "./store.js";

/**
 * At most two results for all that a call has taken: whoever writes them down sees which are alike. After an earlier call of
 * this job an address is `unsubscribed`: that call may be why HubSpot says "already".
 */
export function takenResults<Data>(
  { purpose, unresolved }: PendingCall<Data>,
  correlationId: string | undefined,
): Readonly<Record<Taken, Settled>> {
  const isFirst = purpose === "first" && unresolved === undefined;
  const unsubscribed = resultOf({ outcome: "unsubscribed" }, correlationId);
  const already = resultOf({ outcome: "already-unsubscribed" }, correlationId);
  return { unsubscribed, "already-unsubscribed": isFirst ? already : unsubscribed };
}

export function done<Data>(results: readonly SettledEntry<Data, Settled>[]): Effect<Data, Settled> {
  return { results, calls: [] };
}

export function unknown<Data>({
  entries,
  unresolved,
}: PendingCall<Data>): SettledEntry<Data, Settled>[] {
  const { reason, correlationId } = unresolved ?? { reason: "missing", correlationId: undefined };
  return settle(entries, { outcome: "unknown", reason }, correlationId);
}

export function rejected<Data>({
  entry,
  rejection,
  time,
}: Pick<Held<Data>, "entry" | "rejection" | "time">): SettledEntry<Data, Settled> {
  const { reason, message, correlationId } = rejection;
  const words = message === undefined ? undefined : { message };
  const result = resultOf({ outcome: "rejected", reason, ...words }, correlationId, time);
  return { entry, result };
}

/** Refused, with nothing that shows whether the address or the request is at fault. */
export function inDoubt<Data>({
  entry,
  rejection,
  unresolved,
}: Held<Data>): readonly SettledEntry<Data, Settled>[] {
  if (unresolved !== undefined) return unknown(createCall("alone", [entry], { unresolved }));
  const { message, correlationId } = rejection;
  const words = message === undefined ? undefined : { message };
  return settle([entry], { outcome: "not-sent", reason: "request-fault", ...words }, correlationId);
}

/** One result for all, so that whoever writes them down sees that they are alike. */
export function settle<Data>(
  entries: readonly Entry<Data>[],
  outcome: SentOutcome,
  correlationId?: string,
): SettledEntry<Data, Settled>[] {
  const result = resultOf(outcome, correlationId);
  return entries.map((entry) => ({ entry, result }));
}

function resultOf(
  outcome: SentOutcome,
  correlationId: string | undefined,
  time = Date.now(),
): Settled {
  return { ...outcome, time, ...(correlationId === undefined ? undefined : { correlationId }) };
}
