import type { Parcel } from "./parcel.js";

/** Parcels that are to be sent again or in parts: the newest first, each not before its time. */
export class ParcelQueue {
  #parcels: Parcel[] = [];

  get size(): number {
    return this.#parcels.length;
  }

  /** The first of `parcels` comes out first: what was split is followed down before it is spread. */
  add(parcels: readonly Parcel[]): void {
    this.#parcels.push(...parcels.toReversed());
  }

  /** The parcel whose turn it is; `undefined` where all have to wait. */
  take(now: number): Parcel | undefined {
    const index = this.#parcels.findLastIndex(({ notBefore }) => notBefore <= now);
    return index === -1 ? undefined : this.#parcels.splice(index, 1)[0];
  }

  /** How long until one of them may go, in milliseconds; `undefined` where there is none. */
  delay(now: number): number | undefined {
    if (this.#parcels.length === 0) return undefined;
    return Math.max(0, Math.min(...this.#parcels.map(({ notBefore }) => notBefore)) - now);
  }

  /** Takes all of them. */
  drain(): Parcel[] {
    const parcels = this.#parcels;
    this.#parcels = [];
    return parcels;
  }
}
