import { notify } from "../client/hooks.js";
import { boundTo, internals } from "../client/internals.js";
import type { HubSpotClient } from "../client/client.js";
import { readAccount, type Account } from "../client/read-account.js";
import { isHubSpotError } from "../errors/errors.js";
import type { CallPolicy } from "./call-policy.js";
import { Engine } from "./engine.js";
import type { Entry } from "./entry.js";
import { stopBefore } from "./failure.js";
import type { JobSettings } from "./job-options.js";
import type { AddressSource } from "./list-reader.js";
import { JobSource } from "./job-source.js";
import { createCounts, progressOf, type JobProgress } from "./progress.js";
import { ReadAhead } from "./read-ahead.js";
import { ResultQueue } from "./result-queue.js";
import { createRoute, type RouteCalls } from "./route.js";
import type { JobStop } from "./stop.js";
import { outcomeOf, type JobStore, type SettledEntry, type StoredOutcome } from "./store.js";
import { Tally, type JobTotals } from "./totals.js";

/** A job on a list. Iterating over it runs it, once; each entry that is read gets exactly one outcome. */
export interface BulkJob<
  Outcome extends { readonly outcome: string },
> extends AsyncIterable<Outcome> {
  /** Entries read so far, and how many came to which outcome. */
  readonly totals: JobTotals<Outcome["outcome"]>;
  /** Why the job stopped before every address was sent; `undefined` while it runs, and if it sent them all. */
  readonly stop: JobStop | undefined;
  /** How far it is, at this moment. */
  readonly progress: JobProgress;
  /**
   * Resolves once the job has ended, no call is open and everything is recorded: after the loop, or some time after it was
   * left. It does not run the job: until somebody iterates, it stays pending.
   *
   * @throws what the store or the list has thrown
   */
  readonly finished: Promise<void>;
  /** Every entry so far with its outcome, also after the loop was left. */
  outcomes(): AsyncIterable<readonly Outcome[]>;
}

export interface JobPlan<Data, Result> {
  readonly client: HubSpotClient;
  readonly list: AddressSource<Data> | undefined;
  readonly store: JobStore<Data, Result>;
  readonly settings: JobSettings;
  /** Distinct valid addresses that are sent at most. */
  readonly limit: number;
  /** Every outcome of a result, in the order in which totals are shown. */
  readonly names: readonly string[];
  /** The result of an address that is not sent. */
  readonly unsent: (reason: JobStop["reason"], entry: Entry<Data>) => Result;
  /** Made once the store has begun; the calls are for the account of the job alone. */
  readonly policy: (calls: RouteCalls) => CallPolicy<Data, Result>;
}

type AnyResult = { readonly outcome: string };

/** The stores of the jobs that run. Whether another process has one, the store itself has to know. */
const inUse = new WeakSet<object>();

/** Runs a policy on a list over a store, and brings the outcomes together with those of the reading. */
export class Job<Data, Result extends AnyResult> implements BulkJob<StoredOutcome<Data, Result>> {
  readonly finished: Promise<void>;
  readonly #plan: JobPlan<Data, Result>;
  readonly #tally: Tally<string>;
  readonly #counts = createCounts();
  readonly #results: ResultQueue<StoredOutcome<Data, Result>>;
  readonly #source: JobSource<Data, Result>;
  readonly #entries: ReadAhead<Data>;
  /** Lets `finished` follow the run. */
  #follow: (run: Promise<void>) => void = () => {};
  #engine: Engine<Data, Result> | undefined;
  #stop: JobStop | undefined;
  #begun = false;

  constructor(plan: JobPlan<Data, Result>) {
    this.#plan = plan;
    this.#tally = new Tally([...plan.names, "invalid", "duplicate"]);
    const wake = (): void => this.#engine?.wakeup.wake();
    this.#results = new ResultQueue(wake);
    this.#source = new JobSource(plan.store, plan.list, plan.limit, {
      read: (count) => this.#tally.read(count),
      known: (outcomes) => this.#put(outcomes),
      leftOut: (entries, reason) => this.#leaveOut(entries, reason),
    });
    this.#entries = new ReadAhead(this.#source, plan.settings.linger, wake);
    this.finished = new Promise((resolve) => (this.#follow = resolve));
    // The loop throws the same error, so nobody has to look at this promise.
    this.finished.catch(() => {});
  }

  get totals(): JobTotals<StoredOutcome<Data, Result>["outcome"]> {
    // The names are those of the results.
    return this.#tally.totals as JobTotals<StoredOutcome<Data, Result>["outcome"]>;
  }

  get progress(): JobProgress {
    const { pace } = internals(this.#plan.client);
    return progressOf(this.#counts, pace, this.#engine?.stop?.reason);
  }

  get stop(): JobStop | undefined {
    const stop = this.#engine?.stop ?? this.#stop;
    if (stop !== undefined || !this.#source.limitReached) return stop;
    return { reason: "limit", message: `The limit of ${this.#plan.limit} addresses was reached.` };
  }

  outcomes(): AsyncIterable<readonly StoredOutcome<Data, Result>[]> {
    return this.#plan.store.outcomes();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StoredOutcome<Data, Result>, void> {
    const { store, settings } = this.#plan;
    if (this.#begun || inUse.has(store)) {
      throw new TypeError("a job runs once, and one at a time on a store");
    }
    inUse.add(store);
    this.#begun = true;
    const { signal } = settings;
    const leave = (): void => this.#leave();
    if (signal?.aborted === true) leave();
    signal?.addEventListener("abort", leave);
    const run = this.#run().finally(() => {
      inUse.delete(store);
      this.#results.close();
      signal?.removeEventListener("abort", leave);
    });
    this.#follow(run);
    let ended = false;
    try {
      for await (const part of this.#results.all()) yield* part;
      ended = true;
      // What the loop was left by is not waited for; an error is thrown once all else has been told.
      if (this.#stop === undefined) await this.finished;
    } finally {
      if (!ended) leave();
    }
  }

  /** No further call is made; those under way are put on record, and nobody waits for them here. */
  #leave(): void {
    this.#stop ??= { reason: "stopped", message: "The job was stopped." };
    this.#engine?.end(this.#stop);
    this.#source.leave();
    this.#results.close();
  }

  async #run(): Promise<void> {
    const { client, settings, store } = this.#plan;
    const internal = internals(client);
    const { businessUnitId, route, maxWait, dailyReserve, onProgress } = settings;
    let account: Account | undefined;
    try {
      account = await this.#readAccount();
    } catch (error) {
      if (isHubSpotError(error) && error.name === "HubSpotAccountError") throw error;
      this.#stop ??= stopBefore(error, internal.signal);
      this.#leave();
      return;
    }
    const { server = "", apiVersion } = internal;
    await store.begin({ server, businessUnitId, account, apiVersion, route });
    const bound = account === undefined ? client : boundTo(client, account.id);
    const engine = new Engine<Data, Result>({
      policy: this.#plan.policy(createRoute(route, bound, businessUnitId)),
      store,
      entries: this.#entries,
      client: internal,
      maxWait,
      dailyReserve,
      counts: this.#counts,
      onProgress: () => notify(onProgress, this.progress),
      isFull: () => this.#results.full,
      tell: (results) => this.#tell(results),
    });
    this.#engine = engine;
    engine.end(this.#stop);
    await engine.run();
    const left = await engine.leave();
    const { stop } = this;
    const { fault } = engine;
    // Where it is the store that has failed: whatever it can still write down is better than nothing.
    const broken = { reason: "stopped", message: "The job ended with an error." } as const;
    const ending = store.end(fault === undefined ? stop && withoutCause(stop) : broken);
    const failed = await ending.then(
      () => fault,
      (thrown: unknown) => fault ?? { thrown },
    );
    if (store.lost !== true) this.#leaveOut(left, stop?.reason ?? "stopped");
    if (failed !== undefined) throw failed.thrown;
  }

  /** The account of the token, where the client names one, or where what is sent outlives the token. */
  async #readAccount(): Promise<Account | undefined> {
    const { client, settings, store } = this.#plan;
    const named = internals(client).accounts?.settings;
    if (named === undefined || (named.account === undefined && store.bindsAccount !== true)) {
      return undefined;
    }
    return readAccount(client, { signal: settings.signal });
  }

  #tell(results: readonly SettledEntry<Data, Result>[]): void {
    this.#put(results.map(({ entry, result }) => outcomeOf(entry, result)));
  }

  #leaveOut(entries: readonly Entry<Data>[], reason: JobStop["reason"]): void {
    this.#put(entries.map((entry) => outcomeOf(entry, this.#plan.unsent(reason, entry))));
  }

  #put(outcomes: readonly StoredOutcome<Data, Result>[]): void {
    for (const { outcome } of outcomes) this.#tally.add(outcome);
    this.#results.put(outcomes);
  }
}

function withoutCause({ cause: _, ...stop }: JobStop): Omit<JobStop, "cause"> {
  return stop;
}
