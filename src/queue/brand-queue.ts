import type { HubSpotClient } from "../client/client.js";
import { internals } from "../client/internals.js";
import { Engine } from "../job/engine.js";
import type { Entry } from "../job/entry.js";
import { isTaken, type Settled } from "../job/job-outcome.js";
import { OptOutPolicy } from "../job/opt-out-policy.js";
import type { Counts } from "../job/progress.js";
import { createRoute, type Route } from "../job/route.js";
import type { JobStop } from "../job/stop.js";
import type { SettledEntry } from "../job/store.js";
import type { Answer, Caller } from "./caller.js";
import { Gate } from "./gate.js";
import { WaitingLine, type Waiting } from "./waiting-line.js";

/** How long an address that was refused alone waits for a call that succeeds, in milliseconds. */
const PATIENCE = 5_000;

export interface BrandSettings {
  readonly client: HubSpotClient;
  readonly route: Route;
  readonly businessUnitId: number | undefined;
  readonly maxDelay: number;
  readonly maxWait: number;
  readonly dailyReserve: number;
  /** The gate of the whole account. */
  readonly account: Gate;
  readonly counts: Counts;
  readonly onProgress: () => void;
  /** The account takes no calls for now, whatever the brand. */
  readonly onStop: (stop: JobStop) => void;
  /** Something was settled. */
  readonly onSettled: () => void;
}

/**
 * The opt-outs of one brand: an engine over the queue of waiting requests. When it stops, the waiting requests are
 * answered; the first request after the stop is over starts another engine.
 */
export class BrandQueue {
  readonly #settings: BrandSettings;
  readonly #line: WaitingLine;
  /** For what is refused to this brand alone. */
  readonly #gate = new Gate();
  #engine: Engine<Waiting, Settled> | undefined;
  /** Ends once no call of the engine is under way. */
  #run: Promise<void> = Promise.resolve();
  /** The answer for requests that the engine leaves unsent. */
  #unsent: Answer = { outcome: "not-sent", reason: "stopped" };

  constructor(settings: BrandSettings) {
    this.#settings = settings;
    this.#line = new WaitingLine(settings.maxDelay);
  }

  get idle(): boolean {
    return this.#line.idle;
  }

  ask(sent: string, caller: Caller): void {
    const now = performance.now();
    const closed = this.#gate.answer(now);
    if (closed !== undefined) return caller.answer(closed);
    this.#line.add(sent, caller, now);
    if (this.#engine === undefined) this.#start();
    else this.#engine.wakeup.wake();
  }

  remove(sent: string, caller: Caller): void {
    this.#line.remove(sent, caller);
  }

  /** Ends the sending: whoever is not in an open call is answered at once. Resolves once no call is under way. */
  async stop(stop: JobStop): Promise<void> {
    this.#engine?.end(stop);
    await this.#run;
  }

  #start(): void {
    const { client, route, businessUnitId } = this.#settings;
    const { maxWait, dailyReserve, account, counts, onProgress } = this.#settings;
    const internal = internals(client);
    // After a stop, a single call checks whether it is over, for everything that shares the client.
    if (account.onTrial || this.#gate.onTrial)
      internal.pace.pause(performance.now(), 0, "unavailable");
    const calls = createRoute(route, client, businessUnitId);
    const engine = new Engine<Waiting, Settled>({
      policy: new OptOutPolicy(calls, false, PATIENCE),
      // Settled entries are reported and not kept.
      store: { calling: async () => {}, settle: async (results) => this.#settle(results) },
      entries: this.#line,
      client: internal,
      maxWait,
      dailyReserve,
      counts,
      onProgress,
      isFull: () => false,
      tell: () => {},
      onStop: (stop) => this.#stopped(engine, stop),
    });
    this.#engine = engine;
    this.#run = this.#follow(engine);
  }

  async #follow(engine: Engine<Waiting, Settled>): Promise<void> {
    await engine.run();
    // The stop has answered what waited then; this is what the calls that were under way have left.
    await this.#leave(engine, this.#unsent);
    this.#engine = undefined;
    if (this.#line.size > 0) this.#start();
  }

  #stopped(engine: Engine<Waiting, Settled>, stop: JobStop): void {
    const { onStop } = this.#settings;
    this.#unsent = this.#answerTo(stop);
    for (const entry of this.#line.drain()) this.#answer(entry, this.#unsent);
    void this.#leave(engine, this.#unsent);
    if (stop.reason !== "request-fault") onStop(stop);
  }

  #answerTo(stop: JobStop): Answer {
    const { reason, message } = stop;
    // The caller ended it, so the next trial need not wait for anything.
    if (reason === "stopped") return { outcome: "not-sent", reason, message };
    const gate = reason === "request-fault" ? this.#gate : this.#settings.account;
    return gate.close(stop, performance.now());
  }

  async #leave(engine: Engine<Waiting, Settled>, answer: Answer): Promise<void> {
    for (const entry of await engine.leave()) this.#answer(entry, answer);
  }

  #settle(results: readonly SettledEntry<Waiting, Settled>[]): void {
    for (const { entry, result } of results) {
      if (isTaken(result.outcome)) {
        const now = performance.now();
        this.#gate.succeeded(now);
        this.#settings.account.succeeded(now);
      }
      this.#answer(entry, result);
    }
  }

  #answer(entry: Entry<Waiting>, answer: Answer): void {
    this.#line.settled(entry);
    const { callers } = entry.data ?? {};
    for (const caller of callers ?? []) caller.answer(answer);
    callers?.clear();
    this.#settings.onSettled();
  }
}
