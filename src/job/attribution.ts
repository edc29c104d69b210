import type { HubSpotApiError } from "../errors/errors.js";
import type { Entry } from "./entry.js";
import type { Unresolved } from "./pending-call.js";
import type { Rejection } from "./rejection.js";
import type { JobStop } from "./stop.js";

/**
 * After so many refusals without a success, the request itself may be at fault. Splitting a batch down to one address takes
 * as many.
 */
const IN_QUESTION = 8;
/** How many other batches are tried before the request is considered at fault. */
const PROBES = 5;
/** The same without a control, if calls have succeeded before: a few dozen bad addresses in a row do not stop the job. */
const PROBES_IN_PATIENCE = 25;
/** How long an address that this run has opted out may serve as a control, in milliseconds. */
const CONTROL_AGE = 3_600_000;

/** An address that was refused alone, or with all others of its call. */
export interface Held<Data> {
  readonly entry: Entry<Data>;
  readonly rejection: Rejection;
  /** An earlier call with it may have been carried out. */
  readonly unresolved: Unresolved | undefined;
  /** A 2xx names it; otherwise the call was refused. */
  readonly named: boolean;
  /** When it was refused, in milliseconds since 1970. */
  readonly time: number;
}

/** What can be tried while no call is under way and none may be repeated. */
export interface Known {
  /** Batches can be taken now. */
  readonly more: boolean;
  /** Parts of refused calls wait for the decision. */
  readonly parts?: boolean | undefined;
  /** No more entries will come. */
  readonly ended: boolean;
  /** The job has a single address. */
  readonly only: boolean;
}

/** What is to be done while calls are refused and none is under way. */
export type Move<Data> =
  /** Send one more batch as it comes. */
  | { readonly move: "fresh" }
  /** Try a batch from another place: `share` of the way through what is known. */
  | { readonly move: "probe"; readonly share: number }
  /** Try a part of a refused call. */
  | { readonly move: "part" }
  /** Send an address once more that this run has opted out. */
  | { readonly move: "control"; readonly entry: Entry<Data> }
  /** The held addresses are to blame. */
  | { readonly move: "blame" }
  | { readonly move: "stop"; readonly stop: JobStop }
  /** More entries may come. */
  | { readonly move: "wait" };

/**
 * Decides whether a refusal is caused by an address or by the request itself, such as a wrong brand. An address that was
 * refused is held until a call that begins later succeeds. If none does, other batches are tried, and finally an address
 * that HubSpot has already accepted; if even that is refused, no address is rejected. Pure: it uses no clock and makes no
 * calls.
 */
export class Attribution<Data> {
  readonly #succeededBefore: boolean;
  readonly #patience: number | undefined;
  /** The number of calls begun so far, which tells later calls from earlier ones. */
  #begun = 0;
  #held: (Held<Data> & { readonly after: number; readonly since: number })[] = [];
  #succeeded = false;
  /** Refused calls since the last success. */
  #refused = 0;
  #credentials = 0;
  #probes = 0;
  #controlRefused = false;
  #control: { readonly entry: Entry<Data>; readonly at: number } | undefined;
  #lastError: HubSpotApiError | undefined;

  /**
   * @param succeededBefore an earlier run with the same request has opted somebody out
   * @param patience Somebody waits for each address, and may opt in again at any time: so an address is held for so many
   * milliseconds at most, and none is sent once more as a control. Absent: an address is held for as long as it takes.
   */
  constructor(succeededBefore: boolean, patience?: number) {
    this.#succeededBefore = succeededBefore;
    this.#patience = patience;
  }

  /**
   * "sending": batches go as they come. "deciding": the calls under way and their parts decide whether there is any use in
   * more batches. "probing": only single batches are tried.
   */
  get stage(): "sending" | "deciding" | "probing" {
    if (this.#held.length >= IN_QUESTION) return "probing";
    const doubted = this.#succeeded ? IN_QUESTION : 1;
    return this.#refused >= doubted ? "deciding" : "sending";
  }

  get held(): readonly Held<Data>[] {
    return this.#held;
  }

  /** A call begins: its number, by which its answer is told. */
  begin(): number {
    this.#begun += 1;
    return this.#begun;
  }

  /**
   * A call has opted an address out.
   *
   * @param call its number
   * @param now on a monotonic clock
   * @returns those that were refused before the call began: each is to blame for itself
   */
  taken(call: number, entry: Entry<Data>, now: number): readonly Held<Data>[] {
    this.#succeeded = true;
    this.#refused = 0;
    this.#credentials = 0;
    this.#probes = 0;
    this.#controlRefused = false;
    this.#control = { entry, at: now };
    const blamed = this.#held.filter(({ after }) => call > after);
    this.#held = this.#held.filter(({ after }) => call <= after);
    return blamed;
  }

  /**
   * A call was refused as a whole.
   *
   * @param credentials by its category it is about the token
   * @returns the stop, where it is the token: every call is refused for it, in another status
   */
  refused(error: HubSpotApiError, credentials: boolean): JobStop | undefined {
    this.#lastError = error;
    this.#refused += 1;
    this.#credentials = credentials ? this.#credentials + 1 : 0;
    return this.#credentials < IN_QUESTION
      ? undefined
      : { reason: "credentials", message: error.message, cause: error };
  }

  /**
   * Refused alone, or named with all others of its call: held until another call succeeds.
   *
   * @param now on a monotonic clock; from here on patience is counted
   */
  hold(held: Held<Data>, now = 0): void {
    this.#held.push({ ...held, after: this.#begun, since: now });
    this.#refused = Math.max(this.#refused, 1);
  }

  /** The address that was sent once more to test the request was refused like the others. */
  controlRefused(): void {
    this.#controlRefused = true;
  }

  /** Blames those that are held. */
  blame(): readonly Held<Data>[] {
    const held = this.#held;
    this.#held = [];
    this.#refused = 0;
    return held;
  }

  /** How long until patience with the first of those that are held is over. */
  heldFor(now: number): number | undefined {
    const [first] = this.#held;
    if (this.#patience === undefined || first === undefined) return undefined;
    return first.since + this.#patience - now;
  }

  /** Takes those that have been held long enough: it stays unknown whether they are at fault. */
  letGo(now: number): readonly Held<Data>[] {
    const last = now - (this.#patience ?? Infinity);
    const over = this.#held.filter(({ since }) => since <= last);
    const held = this.#held.filter(({ since }) => since > last);
    this.#held = held;
    return over;
  }

  /** What to do next if no call is under way and none may be repeated; `undefined` if nothing is held. */
  next(known: Known, now: number): Move<Data> | undefined {
    if (this.#held.length === 0)
      return this.stage !== "sending" && known.more ? { move: "fresh" } : undefined;
    if (this.#patience !== undefined) return this.#nextInPatience(known);
    if (this.#controlRefused) return this.#blameRequest();
    if (known.more) {
      if (this.stage !== "probing") return { move: "fresh" };
      if (this.#probes < PROBES) {
        const share = this.#probes / (PROBES - 1);
        this.#probes += 1;
        return { move: "probe", share };
      }
    }
    const control = this.#control;
    const usable = control !== undefined && now - control.at < CONTROL_AGE;
    if (usable) return { move: "control", entry: control.entry };
    if (!known.ended && this.#probes < PROBES) return { move: "wait" };
    if (this.stage !== "probing") {
      // Too few refusals to doubt a request that has succeeded before.
      if (this.#succeededBefore) return { move: "blame" };
      if (known.only && this.#held.every(({ named }) => named)) return { move: "blame" };
    }
    return this.#blameRequest();
  }

  /** Send what waits, for comparison. If it is refused too, the request is at fault; if nothing waits, time decides. */
  #nextInPatience({ more, parts = false }: Known): Move<Data> {
    if (this.stage !== "probing") return more ? { move: "fresh" } : { move: "wait" };
    const most = this.#succeeded ? PROBES_IN_PATIENCE : PROBES;
    if (this.#probes >= most) return this.#blameRequest();
    if (!more && !parts) return { move: "wait" };
    this.#probes += 1;
    return parts ? { move: "part" } : { move: "probe", share: 0 };
  }

  #blameRequest(): Move<Data> {
    const count = this.#held.length;
    const reasons = [...new Set(this.#held.map(({ rejection }) => rejection.reason))];
    const said = this.#lastError?.message ?? `HubSpot says ${reasons.join(", ")}.`;
    const whom = count === 1 ? "the only address that was" : `each of ${count} addresses`;
    const control = this.#controlRefused
      ? "and an address that it took before too"
      : "and no later call has succeeded";
    const message =
      `HubSpot refuses ${whom} sent alone, ${control}: the request itself may be at fault, for ` +
      `instance the brand, so nobody is counted as rejected. ${said}`;
    const cause = this.#lastError;
    const stop: JobStop = { reason: "request-fault", message, ...(cause && { cause }) };
    return { move: "stop", stop };
  }
}
