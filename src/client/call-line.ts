import type { RateLimit } from "../errors/rate-limit.js";
import { createAbortScope, createTimeLimit } from "./abort-scope.js";
import type { Hooks } from "./hooks.js";
import type { CallSlot, Placed } from "./options.js";
import type { Pace, PacedCall } from "./pace.js";
import { isSuccess } from "./reply.js";
import { Wakeup } from "./wakeup.js";

/** The longest pause that direct calls wait out: the same limit as for a wait that a server asks for. */
const LONGEST_PAUSE = 60_000;

/** By their `onBegun`, which also a wrapper around the client passes on: calls that have their place already. */
const placed = new WeakSet<() => unknown>();

/** Options for a call of a job or a queue, which asks the pace itself before it makes the call. */
export function withPlace<Options extends object>(
  options: Options & Partial<Pick<Placed, "onBegun">>,
): Options {
  const onBegun = (): unknown => options.onBegun?.();
  placed.add(onBegun);
  return { ...options, onBegun };
}

/**
 * Gives the calls that a caller makes directly, with a method of the client, their place in the pace of the jobs and queues
 * that share the client. They go in the order in which they were made. While no job and no queue runs, they wait for nothing.
 */
export class CallLine implements NonNullable<CallSlot["line"]> {
  readonly #pace: Pace;
  /** The waiting calls, the oldest first. */
  readonly #turns = new Set<() => void>();
  readonly #wakeup = new Wakeup();

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** Makes a call once it has its place, and tells the pace of each of its attempts. */
  async call<Plan extends Placed, Result>(
    plan: Plan,
    make: (plan: Plan) => Promise<Result>,
  ): Promise<Result> {
    if (plan.onBegun !== undefined && placed.has(plan.onBegun)) return make(plan);
    const { settings } = plan;
    const deadlineAt = performance.now() + settings.deadline;
    let paced = await this.#place(plan);
    const end = (rateLimit?: RateLimit, status = 0): void => {
      const limited = status === 429;
      const now = performance.now();
      paced?.end(now, { rateLimit, succeeded: isSuccess(status), limited });
      paced = undefined;
      if (limited) this.#pace.backOff(now);
    };
    const hooks: Hooks = {
      onRequest: (facts) => {
        // A retry waits only as the client's own retry rules say.
        paced ??= this.#begin();
        return settings.onRequest?.(facts);
      },
      onResponse: (facts) => {
        end(facts.rateLimit, facts.status);
        return settings.onResponse?.(facts);
      },
      onFault: (facts) => {
        end();
        return settings.onFault?.(facts);
      },
    };
    try {
      return await make({ ...plan, deadlineAt, settings: { ...settings, ...hooks } });
    } finally {
      end();
    }
  }

  #begin(): PacedCall {
    return this.#pace.begin(performance.now(), true);
  }

  /** @returns nothing where a signal or the deadline has ended the wait, as the call itself then finds */
  async #place({ settings, signal }: Placed): Promise<PacedCall | undefined> {
    const turns = this.#turns;
    if (turns.size === 0 && (!this.#pace.isShared || this.#delay() === 0)) return this.#begin();
    const scope = createAbortScope(settings.signal, signal);
    const limit = createTimeLimit(settings.deadline, scope);
    let turn = (): void => {};
    try {
      scope.throwIfAborted();
      return await limit.race(
        new Promise<PacedCall>((resolve) => {
          turn = () => resolve(this.#begin());
          turns.add(turn);
          if (turns.size === 1) void this.#serve();
        }),
      );
    } catch {
      return undefined;
    } finally {
      turns.delete(turn);
      this.#wakeup.wake();
      limit.release();
      scope.release();
    }
  }

  async #serve(): Promise<void> {
    const wakeup = this.#wakeup;
    const unsubscribe = this.#pace.subscribe(() => wakeup.wake());
    this.#pace.giveWay(true);
    for (const turn of this.#turns) {
      for (let delay; this.#turns.has(turn) && (delay = this.#delay()) !== 0;) {
        await wakeup.wait(delay);
      }
      if (this.#turns.delete(turn)) turn();
    }
    unsubscribe();
    this.#pace.giveWay(false);
  }

  /** Milliseconds until the next call of the line; `undefined`: until a call under way has ended. */
  #delay(): number | undefined {
    const now = performance.now();
    const { ms = 0 } = this.#pace.wait(now) ?? {};
    // Make the call now, so that HubSpot's answer tells the caller about the long wait.
    return ms > LONGEST_PAUSE ? 0 : this.#pace.delay(now, true);
  }
}
