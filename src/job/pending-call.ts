import type { Entry } from "./entry.js";
import type { JobUnknownReason } from "./job-outcome.js";
import type { CallRecord } from "./store.js";

export type Purpose = CallRecord["purpose"];

/** What is open about addresses that have been sent. */
export interface Unresolved {
  readonly reason: JobUnknownReason;
  readonly correlationId: string | undefined;
}

/** Addresses that go into one call, with what earlier calls have brought for them. */
export interface PendingCall<Data> {
  readonly purpose: Purpose;
  readonly entries: readonly Entry<Data>[];
  /** Calls with these addresses that failed and are worth a repeat. */
  readonly failures: number;
  /** A part of a call that failed again and again: one repeat is enough to tell. */
  readonly isolating: boolean;
  /** Sent to find out whether the request itself is refused, while other calls wait for the answer. */
  readonly probing: boolean;
  /** Readings of these addresses so far. */
  readonly reads: number;
  /** Not to be sent before this moment of the monotonic clock, in milliseconds. */
  readonly notBefore: number;
  /** An earlier call with these addresses may have been carried out, for this reason nobody knows. */
  readonly unresolved: Unresolved | undefined;
}

/** @param entries as the store gives them, all of them unresolved for the same reason, or none */
export function createCall<Data>(
  purpose: Purpose,
  entries: readonly Entry<Data>[],
  more: Partial<Omit<PendingCall<Data>, "purpose" | "entries">> = {},
): PendingCall<Data> {
  const reason = entries[0]?.unresolved;
  return {
    purpose,
    entries,
    failures: 0,
    isolating: false,
    probing: false,
    reads: 0,
    notBefore: 0,
    unresolved: reason && { reason, correlationId: undefined },
    ...more,
  };
}

/** The same addresses in calls of at most so many, in order, as even as can be. */
export function split<Data>(call: PendingCall<Data>, size: number): PendingCall<Data>[] {
  const { entries } = call;
  const parts = Math.ceil(entries.length / Math.max(1, size));
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.ceil((entries.length * part) / parts);
    const to = Math.ceil((entries.length * (part + 1)) / parts);
    return { ...call, failures: 0, probing: false, entries: entries.slice(from, to) };
  });
}

export function halve<Data>(call: PendingCall<Data>): PendingCall<Data>[] {
  return split(call, Math.ceil(call.entries.length / 2));
}
