import type { RateLimit } from "../errors/rate-limit.js";
import type { Attribution } from "./attribution.js";
import type { Failure } from "./failure.js";
import type { PendingCall, Purpose } from "./pending-call.js";
import type { RouteCalls } from "./route.js";
import type { JobStop } from "./stop.js";
import type { SettledEntry } from "./store.js";

/** What follows from a call. */
export interface Effect<Data, Result> {
  readonly results: readonly SettledEntry<Data, Result>[];
  /** Further calls. */
  readonly calls: readonly PendingCall<Data>[];
  readonly stop?: JobStop | undefined;
}

/** What an answer brings, with what it says of the account's limits. */
export interface Answered<Data, Result> extends Effect<Data, Result> {
  readonly rateLimit: RateLimit | undefined;
}

/** A call that was refused for what is in it. */
export type Refusal = Extract<Failure, { kind: "refused" | "unreadable" }>;

/** What the engine gives along with a call. */
export interface Sending {
  /** Told at the moment from which the call may be carried out. */
  readonly onBegun: () => void;
}

/** Decides how addresses are sent and what an answer means; the engine does the rest. */
export interface CallPolicy<Data, Result> {
  /** What a fresh batch is sent for. */
  readonly purpose: Purpose;
  readonly calls: Pick<RouteCalls, "size" | "inPath">;
  /**
   * A call that fails again and again is taken apart even while other calls fail too: somebody waits for the addresses that
   * are not at fault.
   */
  readonly isolatesAlways: boolean;
  /** Finds what caused a refusal; absent for calls that change nothing, where that does not matter. */
  readonly attribution?: Attribution<Data>;
  /** @throws what the client throws */
  send(call: PendingCall<Data>, sending: Sending): Promise<Answered<Data, Result>>;
  /** What follows where HubSpot has refused the call, for what is in it. */
  refused(call: PendingCall<Data>, refusal: Refusal): Effect<Data, Result>;
  /** What follows for a call that has failed too often. */
  giveUp(call: PendingCall<Data>, error: unknown): Effect<Data, Result>;
  /**
   * What follows for addresses that were held back: all of them are to blame, or those whose time is over are let go.
   *
   * @param now on the clock of the attribution
   */
  release(why: "blame" | "let-go", now: number): Effect<Data, Result>;
  /** What is known about the addresses of a call that will not be made any more: nothing, if they were never sent. */
  abandon(call: PendingCall<Data>): readonly SettledEntry<Data, Result>[];
}
