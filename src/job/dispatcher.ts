import { HubSpotApiError, HubSpotError } from "../errors/errors.js";
import { notify } from "../client/hooks.js";
import { Bell } from "./bell.js";
import { judgeFailure, type Failure, type Repeat } from "./failure.js";
import { Outbox } from "./outbox.js";
import { reserveReached } from "./daily-reserve.js";
import type { Pace, PacedCall } from "../client/pace.js";
import { freshParcel, type Parcel } from "./parcel.js";
import { Patience } from "./patience.js";
import { ParcelQueue } from "./parcel-queue.js";
import type { Procedure, Recorder, Step } from "./procedure.js";
import type { JobProgress } from "./progress.js";
import type { JobRun } from "./run.js";
import { foreignStop, type JobStop } from "./stop.js";
import { Supply, type ItemSource } from "./supply.js";
import { withDoubt } from "./with-doubt.js";

/** Calls under way at most: what the highest limit needs where a call takes a second and a half. */
const MOST_UNDER_WAY = 32;

export interface DispatchSettings {
  readonly pace: Pace;
  /** The longest wait that is sat out, and the longest time without a success, in milliseconds. */
  readonly maxWait: number;
  /** The share of the daily calls that is left to others, from 0 to 1. */
  readonly dailyReserve: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: JobProgress) => unknown) | undefined;
}

/**
 * Sends batch after batch: repeats, pauses and stops. What a batch and its answer mean is the
 * procedure's affair, how fast it goes the pace's.
 */
export class Dispatcher<Result> implements JobRun<Result> {
  readonly #procedure: Procedure<Result>;
  readonly #recorder: Recorder<Result>;
  readonly #settings: DispatchSettings;
  readonly #patience: Patience;
  readonly #supply: Supply;
  readonly #queue = new ParcelQueue();
  readonly #bell = new Bell();
  readonly #outbox = new Outbox<Result>(() => this.#bell.ring());
  readonly #underWay = new Set<Promise<void>>();
  #calls = 0;
  #rateLimited = 0;
  #delivered = 0;
  #stop: JobStop | undefined;
  #fault: { readonly thrown: unknown } | undefined;

  constructor(
    procedure: Procedure<Result>,
    source: ItemSource,
    recorder: Recorder<Result>,
    settings: DispatchSettings,
  ) {
    this.#procedure = procedure;
    this.#recorder = recorder;
    this.#settings = settings;
    this.#patience = new Patience(settings.maxWait);
    this.#supply = new Supply(source, () => this.#bell.ring());
  }

  get stop(): JobStop | undefined {
    return this.#stop;
  }

  get progress(): JobProgress {
    const { pace } = this.#settings;
    const wait = pace.wait(performance.now());
    return Object.freeze({
      calls: this.#calls,
      rateLimited: this.#rateLimited,
      underWay: this.#underWay.size,
      settled: this.#delivered,
      wait: wait && Object.freeze({ reason: wait.reason, until: Date.now() + wait.ms }),
      callsPerSecond: pace.callsPerSecond,
      stopped: this.#stop?.reason,
    });
  }

  /**
   * Runs to the end, and gives results as they come. Leaving early stops it: calls under way are
   * waited for.
   *
   * @throws what the recorder or the source throws, after the calls under way have ended
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Result[], void> {
    const { signal } = this.#settings;
    const stopped = (): void => this.#end({ reason: "stopped", message: "The job was stopped." });
    if (signal?.aborted === true) stopped();
    signal?.addEventListener("abort", stopped);
    let ended = false;
    const sending = this.#send().finally(() => this.#outbox.close());
    try {
      yield* this.#outbox.all();
      ended = true;
      await sending;
      if (this.#fault !== undefined) throw this.#fault.thrown;
    } finally {
      if (!ended) stopped();
      await sending;
      signal?.removeEventListener("abort", stopped);
    }
  }

  async #send(): Promise<void> {
    while (this.#stop === undefined && this.#fault === undefined) {
      const now = performance.now();
      const delay = this.#delay(now);
      if (delay === "done") break;
      if (delay === undefined || delay > 0) {
        await this.#bell.wait(delay);
        continue;
      }
      const { purpose, size } = this.#procedure;
      const parcel = this.#queue.take(now) ?? freshParcel(purpose, this.#supply.take(size));
      this.#track(this.#call(parcel, this.#settings.pace.begin(now)));
    }
    await Promise.all(this.#underWay);
    await this.#supply.close();
    this.#fault ??= this.#supply.error;
    await this.#deliver(this.#queue.drain().flatMap((parcel) => this.#procedure.forsake(parcel)));
  }

  /** How long until the next call; `undefined` where only an event will tell. */
  #delay(now: number): number | undefined | "done" {
    if (this.#underWay.size >= MOST_UNDER_WAY) return undefined;
    let work = this.#queue.delay(now);
    if (work !== 0 && this.#hasFresh()) work = 0;
    if (work === undefined) {
      if (this.#underWay.size > 0) return undefined;
      const step = this.#procedure.settle(this.#supply.ended);
      if (step !== undefined) this.#track(this.#follow(step));
      else if (this.#supply.ended) return "done";
      return undefined;
    }
    const pace = this.#settings.pace.delay(now);
    return pace === undefined ? undefined : Math.max(pace, work);
  }

  #hasFresh(): boolean {
    const { holding, size } = this.#procedure;
    return !holding && !this.#outbox.full && this.#supply.has(size);
  }

  #track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => {
      this.#underWay.delete(tracked);
      this.#bell.ring();
    });
    this.#underWay.add(tracked);
  }

  /** Never rejects: a fault is kept for the end. */
  async #call(parcel: Parcel, paced: PacedCall): Promise<void> {
    this.#calls += 1;
    let step: Step<Result>;
    try {
      await this.#recorder.sending(this.#calls, parcel.purpose, parcel.items);
    } catch (thrown) {
      this.#fault ??= { thrown };
      paced.end(performance.now(), { rateLimit: undefined, succeeded: false, limited: false });
      return;
    }
    try {
      const answered = await this.#procedure.send(parcel);
      const { rateLimit } = answered;
      paced.end(performance.now(), { rateLimit, succeeded: true, limited: false });
      this.#patience.succeeded();
      const { dailyReserve } = this.#settings;
      this.#end(reserveReached(rateLimit, dailyReserve, this.#underWay.size - 1));
      step = answered;
    } catch (error) {
      step = this.#failed(parcel, error, paced);
    }
    await this.#follow(step);
    notify(this.#settings.onProgress, this.progress);
  }

  #failed(parcel: Parcel, error: unknown, paced: PacedCall): Step<Result> {
    const now = performance.now();
    const { status, rateLimit } = error instanceof HubSpotApiError ? error : {};
    if (status === 429) this.#rateLimited += 1;
    const failure = this.#judge(parcel, error);
    const answered = failure.kind !== "repeat" && failure.kind !== "stop";
    paced.end(now, { rateLimit, succeeded: answered, limited: status === 429 });
    if (answered) {
      this.#patience.succeeded();
      return this.#procedure.refused(parcel, failure);
    }
    const doubtful = withDoubt(parcel, error);
    if (failure.kind === "stop") return { results: [], parcels: [doubtful], stop: failure.stop };
    return this.#repeat(doubtful, failure, error, now);
  }

  #judge(parcel: Parcel, error: unknown): Failure {
    if (!(error instanceof HubSpotError)) return { kind: "stop", stop: foreignStop(error) };
    return judgeFailure({
      error,
      foreign: () => foreignStop(error),
      failures: parcel.failures + 1,
      size: parcel.items.length,
      largestTaken: this.#procedure.largestTaken,
      maxWait: this.#settings.maxWait,
      random: Math.random(),
      now: Date.now(),
    });
  }

  #repeat(parcel: Parcel, failure: Repeat, error: unknown, now: number): Step<Result> {
    const { pace } = this.#settings;
    const again = this.#patience.again(parcel, failure, now);
    const stop = this.#patience.end(failure, error, now);
    if (stop !== undefined) return { results: [], parcels: [again], stop };
    if (this.#patience.isHopeless(again)) return this.#procedure.giveUp(again);
    if (failure.reason === "rate-limit" && !failure.asked) pace.backOff(now);
    else if (failure.shared || this.#patience.isShort) {
      pace.pause(now, failure.waitMs, failure.reason);
    }
    return { results: [], parcels: [again] };
  }

  async #follow({ results, parcels, stop }: Step<Result>): Promise<void> {
    this.#queue.add(parcels);
    this.#end(stop);
    await this.#deliver(results);
  }

  /** Results count once they are on record. */
  async #deliver(results: readonly Result[]): Promise<void> {
    if (results.length === 0) return;
    try {
      await this.#recorder.results(results);
    } catch (thrown) {
      this.#fault ??= { thrown };
      return;
    }
    this.#delivered += results.length;
    this.#outbox.put(results);
  }

  /** The first reason to end stands. */
  #end(stop: JobStop | undefined): void {
    if (stop === undefined || this.#stop !== undefined) return;
    this.#stop = stop;
    this.#bell.ring();
  }
}
