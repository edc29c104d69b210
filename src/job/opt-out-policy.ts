import { isHubSpotError } from "../errors/errors.js";
import { Attribution } from "./attribution.js";
import type { Answered, CallPolicy, Effect, Refusal, Sending } from "./call-policy.js";
import type { Entry } from "./entry.js";
import type { Settled } from "./job-outcome.js";
import { createCall, halve, type PendingCall, type Unresolved } from "./pending-call.js";
import { Reader } from "./reader.js";
import { isAlreadyOut, rejectionOf, type Rejection } from "./rejection.js";
import type { RouteCalls } from "./route.js";
import { sortAnswer, type SortedAnswer } from "./sort-answer.js";
import { done, inDoubt, rejected, settle, takenResults, unknown } from "./opt-out-results.js";
import type { SettledEntry } from "./store.js";

/** What another answer may well tell: this one was cut off, comes from something on the way, or names a cause that passes. */
const PASSING: ReadonlySet<Unresolved["reason"]> = new Set([
  "body-cut-off",
  "unreadable-body",
  "named-error",
]);
/** So often an address is sent again for it. */
const MOST_REPEATS = 4;

/** The opt-out of batches, each address proven by its statuses or settled by further calls. */
export class OptOutPolicy<Data> implements CallPolicy<Data, Settled> {
  readonly purpose = "first";
  readonly calls: RouteCalls;
  readonly isolatesAlways: boolean;
  readonly attribution: Attribution<Data>;
  readonly #reader: Reader<Data>;

  /**
   * @param succeededBefore an earlier run by the same route has opted somebody out
   * @param patience how long at most an address that was refused waits for its outcome, in milliseconds; absent: as long as
   * it takes
   */
  constructor(calls: RouteCalls, succeededBefore: boolean, patience?: number) {
    this.calls = calls;
    this.isolatesAlways = patience !== undefined;
    this.attribution = new Attribution(succeededBefore, patience);
    this.#reader = new Reader(calls);
  }

  send(call: PendingCall<Data>, sending: Sending): Promise<Answered<Data, Settled>> {
    return call.purpose === "read-back" ? this.#reader.readBack(call) : this.#optOut(call, sending);
  }

  refused(call: PendingCall<Data>, refusal: Refusal): Effect<Data, Settled> {
    if (call.purpose === "read-back") return done(unknown(call));
    if (refusal.kind === "unreadable") {
      if (call.purpose === "control") return this.#askControlAgain(call);
      const said = { reason: "unreadable-body", correlationId: undefined } as const;
      return this.#resolve(call, call.entries, said, refusal.cutOff);
    }
    const [first, ...others] = call.entries;
    const { error, credentials } = refusal;
    const stop = this.attribution.refused(error, credentials);
    if (stop !== undefined) return { results: [], calls: [call], stop };
    if (call.purpose === "control") return this.#controlRefused();
    if (first === undefined || others.length > 0) return { results: [], calls: halve(call) };
    if (isAlreadyOut(error)) {
      const { correlationId } = error;
      return this.#reader.check(
        [first],
        call.unresolved ?? { reason: "said-already-out", correlationId },
      );
    }
    this.#hold(call, first, rejectionOf(error), false);
    return done([]);
  }

  giveUp(call: PendingCall<Data>, error: unknown): Effect<Data, Settled> {
    if (call.purpose === "control") return this.#controlRefused();
    if (call.purpose === "read-back") return done(unknown(call));
    // The call may be repeated, so one address that fails it can be found by sending it in parts.
    if (call.entries.length > 1) {
      return { results: [], calls: halve({ ...call, isolating: true }) };
    }
    if (call.unresolved === undefined) {
      const words = isHubSpotError(error) ? { message: error.message } : undefined;
      return done(settle(call.entries, { outcome: "not-sent", reason: "unavailable", ...words }));
    }
    return this.#reader.check(call.entries, call.unresolved);
  }

  release(why: "blame" | "let-go", now: number): Effect<Data, Settled> {
    if (why === "blame") return done(this.attribution.blame().map(rejected));
    return done(this.attribution.letGo(now).flatMap(inDoubt));
  }

  abandon(call: PendingCall<Data>): readonly SettledEntry<Data, Settled>[] {
    return call.unresolved === undefined || call.purpose === "control" ? [] : unknown(call);
  }

  async #optOut(call: PendingCall<Data>, { onBegun }: Sending): Promise<Answered<Data, Settled>> {
    const { entries } = call;
    const number = this.attribution.begin();
    const { outcomes, response } = await this.calls.optOut(entries, onBegun);
    const { correlationId, rateLimit } = response;
    const answer = sortAnswer(entries, outcomes, correlationId);
    const effect =
      call.purpose === "control"
        ? this.#controlled(call, number, answer)
        : this.#answered(call, number, answer, correlationId);
    return { ...effect, rateLimit };
  }

  #answered(
    call: PendingCall<Data>,
    number: number,
    { taken, named, open }: SortedAnswer<Data>,
    correlationId: string | undefined,
  ): Effect<Data, Settled> {
    const results: SettledEntry<Data, Settled>[] = [];
    const calls: PendingCall<Data>[] = [];
    const known = takenResults(call, correlationId);
    results.push(...this.#taken(number, taken));
    for (const { entry, outcome } of taken) results.push({ entry, result: known[outcome] });
    for (const { entry, rejection } of named) {
      if (taken.length > 0) results.push(rejected({ entry, rejection, time: Date.now() }));
      else this.#hold(call, entry, rejection, true);
    }
    for (const [reason, entries] of open) {
      const effect = this.#resolve(call, entries, { reason, correlationId });
      results.push(...effect.results);
      calls.push(...effect.calls);
    }
    return { results, calls };
  }

  /** Whatever the control settles is settled already: it is asked only whether the request is taken. */
  #controlled(
    call: PendingCall<Data>,
    number: number,
    { taken, named }: SortedAnswer<Data>,
  ): Effect<Data, Settled> {
    if (taken.length > 0) return done(this.#taken(number, taken));
    return named.length > 0 ? this.#controlRefused() : this.#askControlAgain(call);
  }

  /** The success is what those that are held are to blame by. */
  #taken(
    number: number,
    taken: SortedAnswer<Data>["taken"],
  ): readonly SettledEntry<Data, Settled>[] {
    const last = taken.at(-1);
    if (last === undefined) return [];
    return this.attribution.taken(number, last.entry, performance.now()).map(rejected);
  }

  #controlRefused(): Effect<Data, Settled> {
    this.attribution.controlRefused();
    return done([]);
  }

  /** Without an answer that can be read there is no contrast. */
  #askControlAgain(call: PendingCall<Data>): Effect<Data, Settled> {
    return call.failures < MOST_REPEATS
      ? { results: [], calls: [{ ...call, ...later(call) }] }
      : this.#controlRefused();
  }

  /** What an answer leaves open is sent once more, in some cases a few times, and then read back. */
  #resolve(
    call: PendingCall<Data>,
    entries: readonly Entry<Data>[],
    said: Unresolved,
    passes = PASSING.has(said.reason),
  ): Effect<Data, Settled> {
    const { reason } = said;
    const isNamed = reason === "named-error" || reason === "said-already-out";
    // What HubSpot says of an address now does not tell what an earlier call has done.
    const unresolved = isNamed ? (call.unresolved ?? said) : said;
    const repeats = passes
      ? call.failures < MOST_REPEATS
      : call.purpose === "first" && reason !== "said-already-out";
    if (!repeats) return this.#reader.check(entries, unresolved);
    const wait = passes ? later(call) : undefined;
    return { results: [], calls: [createCall("again", entries, { unresolved, ...wait })] };
  }

  #hold(
    { unresolved }: PendingCall<Data>,
    entry: Entry<Data>,
    rejection: Rejection,
    named: boolean,
  ): void {
    const held = { entry, rejection, unresolved, named, time: Date.now() };
    this.attribution.hold(held, performance.now());
  }
}

/** Once more, each time after a longer wait. */
function later({ failures }: { readonly failures: number }) {
  return { failures: failures + 1, notBefore: performance.now() + 1_000 * 2 ** failures };
}
