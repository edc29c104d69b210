import { readAddress } from "../address/address.js";
import type { HubSpotClient } from "../client/client.js";
import { notify } from "../client/hooks.js";
import { internals } from "../client/internals.js";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { checkBusinessUnit, checkSignal } from "../client/options.js";
import { createCounts, progressOf, type JobProgress } from "../job/progress.js";
import type { Route } from "../job/route.js";
import type { JobStop } from "../job/stop.js";
import { BrandQueue } from "./brand-queue.js";
import type { Answer, Caller, QueueOutcome } from "./caller.js";
import { Gate } from "./gate.js";

/** Options of one call of `optOut`. */
export interface OptOutOptions {
  /** The number of the brand; 0 is the account's default brand. @default no brand is named */
  businessUnitId?: number | undefined;
  /**
   * Ends the wait: `optOut` rejects with the signal's reason. The address is not sent if it is in no batch yet and nobody
   * else waits for it; otherwise its outcome is not reported to this caller.
   */
  signal?: AbortSignal | undefined;
}

/** Opts addresses out as they come. */
export interface OptOutQueue extends AsyncDisposable {
  /**
   * Resolves with the outcome of the address, also for `invalid`, `rejected` and `not-sent`.
   *
   * @throws {OptOutQueueFullError} where too many wait
   * @throws {HubSpotAccountError} where the token is of another account than the client names, or HubSpot does not tell
   * @throws {TypeError} for a wrong option
   * @throws the reason of `signal`
   */
  optOut(address: string, options?: OptOutOptions): Promise<QueueOutcome>;
  /** Callers that wait for an outcome. */
  readonly waiting: number;
  /** The current state of the calls of all brands. */
  readonly progress: JobProgress;
  /** Resolves once nobody waits and no call is under way. */
  drain(): Promise<void>;
  /**
   * Answers every request that is in no open call, and every later one, with `not-sent`. Resolves once no call is open.
   * Await `drain` first to have everything sent.
   */
  close(): Promise<void>;
}

/** More callers wait for their outcome than `maxWaiting` allows. */
export class OptOutQueueFullError extends Error {
  override readonly name = "OptOutQueueFullError";
  /** The option of the queue. */
  readonly maxWaiting: number;

  constructor(maxWaiting: number) {
    super(
      `${maxWaiting} opt-outs wait already, the most it takes: ` +
        "ask again later, or raise maxWaiting",
    );
    this.maxWaiting = maxWaiting;
  }
}

const CALL_OPTIONS: NamesOf<OptOutOptions> = { businessUnitId: true, signal: true };

const CLOSED = { reason: "stopped", message: "The queue was closed." } as const satisfies JobStop;
const CLOSED_ANSWER = { outcome: "not-sent", ...CLOSED } as const satisfies Answer;

/** @throws what the caller is to hear of in place of an outcome */
function outcomeOf(address: string, sent: string, { refusal, ...answer }: Answer): QueueOutcome {
  if (refusal !== undefined) throw refusal;
  return { address, sent, ...answer };
}

export interface QueueSettings {
  readonly route: Route;
  readonly maxDelay: number;
  readonly maxWaiting: number;
  readonly maxWait: number;
  readonly dailyReserve: number;
  readonly onProgress: ((progress: JobProgress) => unknown) | undefined;
}

export class Queue implements OptOutQueue {
  readonly #client: HubSpotClient;
  readonly #settings: QueueSettings;
  /** For what stops the calls of the account, whatever the brand. */
  readonly #account = new Gate();
  readonly #brands = new Map<number | undefined, BrandQueue>();
  readonly #counts = createCounts();
  #waiting = 0;
  #closed = false;
  #drained: (() => void)[] = [];

  constructor(client: HubSpotClient, settings: QueueSettings) {
    this.#client = client;
    this.#settings = settings;
  }

  get waiting(): number {
    return this.#waiting;
  }

  get progress(): JobProgress {
    const { pace } = internals(this.#client);
    const closed = this.#account.answer(performance.now());
    return progressOf(this.#counts, pace, this.#closed ? "stopped" : closed?.reason);
  }

  async optOut(address: string, options: OptOutOptions = {}): Promise<QueueOutcome> {
    const { businessUnitId, signal } = readMembers("optOut", options, CALL_OPTIONS);
    checkBusinessUnit(businessUnitId);
    checkSignal(signal);
    if (typeof address !== "string") throw new TypeError("the address must be a string");
    signal?.throwIfAborted();
    const read = readAddress(address);
    if (!read.ok) {
      const { ok: _, ...problem } = read;
      return { address, outcome: "invalid", ...problem };
    }
    const { sent } = read;
    const closed = this.#closed ? CLOSED_ANSWER : this.#account.answer(performance.now());
    if (closed !== undefined) return outcomeOf(address, sent, closed);
    const { maxWaiting } = this.#settings;
    if (this.#waiting >= maxWaiting) throw new OptOutQueueFullError(maxWaiting);
    return outcomeOf(address, sent, await this.#wait(sent, businessUnitId, signal));
  }

  async drain(): Promise<void> {
    while (!this.#idle) await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#brands.values()].map((brand) => brand.stop(CLOSED)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  get #idle(): boolean {
    return this.#waiting === 0 && [...this.#brands.values()].every(({ idle }) => idle);
  }

  async #wait(
    sent: string,
    businessUnitId: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const brand = this.#brand(businessUnitId);
    this.#waiting += 1;
    let abort = (): void => {};
    try {
      return await new Promise<Answer>((resolve, reject) => {
        const caller: Caller = { answer: resolve };
        abort = () => {
          brand.remove(sent, caller);
          // Cast: whatever the reason is, it is the caller's own.
          reject(signal?.reason as Error);
        };
        signal?.addEventListener("abort", abort, { once: true });
        brand.ask(sent, caller);
      });
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#waiting -= 1;
      this.#wake();
    }
  }

  #brand(businessUnitId: number | undefined): BrandQueue {
    const known = this.#brands.get(businessUnitId);
    if (known !== undefined) return known;
    const { onProgress, ...settings } = this.#settings;
    const brand = new BrandQueue({
      ...settings,
      client: this.#client,
      businessUnitId,
      account: this.#account,
      counts: this.#counts,
      onProgress: () => notify(onProgress, this.progress),
      onStop: (stop) => {
        for (const other of this.#brands.values()) void other.stop(stop);
      },
      onSettled: () => this.#wake(),
    });
    this.#brands.set(businessUnitId, brand);
    return brand;
  }

  #wake(): void {
    if (this.#drained.length === 0 || !this.#idle) return;
    for (const resolve of this.#drained.splice(0)) resolve();
  }
}
