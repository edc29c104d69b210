import {
  createOptOutQueue,
  maxAddressesPerCall,
  type HubSpotClient,
  type OptOutQueue,
  type OptOutQueueOptions,
  type QueueOutcome,
} from "../index.js";
import type { OptOutRequest } from "./request.js";

/** The calls per second that are assumed until HubSpot has named the limit. */
const FIRST_CALLS_PER_SECOND = 10;
/** The soonest that a job comes back, in milliseconds. */
const SOON = 500;
/**
 * How much faster than the limit allows they come back: an idle slot wastes the account's limit, whereas a job without a
 * slot is only delayed once more.
 */
const HASTE = 2;
/** A random part of the wait, so that workers sharing an account do not all resume at the same moment. */
const JITTER = 0.1;
/**
 * The wait, in milliseconds, before a client that could not be created, or that belongs to another account, is tried again.
 */
const FAILURE_WAIT = 10_000;

export interface AccountSettings {
  readonly client: (account: string) => HubSpotClient | Promise<HubSpotClient>;
  readonly queue: OptOutQueueOptions;
  /** How long an account without a job is kept, in milliseconds. */
  readonly idleTimeout: number;
  readonly onError: (error: Error) => void;
  /** Called when the account has had no job for that long, and is closed. */
  readonly onIdle: () => void;
}

/** One account on one worker: its client, its queue, and when those of its jobs come back that find no room. */
export class Account {
  readonly #key: string;
  readonly #settings: AccountSettings;
  #opening: Promise<OptOutQueue> | undefined;
  #queue: OptOutQueue | undefined;
  #held = 0;
  /** The account takes nothing before; on the monotonic clock, as what follows: a wall clock that jumps closes nothing. */
  #closedUntil = 0;
  /** When the last of those comes back that were sent away. */
  #lastDue = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(key: string, settings: AccountSettings) {
    this.#key = key;
    this.#settings = settings;
  }

  /** Slots of the worker that its jobs hold. */
  get held(): number {
    return this.#held;
  }

  get closed(): boolean {
    return this.#closedUntil > performance.now();
  }

  /** Takes a slot for as long as the opt-out lasts. */
  async optOut({ address, businessUnitId }: OptOutRequest): Promise<QueueOutcome> {
    this.#held += 1;
    clearTimeout(this.#idle);
    try {
      const queue = await (this.#opening ??= this.#open());
      const told = await queue.optOut(address, { businessUnitId });
      // Where one brand is refused, the account's others may go on.
      if (told.outcome === "not-sent" && told.reason !== "request-fault") {
        this.#closedUntil = Math.max(
          this.#closedUntil,
          (told.retryAt ?? 0) - Date.now() + performance.now(),
        );
      }
      return told;
    } catch (cause) {
      // The client could not be had, or its token belongs to another account: nothing was sent.
      this.#fail(cause);
      return { address, sent: address, outcome: "not-sent", reason: "credentials" };
    } finally {
      this.#held -= 1;
      if (this.#held === 0) this.#awaitIdle();
    }
  }

  /**
   * When a delayed job is to return: one after another, from the moment at which the account takes calls again, about as
   * fast as its limit allows. All at once, most of them would be delayed again.
   *
   * @returns milliseconds since 1970
   */
  comeBack(): number {
    const now = performance.now();
    const { wait, callsPerSecond = FIRST_CALLS_PER_SECOND } = this.#queue?.progress ?? {};
    const opens = Math.max(now + SOON, this.#closedUntil, (wait?.until ?? 0) - Date.now() + now);
    const perCall = this.#settings.queue.route === "single" ? 1 : maxAddressesPerCall;
    const spacing = 1000 / (callsPerSecond * perCall * HASTE);
    this.#lastDue = Math.max(this.#lastDue, opens) + spacing;
    return Math.ceil(Date.now() + (this.#lastDue - now) * (1 + JITTER * Math.random()));
  }

  /** Answers waiting jobs with `not-sent`; resolves once no call is under way. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const queue = await this.#opening?.catch(() => undefined);
    await queue?.close();
  }

  async #open(): Promise<OptOutQueue> {
    try {
      const client = await this.#settings.client(this.#key);
      return (this.#queue = createOptOutQueue(client, this.#settings.queue));
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  /** Reports the error once, not for each job that meets it. */
  #fail(cause: unknown): void {
    if (this.closed) return;
    this.#closedUntil = performance.now() + FAILURE_WAIT;
    const account = JSON.stringify(this.#key);
    this.#settings.onError(new Error(`Nothing can be sent for account ${account}.`, { cause }));
  }

  #awaitIdle(): void {
    const { idleTimeout, onIdle } = this.#settings;
    clearTimeout(this.#idle);
    // While the gate is closed, another call would only be refused too.
    const ms = Math.max(idleTimeout, this.#closedUntil - performance.now());
    this.#idle = setTimeout(onIdle, Math.min(ms, 2 ** 31 - 1)).unref();
  }
}
