import type { RateLimit } from "../errors/rate-limit.js";
import type { Item } from "./entry.js";
import type { Failure } from "./failure.js";
import type { Parcel, Purpose } from "./parcel.js";
import type { JobStop } from "./stop.js";

/** What a call has brought, and what follows from it. */
export interface Step<Result> {
  readonly results: readonly Result[];
  /** Further calls. */
  readonly parcels: readonly Parcel[];
  readonly stop?: JobStop | undefined;
}

/** A step with what the answer says of the account's limits. */
export interface Answered<Result> extends Step<Result> {
  readonly rateLimit: RateLimit | undefined;
}

/** A call that was refused for what is in it. */
export type Refusal = Extract<Failure, { kind: "refused" | "too-large" | "unreadable" }>;

/** How a batch is sent, and what its answer means; the dispatcher does the rest. */
export interface Procedure<Result> {
  /** What a fresh batch is sent for. */
  readonly purpose: Purpose;
  /** The most addresses in a call, as known by now. */
  readonly size: number;
  /** The most addresses that a call has brought home so far. */
  readonly largestTaken: number;
  /** No fresh batch for now: those that are out decide whether there is any use in it. */
  readonly holding: boolean;
  /** @throws what the client throws */
  send(parcel: Parcel): Promise<Answered<Result>>;
  /** What follows where HubSpot has refused the call, for the addresses in it or for its size. */
  refused(parcel: Parcel, refusal: Refusal): Step<Result>;
  /** What follows for a parcel that has failed too often while others succeed. */
  giveUp(parcel: Parcel): Step<Result>;
  /**
   * Concludes what was held back, once no call is under way and none is left to repeat. Asked again
   * until there is nothing to conclude.
   */
  settle(sourceEnded: boolean): Step<Result> | undefined;
  /** What is known of addresses that will not be sent any more; those never sent have no result. */
  forsake(parcel: Parcel): readonly Result[];
}

/** Where calls and results are written down; the dispatcher waits for each promise. */
export interface Recorder<Result> {
  sending(call: number, purpose: Purpose, items: readonly Item[]): Promise<void>;
  results(results: readonly Result[]): Promise<void>;
}
