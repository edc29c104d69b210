import type { ReadBack } from "../outcome/read-back.js";
import type { Answered, CallPolicy, Effect, Refusal } from "./call-policy.js";
import type { Entry } from "./entry.js";
import { createCall, halve, type PendingCall } from "./pending-call.js";
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

/** So many answers about the path, and no success, are not about the addresses in it. */
const MOST_REFUSED = 8;

/** The reading back of batches. Only the verdict is kept, nothing else that HubSpot tells of a person. */
export class ReadBackPolicy<Data> implements CallPolicy<Data, VerdictResult> {
  readonly purpose = "read-back";
  readonly isolatesAlways = false;
  readonly calls: RouteCalls;
  #succeeded = false;
  /** Answers about the path while no call has succeeded. */
  #refused = 0;

  constructor(calls: RouteCalls) {
    this.calls = calls;
  }

  async send(call: PendingCall<Data>): Promise<Answered<Data, VerdictResult>> {
    const { entries, reads } = call;
    const { outcomes, response } = await this.calls.readBack(entries);
    this.#succeeded = true;
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
    if (this.calls.inPath && !this.#succeeded && error?.status !== 400) {
      this.#refused += 1;
      if (error !== undefined && this.#refused === MOST_REFUSED) {
        const { message } = error;
        const stop = { reason: "request-fault", message, cause: error } as const;
        return { results: [], calls: [call], stop };
      }
    }
    return call.entries.length === 1 || refusal.kind === "unreadable"
      ? unconfirmable(call.entries)
      : { results: [], calls: halve(call) };
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
