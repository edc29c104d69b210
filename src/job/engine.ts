import { notify } from "../client/hooks.js";
import type { Internals } from "../client/internals.js";
import type { PacedCall } from "../client/pace.js";
import { lastTimeZone } from "../client/read-account.js";
import { isHubSpotError } from "../errors/errors.js";
import type { CallPolicy, Effect } from "./call-policy.js";
import { CircuitBreaker } from "./circuit-breaker.js";
import { reserveReached } from "./daily-reserve.js";
import { judgeFailure, unresolvedBy, type Repeat } from "./failure.js";
import type { Thrown } from "./list-reader.js";
import { createCall, split, type PendingCall } from "./pending-call.js";
import type { Counts } from "./progress.js";
import type { EntrySupply } from "./read-ahead.js";
import { RetryQueue } from "./retry-queue.js";
import { Scheduler } from "./scheduler.js";
import type { JobStop } from "./stop.js";
import type { JobStore, SettledEntry } from "./store.js";
import { Wakeup } from "../client/wakeup.js";

export interface EngineSettings<Data, Result> {
  readonly policy: CallPolicy<Data, Result>;
  readonly store: Pick<JobStore<Data, Result>, "calling" | "settle">;
  readonly entries: EntrySupply<Data>;
  readonly client: Pick<Internals, "own" | "signal" | "hooks" | "pace" | "accounts">;
  /** The longest wait, and the longest time without a success, before the job stops, in milliseconds. */
  readonly maxWait: number;
  /** The share of the daily calls that is left to others, from 0 to 1. */
  readonly dailyReserve: number;
  readonly counts: Counts;
  /** Told after each call. */
  readonly onProgress: () => void;
  /** So many results wait to be fetched that no more should be made. */
  readonly isFull: () => boolean;
  /** Results that are on record. */
  readonly tell: (results: readonly SettledEntry<Data, Result>[]) => void;
  /** Told at once when the engine stops early, while calls may still be under way. */
  readonly onStop?: ((stop: JobStop) => void) | undefined;
}

/**
 * Sends batch after batch, and decides when to retry, pause and stop. The policy knows what a batch and its answer mean,
 * the pace how fast to send, and the store what to keep. Each call is made without the client's own retries: in a job only
 * the engine retries, since it sees all calls.
 */
export class Engine<Data, Result> {
  readonly wakeup = new Wakeup();
  readonly #settings: EngineSettings<Data, Result>;
  readonly #counts: Counts;
  readonly #breaker: CircuitBreaker;
  readonly #queue = new RetryQueue<Data>();
  readonly #scheduler: Scheduler<Data>;
  readonly #underWay = new Set<Promise<void>>();
  /** The most addresses that a call has brought home so far. */
  #largestTaken = 0;
  #stop: JobStop | undefined;
  #fault: Thrown | undefined;

  constructor(settings: EngineSettings<Data, Result>) {
    this.#settings = settings;
    this.#counts = settings.counts;
    this.#breaker = new CircuitBreaker(settings.maxWait);
    const { pace } = settings.client;
    this.#scheduler = new Scheduler({ ...settings, pace, queue: this.#queue });
  }

  get stop(): JobStop | undefined {
    return this.#stop;
  }

  /** What the store or the source has thrown. */
  get fault(): Thrown | undefined {
    return this.#fault;
  }

  /** The first reason to end stands. */
  end(stop: JobStop | undefined): void {
    if (stop === undefined || this.#stop !== undefined) return;
    this.#stop = stop;
    this.wakeup.wake();
    this.#settings.onStop?.(stop);
  }

  /** Runs until everything is settled or it has to stop, and no call is under way. Never rejects. */
  async run(): Promise<void> {
    const { policy } = this.#settings;
    const unsubscribe = this.#settings.client.pace.subscribe(() => this.wakeup.wake());
    while (this.#stop === undefined && this.#fault === undefined) {
      const step = this.#scheduler.next(performance.now(), this.#underWay.size);
      if (step === "done") break;
      if (step === "blame" || step === "let-go") {
        this.#track(this.#follow(policy.release(step, performance.now())));
      } else if (typeof step !== "object") await this.wakeup.wait(step);
      else if ("reason" in step) this.end(step);
      else this.#track(this.#call(step));
    }
    await Promise.all(this.#underWay);
    unsubscribe();
  }

  /** After the run: records what is known about calls that will not be made any more, and returns the other entries. */
  async leave(): Promise<readonly SettledEntry<Data, Result>["entry"][]> {
    const { policy, entries } = this.#settings;
    const waiting = this.#queue.drain().filter(({ purpose }) => purpose !== "control");
    const held = policy.attribution?.held ?? [];
    const alone = held.map(({ entry, unresolved }) => createCall("alone", [entry], { unresolved }));
    const calls = [...waiting, ...alone];
    const open = calls.filter((call) => policy.abandon(call).length === 0);
    await this.#deliver(calls.flatMap((call) => policy.abandon(call)));
    this.#fault ??= entries.error;
    return [...open.flatMap((call) => call.entries), ...entries.leave()];
  }

  #track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => {
      this.#underWay.delete(tracked);
      this.#counts.underWay -= 1;
      this.wakeup.wake();
    });
    this.#underWay.add(tracked);
    this.#counts.underWay += 1;
  }

  /** Never rejects: a fault is kept for the end. */
  async #call(call: PendingCall<Data>): Promise<void> {
    const { policy, store, client, onProgress, dailyReserve } = this.#settings;
    const paced = client.pace.begin(performance.now());
    this.#counts.calls += 1;
    let effect: Effect<Data, Result> = { results: [], calls: [call] };
    try {
      await store.calling({
        call: this.#counts.calls,
        purpose: call.purpose,
        entries: call.entries,
      });
    } catch (thrown) {
      this.#fault ??= { thrown };
    }
    // The loop may have been left while the call was being recorded; the call has not begun then.
    if (this.#stop === undefined && this.#fault === undefined) {
      // A client that does not say when a call begins: count each call as begun at once.
      let begun = !client.own;
      try {
        const answered = await policy.send(call, { onBegun: () => (begun = true) });
        const { rateLimit } = answered;
        effect = answered;
        paced.end(performance.now(), { rateLimit, succeeded: true });
        this.#breaker.succeeded();
        if (call.purpose === policy.purpose) {
          this.#largestTaken = Math.max(this.#largestTaken, call.entries.length);
        }
        const zone = (): string | undefined => lastTimeZone(client.accounts);
        this.end(reserveReached(rateLimit, dailyReserve, this.#underWay.size - 1, zone));
      } catch (error) {
        try {
          effect = this.#failed(call, error, begun, paced);
        } catch (thrown) {
          // What another client throws may lack a member, or throw in its turn when it is read.
          this.#fault ??= { thrown };
          const open = { ...call, unresolved: call.unresolved ?? unresolvedBy(undefined, begun) };
          effect = { results: [], calls: [open] };
        }
      }
    }
    paced.end(performance.now());
    await this.#follow(effect);
    onProgress();
  }

  #failed(
    call: PendingCall<Data>,
    error: unknown,
    begun: boolean,
    paced: PacedCall,
  ): Effect<Data, Result> {
    const now = performance.now();
    const { policy, maxWait, client } = this.#settings;
    const { status, rateLimit } = isHubSpotError(error) ? error : {};
    if (status === 429) this.#counts.rateLimited += 1;
    const failure = judgeFailure({
      ...{ error, begun, signal: client.signal },
      failures: call.failures + 1,
      size: call.entries.length,
      largestTaken: this.#largestTaken,
      inPath: policy.calls.inPath,
      maxWait,
      random: Math.random(),
      now: Date.now(),
      timeZone: lastTimeZone(client.accounts),
    });
    const answered = failure.kind !== "repeat" && failure.kind !== "stop";
    paced.end(now, { rateLimit, succeeded: answered, limited: status === 429 });
    if (answered) {
      this.#breaker.succeeded();
      if (failure.kind !== "too-large") return policy.refused(call, failure);
      const size = Math.min(this.#scheduler.size, failure.size);
      this.#scheduler.size = size;
      return { results: [], calls: split(call, size) };
    }
    const open = { ...call, unresolved: call.unresolved ?? unresolvedBy(error, begun) };
    if (failure.kind === "stop") return { results: [], calls: [open], stop: failure.stop };
    return this.#repeat(open, failure, error, now);
  }

  #repeat(
    call: PendingCall<Data>,
    failure: Repeat,
    error: unknown,
    now: number,
  ): Effect<Data, Result> {
    const { client, policy, entries } = this.#settings;
    const { pace, hooks } = client;
    const again = this.#breaker.again(call, failure, now);
    const stop = this.#breaker.end(failure, error, now);
    if (stop !== undefined) return { results: [], calls: [again], stop };
    const alone =
      policy.isolatesAlways ||
      (this.#underWay.size === 1 && this.#queue.size === 0 && entries.size === 0);
    if (this.#breaker.isHopeless(again, alone)) return policy.giveUp(again, error);
    if (failure.reason === "rate-limit" && !failure.asked) pace.backOff(now);
    else if (failure.shared || this.#breaker.open) pace.pause(now, failure.waitMs, failure.reason);
    // The hooks hear of it as of a repeat of the client's own.
    if (isHubSpotError(error) && this.#stop === undefined) {
      const { callId = "", operationId, attempts: attempt, status } = error;
      const waitMs = failure.shared ? failure.waitMs : again.notBefore - now;
      const facts = { callId, operationId, attempt, waitMs, reason: failure.cause, status };
      notify(hooks.onRetry, Object.freeze(facts));
    }
    return { results: [], calls: [again] };
  }

  async #follow({ results, calls, stop }: Effect<Data, Result>): Promise<void> {
    this.#queue.add(calls);
    this.end(stop);
    await this.#deliver(results);
  }

  /** Results count once they are on record. */
  async #deliver(results: readonly SettledEntry<Data, Result>[]): Promise<void> {
    if (results.length === 0) return;
    try {
      await this.#settings.store.settle(results);
    } catch (thrown) {
      this.#fault ??= { thrown };
      return;
    }
    this.#counts.settled += results.length;
    this.#settings.tell(results);
  }
}
