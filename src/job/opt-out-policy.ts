import type { HubSpotClient } from "../client/client.js";
import type { Outcome } from "../outcome/outcome.js";
import { Attribution, type Known, type Move } from "./attribution.js";
import type { Answered, CallPolicy, Effect, Refusal, Sending } from "./call-policy.js";
import type { Entry } from "./entry.js";
import type { Settled } from "./job-outcome.js";
import { createCall, halve, split, type PendingCall, type Unresolved } from "./pending-call.js";
import { Reader } from "./reader.js";
import { isAlreadyOut, isPassing, rejectionOf, type Rejection } from "./rejection.js";
import { done, inDoubt, knownOutcome, rejected, settle, unknown } from "./opt-out-results.js";
import type { SettledEntry } from "./store.js";

export interface OptOutSettings {
  readonly client: HubSpotClient;
  readonly businessUnitId: number | undefined;
  /** The most addresses in a call, to begin with. */
  readonly size: number;
  /** An earlier run with the same request has opted somebody out. */
  readonly succeededBefore: boolean;
  /** How long at most an address that was refused waits for its outcome, in milliseconds; absent: as long as it takes. */
  readonly patience?: number | undefined;
}

/** So often an address is sent again that an answer names for a cause that passes. */
const MOST_PASSING = 4;

/** The opt-out of batches, each address proven by its statuses or settled by further calls. */
export class OptOutPolicy<Data> implements CallPolicy<Data, Settled> {
  readonly purpose = "first";
  readonly #settings: OptOutSettings;
  readonly #attribution: Attribution<Data>;
  readonly #reader: Reader<Data>;
  #size: number;
  #largestTaken = 0;

  constructor(settings: OptOutSettings) {
    this.#settings = settings;
    this.#size = settings.size;
    this.#attribution = new Attribution(settings.succeededBefore, settings.patience);
    this.#reader = new Reader(settings.client, settings.businessUnitId);
  }

  get size(): number {
    return this.#size;
  }

  get largestTaken(): number {
    return this.#largestTaken;
  }

  get isolatesAlways(): boolean {
    return this.#settings.patience !== undefined;
  }

  get stage(): Attribution<Data>["stage"] {
    return this.#attribution.stage;
  }

  get held(): readonly PendingCall<Data>[] {
    return this.#attribution.held.map(({ entry, unresolved }) =>
      createCall("alone", [entry], { unresolved }),
    );
  }

  allows({ probing, purpose }: PendingCall<Data>): boolean {
    return this.stage !== "probing" || probing || purpose === "read-back";
  }

  send(call: PendingCall<Data>, sending: Sending): Promise<Answered<Data, Settled>> {
    return call.purpose === "read-back"
      ? this.#reader.readBack(call, (rest, open) => this.#check(rest, open, call.reads + 1))
      : this.#optOut(call, sending);
  }

  refused(call: PendingCall<Data>, refusal: Refusal): Effect<Data, Settled> {
    if (call.purpose === "read-back") return done(unknown(call));
    if (refusal.kind === "unreadable") {
      return this.#resolve(call, call.entries, {
        reason: "unreadable-body",
        correlationId: undefined,
      });
    }
    const [first, ...others] = call.entries;
    if (refusal.kind === "too-large" && others.length > 0) {
      this.#size = Math.min(this.#size, refusal.size ?? Math.ceil(call.entries.length / 2));
      return { results: [], calls: split(call, this.#size) };
    }
    const { error } = refusal;
    const credentials = refusal.kind === "refused" && refusal.credentials;
    const stop = this.#attribution.refused(error, credentials);
    if (stop !== undefined) return { results: [], calls: [call], stop };
    if (call.purpose === "control") {
      this.#attribution.controlRefused();
      return done([]);
    }
    if (first === undefined || others.length > 0) return { results: [], calls: halve(call) };
    if (isAlreadyOut(error)) {
      const { correlationId } = error;
      return this.#check([first], call.unresolved ?? { reason: "said-already-out", correlationId });
    }
    this.#hold(call, first, rejectionOf(error), false);
    return done([]);
  }

  giveUp(call: PendingCall<Data>): Effect<Data, Settled> {
    if (call.purpose === "control") {
      this.#attribution.controlRefused();
      return done([]);
    }
    if (call.purpose === "read-back") return done(unknown(call));
    // The call may be repeated, so one address that fails it can be found by sending it in parts.
    if (call.entries.length > 1) {
      return { results: [], calls: halve({ ...call, isolating: true }) };
    }
    if (call.unresolved === undefined) {
      return done(settle(call.entries, { outcome: "not-sent", reason: "unavailable" }));
    }
    return this.#check(call.entries, call.unresolved);
  }

  next(known: Known, now: number): Move<Data> | undefined {
    return this.#attribution.next(known, now);
  }

  blame(): Effect<Data, Settled> {
    return done(this.#attribution.blame().map(rejected));
  }

  heldFor(now: number): number | undefined {
    return this.#attribution.heldFor(now);
  }

  letGo(now: number): Effect<Data, Settled> {
    return done(this.#attribution.letGo(now).flatMap(inDoubt));
  }

  abandon(call: PendingCall<Data>): readonly SettledEntry<Data, Settled>[] {
    return call.unresolved === undefined || call.purpose === "control" ? [] : unknown(call);
  }

  async #optOut(call: PendingCall<Data>, { onBegun }: Sending): Promise<Answered<Data, Settled>> {
    const { entries } = call;
    const { client, businessUnitId } = this.#settings;
    const number = this.#attribution.begin();
    const { outcomes, response } = await client.batchUnsubscribeAll(
      entries.map(({ sent }) => sent),
      { businessUnitId, verbose: true, retries: 0, onBegun },
    );
    this.#largestTaken = Math.max(this.#largestTaken, entries.length);
    const { correlationId, rateLimit } = response;
    if (call.purpose === "control") {
      const refused = outcomes.some(({ outcome }) => outcome === "rejected");
      return { ...this.#controlled(call, number, refused), rateLimit };
    }
    const results: SettledEntry<Data, Settled>[] = [];
    const calls: PendingCall<Data>[] = [];
    const named: { readonly entry: Entry<Data>; readonly rejection: Rejection }[] = [];
    const open = new Map<Unresolved["reason"], Entry<Data>[]>();
    let someTaken = false;
    entries.forEach((entry, index) => {
      const outcome: Outcome | undefined = outcomes[index];
      if (outcome?.outcome === "unsubscribed" || outcome?.outcome === "already-unsubscribed") {
        someTaken = true;
        results.push(...this.#attribution.taken(number, entry, performance.now()).map(rejected));
        results.push(...settle([entry], { outcome: knownOutcome(call, outcome) }, correlationId));
      } else if (outcome?.outcome === "rejected") {
        named.push({ entry, rejection: rejectionOf(outcome, correlationId) });
      } else {
        const reason = outcome?.outcome === "unknown" ? outcome.reason : "no-statuses";
        const others = open.get(reason);
        if (others === undefined) open.set(reason, [entry]);
        else others.push(entry);
      }
    });
    const passing: Entry<Data>[] = [];
    for (const { entry, rejection } of named) {
      if (isPassing(rejection)) passing.push(entry);
      else if (isAlreadyOut(rejection)) {
        const said = { reason: "said-already-out", correlationId } as const;
        const effect = this.#check([entry], call.unresolved ?? said);
        results.push(...effect.results);
        calls.push(...effect.calls);
      } else if (someTaken) {
        results.push(rejected({ entry, rejection, time: Date.now() }));
      } else this.#hold(call, entry, rejection, true);
    }
    if (passing.length > 0) {
      const effect = this.#again(call, passing, correlationId);
      results.push(...effect.results);
      calls.push(...effect.calls);
    }
    for (const [reason, some] of open) {
      const effect = this.#resolve(call, some, { reason, correlationId });
      results.push(...effect.results);
      calls.push(...effect.calls);
    }
    return { results, calls, rateLimit };
  }

  /** The control is taken: whatever it settles is settled already, and who was held is to blame. */
  #controlled(call: PendingCall<Data>, number: number, refused: boolean): Effect<Data, Settled> {
    const [entry] = call.entries;
    if (refused || entry === undefined) {
      this.#attribution.controlRefused();
      return done([]);
    }
    return done(this.#attribution.taken(number, entry, performance.now()).map(rejected));
  }

  /** Named for a cause that passes, an internal error of HubSpot for instance: sent again a little later. */
  #again(
    call: PendingCall<Data>,
    entries: readonly Entry<Data>[],
    correlationId: string | undefined,
  ): Effect<Data, Settled> {
    const { failures } = call;
    const unresolved = call.unresolved ?? { reason: "named-error", correlationId };
    if (failures >= MOST_PASSING) return this.#check(entries, unresolved);
    const notBefore = performance.now() + 1_000 * 2 ** failures;
    const again = createCall("again", entries, { failures: failures + 1, unresolved, notBefore });
    return { results: [], calls: [again] };
  }

  /** What is unknown is sent once more, then read back. */
  #resolve(
    call: PendingCall<Data>,
    entries: readonly Entry<Data>[],
    unresolved: Unresolved,
  ): Effect<Data, Settled> {
    return call.purpose === "first"
      ? { results: [], calls: [createCall("again", entries, { unresolved })] }
      : this.#check(entries, unresolved);
  }

  #check(
    entries: readonly Entry<Data>[],
    unresolved: Unresolved,
    reads = 0,
  ): Effect<Data, Settled> {
    const call = this.#reader.plan(entries, unresolved, reads);
    return call === undefined
      ? done(unknown(createCall("read-back", entries, { unresolved })))
      : { results: [], calls: [call] };
  }

  #hold(
    { unresolved }: PendingCall<Data>,
    entry: Entry<Data>,
    rejection: Rejection,
    named: boolean,
  ): void {
    const held = { entry, rejection, unresolved, named, time: Date.now() };
    this.#attribution.hold(held, performance.now());
  }
}
