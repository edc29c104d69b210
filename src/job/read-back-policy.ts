import type { HubSpotClient } from "../client/client.js";
import type { ReadBack } from "../outcome/read-back.js";
import type { Answered, CallPolicy, Effect, Refusal } from "./call-policy.js";
import type { Entry } from "./entry.js";
import { createCall, halve, split, type PendingCall } from "./pending-call.js";
import { READ_DELAYS } from "./reader.js";
import type { RouteCalls } from "./route.js";

/**
 * What reading an address back has shown: HubSpot has it as out; HubSpot has it as not out, also some seconds later; or
 * HubSpot did not tell, since the token may not read, the call was refused, no answer could be read or the job stopped before.
 */
export type Verdict = "confirmed" | "not-confirmed" | "unconfirmable";

export interface VerdictResult {
  readonly outcome: Verdict;
}

export interface ReadBackSettings {
  readonly client: HubSpotClient;
  readonly route: RouteCalls;
  readonly businessUnitId: number | undefined;
}

/** So many answers about the path, and no success, are not about the addresses in it. */
const MOST_REFUSED = 8;

/** The reading back of batches. Only the verdict is kept, nothing else that HubSpot tells of a person. */
export class ReadBackPolicy<Data> implements CallPolicy<Data, VerdictResult> {
  readonly purpose = "read-back";
  readonly isolatesAlways = false;
  readonly #settings: ReadBackSettings;
  #size: number;
  #largestTaken = 0;
  /** Answers about the path while no call has succeeded. */
  #refused = 0;

  constructor(settings: ReadBackSettings) {
    this.#settings = settings;
    this.#size = settings.route.size;
  }

  get size(): number {
    return this.#size;
  }

  get largestTaken(): number {
    return this.#largestTaken;
  }

  get inPath(): boolean {
    return this.#settings.route.inPath;
  }

  async send(call: PendingCall<Data>): Promise<Answered<Data, VerdictResult>> {
    const { entries, reads } = call;
    const { client, route, businessUnitId } = this.#settings;
    const { outcomes, response } = await route.readBack(
      client,
      entries.map(({ sent }) => sent),
      { businessUnitId, retries: 0 },
    );
    this.#largestTaken = Math.max(this.#largestTaken, entries.length);
    const { rateLimit } = response;
    const judged = entries.map((entry, index) => ({
      entry,
      result: { outcome: verdictOf(outcomes[index]?.outcome) },
    }));
    const rest = judged.filter(({ result }) => result.outcome !== "confirmed");
    const delay = READ_DELAYS[reads];
    if (rest.length === 0 || delay === undefined) return { results: judged, calls: [], rateLimit };
    const notBefore = performance.now() + delay;
    const again = createCall(
      "read-back",
      rest.map(({ entry }) => entry),
      { notBefore, reads: reads + 1 },
    );
    const results = judged.filter(({ result }) => result.outcome === "confirmed");
    return { results, calls: [again], rateLimit };
  }

  refused(call: PendingCall<Data>, refusal: Refusal): Effect<Data, VerdictResult> {
    const { error } = refusal.kind === "unreadable" ? {} : refusal;
    if (this.inPath && this.#largestTaken === 0 && error?.status !== 400) {
      this.#refused += 1;
      if (error !== undefined && this.#refused === MOST_REFUSED) {
        const { message } = error;
        const stop = { reason: "request-fault", message, cause: error } as const;
        return { results: [], calls: [call], stop };
      }
    }
    if (call.entries.length === 1 || refusal.kind === "unreadable") {
      return unconfirmable(call.entries);
    }
    if (refusal.kind === "refused") return { results: [], calls: halve(call) };
    this.#size = Math.min(this.#size, refusal.size ?? Math.ceil(call.entries.length / 2));
    return { results: [], calls: split(call, this.#size) };
  }

  giveUp(call: PendingCall<Data>): Effect<Data, VerdictResult> {
    return call.entries.length > 1
      ? { results: [], calls: halve({ ...call, isolating: true }) }
      : unconfirmable(call.entries);
  }

  release(): Effect<Data, VerdictResult> {
    return { results: [], calls: [] };
  }

  abandon(): readonly [] {
    return [];
  }
}

/** A client that is not ours may answer with anything, even with too few outcomes. */
function verdictOf(read: ReadBack["outcome"] | undefined): Verdict {
  return read === "confirmed" || read === "not-confirmed" ? read : "unconfirmable";
}

function unconfirmable<Data>(entries: readonly Entry<Data>[]): Effect<Data, VerdictResult> {
  const result = { outcome: "unconfirmable" } as const;
  return { results: entries.map((entry) => ({ entry, result })), calls: [] };
}
