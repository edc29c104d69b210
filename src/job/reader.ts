import { isHubSpotError } from "../errors/errors.js";
import type { Answered } from "./call-policy.js";
import type { Entry } from "./entry.js";
import type { Settled } from "./job-outcome.js";
import { settle } from "./opt-out-results.js";
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

  /** The next reading of addresses; `undefined` where there have been enough, or the token may not read. */
  plan(
    entries: readonly Entry<Data>[],
    unresolved: Unresolved,
    reads: number,
  ): PendingCall<Data> | undefined {
    const delay = READ_DELAYS[reads];
    if (!this.#canRead || delay === undefined) return undefined;
    const notBefore = performance.now() + delay;
    return createCall("read-back", entries, { unresolved, reads, notBefore });
  }

  /**
   * @param openOnes what follows for those that the reading does not show as out
   * @throws what the client throws, but for a missing right to read
   */
  async readBack(
    call: PendingCall<Data>,
    openOnes: (
      entries: readonly Entry<Data>[],
      unresolved: Unresolved,
    ) => Omit<Answered<Data, Settled>, "rateLimit">,
  ): Promise<Answered<Data, Settled>> {
    const unresolved = call.unresolved ?? { reason: "missing", correlationId: undefined };
    try {
      const { outcomes, response } = await this.#calls.readBack(call.entries);
      const { correlationId, rateLimit } = response;
      const isOut = (_: Entry<Data>, index: number): boolean =>
        outcomes[index]?.outcome === "confirmed";
      const rest = call.entries.filter((entry, index) => !isOut(entry, index));
      // HubSpot said that the address was out before, and this job has made no other call with it.
      const before = unresolved.reason === "said-already-out";
      const outcome = before ? "already-unsubscribed" : "unsubscribed";
      const proof = { outcome, reason: "read-back" } as const;
      const proven = settle(call.entries.filter(isOut), proof, correlationId);
      const effect = rest.length === 0 ? { results: [], calls: [] } : openOnes(rest, unresolved);
      return { ...effect, results: [...proven, ...effect.results], rateLimit };
    } catch (error) {
      // The scope for reading is another than that for opting out.
      if (!isHubSpotError(error) || error.name !== "HubSpotPermissionError") throw error;
      this.#canRead = false;
      return { ...openOnes(call.entries, unresolved), rateLimit: error.rateLimit };
    }
  }
}
