import { isHubSpotError } from "../errors/errors.js";
import type { Answered, Effect } from "./call-policy.js";
import type { Entry } from "./entry.js";
import type { Settled } from "./job-outcome.js";
import { done, settle, unknown } from "./opt-out-results.js";
import type { RouteCalls } from "./route.js";
import { createCall, type PendingCall, type Unresolved } from "./pending-call.js";

/**
 * How long to wait before each reading back, in milliseconds. How soon HubSpot shows an opt-out is not documented, so a few
 * readings, further and further apart.
 */
export const READ_DELAYS: readonly number[] = [1_000, 3_000, 9_000];

/** Settles by reading back what the answers to opt-outs have left open. */
export class Reader<Data> {
  readonly #calls: RouteCalls;
  #canRead = true;

  constructor(calls: RouteCalls) {
    this.#calls = calls;
  }

  /** Another reading of addresses; where there have been enough, or the token may not read, they are unknown. */
  check(
    entries: readonly Entry<Data>[],
    unresolved: Unresolved | undefined,
    reads = 0,
  ): Effect<Data, Settled> {
    const delay = READ_DELAYS[reads] ?? Infinity;
    const notBefore = performance.now() + delay;
    const call = createCall("read-back", entries, { unresolved, reads, notBefore });
    if (!this.#canRead || delay === Infinity) return done(unknown(call));
    return { results: [], calls: entries.length === 0 ? [] : [call] };
  }

  /** @throws what the client throws, but for a missing right to read */
  async readBack({
    entries,
    unresolved,
    reads,
  }: PendingCall<Data>): Promise<Answered<Data, Settled>> {
    try {
      const { outcomes, response } = await this.#calls.readBack(entries);
      const { correlationId, rateLimit } = response;
      const isOut = (index: number): boolean => outcomes[index]?.outcome === "confirmed";
      // HubSpot said that the address was out before, and this job has made no other call with it.
      const before = unresolved?.reason === "said-already-out";
      const outcome = before ? "already-unsubscribed" : "unsubscribed";
      const proof = { outcome, reason: "read-back" } as const;
      const out = entries.filter((_, index) => isOut(index));
      const others = entries.filter((_, index) => !isOut(index));
      const { results, calls } = this.check(others, unresolved, reads + 1);
      return { results: [...settle(out, proof, correlationId), ...results], calls, rateLimit };
    } catch (error) {
      // The scope for reading is another than that for opting out.
      if (!isHubSpotError(error) || error.name !== "HubSpotPermissionError") throw error;
      this.#canRead = false;
      return { ...this.check(entries, unresolved), rateLimit: error.rateLimit };
    }
  }
}
