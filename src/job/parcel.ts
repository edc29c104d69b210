import type { CallRecord } from "./journal.js";
import type { Item } from "./entry.js";
import type { JobUnknownReason } from "./job-outcome.js";

export type Purpose = CallRecord["purpose"];

/** Addresses that go into one call, with what earlier calls have brought for them. */
export interface Parcel {
  readonly purpose: Purpose;
  readonly items: readonly Item[];
  /** Calls with these addresses that failed and are worth a repeat. */
  readonly failures: number;
  /** Readings of these addresses so far. */
  readonly reads: number;
  /** Not to be sent before this moment of the monotonic clock, in milliseconds. */
  readonly notBefore: number;
  /** An earlier call with these addresses may have been carried out, for this reason nobody knows. */
  readonly doubt: Doubt | undefined;
}

/** What is open about addresses that have been sent. */
export interface Doubt {
  readonly reason: JobUnknownReason;
  readonly correlationId: string | undefined;
}

export function createParcel(
  purpose: Purpose,
  items: readonly Item[],
  more: Partial<Pick<Parcel, "notBefore" | "doubt" | "reads">> = {},
): Parcel {
  return { purpose, items, failures: 0, reads: 0, notBefore: 0, doubt: undefined, ...more };
}

/** Addresses as the source gives them, all of them or none in doubt. */
export function freshParcel(purpose: Purpose, items: readonly Item[]): Parcel {
  const reason = items[0]?.doubt;
  const doubt = reason === undefined ? undefined : { reason, correlationId: undefined };
  return createParcel(purpose, items, { doubt });
}

/** The same addresses in parcels of at most so many, in order, as even as can be. */
export function split(parcel: Parcel, size: number): Parcel[] {
  const { items } = parcel;
  const parts = Math.ceil(items.length / Math.max(1, size));
  const parcels: Parcel[] = [];
  for (let part = 0; part < parts; part += 1) {
    const from = Math.ceil((items.length * part) / parts);
    const to = Math.ceil((items.length * (part + 1)) / parts);
    parcels.push({ ...parcel, failures: 0, items: items.slice(from, to) });
  }
  return parcels;
}
