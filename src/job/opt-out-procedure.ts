import type { HubSpotClient } from "../client/client.js";
import { HubSpotPermissionError } from "../errors/errors.js";
import type { Outcome } from "../outcome/outcome.js";
import type { Item } from "./entry.js";
import type { SentOutcome } from "./job-outcome.js";
import type { SettledItem } from "./journal.js";
import { createParcel, split, type Doubt, type Parcel } from "./parcel.js";
import type { Answered, Procedure, Refusal, Step } from "./procedure.js";
import { READ_DELAYS } from "./read-delays.js";
import { isAlreadyOut, rejectionOf, type Rejection } from "./rejection.js";
import { Suspects } from "./suspects.js";

export interface OptOutSettings {
  readonly client: HubSpotClient;
  readonly businessUnitId: number | undefined;
  /** The most addresses in a call, to begin with. */
  readonly size: number;
  /** The same request has opted addresses out before. */
  readonly succeededBefore: boolean;
}

/** The opt-out of batches, each address proven by its statuses or settled by further calls. */
export class OptOutProcedure implements Procedure<SettledItem> {
  readonly purpose = "first";
  readonly #client: HubSpotClient;
  readonly #businessUnitId: number | undefined;
  readonly #suspects: Suspects;
  #size: number;
  #largestTaken = 0;
  #canRead = true;

  constructor({ client, businessUnitId, size, succeededBefore }: OptOutSettings) {
    this.#client = client;
    this.#businessUnitId = businessUnitId;
    this.#size = size;
    this.#suspects = new Suspects(succeededBefore);
  }

  get size(): number {
    return this.#size;
  }

  get largestTaken(): number {
    return this.#largestTaken;
  }

  get holding(): boolean {
    return this.#suspects.deciding;
  }

  send(parcel: Parcel): Promise<Answered<SettledItem>> {
    return parcel.purpose === "read-back" ? this.#readBack(parcel) : this.#optOut(parcel);
  }

  refused(parcel: Parcel, refusal: Refusal): Step<SettledItem> {
    if (parcel.purpose === "read-back") return done(this.#unknown(parcel));
    if (refusal.kind === "unreadable") {
      return this.#doubt(parcel, parcel.items, {
        reason: "unreadable-body",
        correlationId: undefined,
      });
    }
    const [first, ...others] = parcel.items;
    if (refusal.kind === "too-large" && others.length > 0) {
      this.#size = Math.min(this.#size, refusal.size ?? Math.ceil(parcel.items.length / 2));
      return { results: [], parcels: split(parcel, this.#size) };
    }
    const { error } = refusal;
    const credentials = refusal.kind === "refused" && refusal.credentials;
    const stop = this.#suspects.refused(error, credentials);
    if (stop !== undefined) return { results: [], parcels: [parcel], stop };
    if (first === undefined || others.length > 0) {
      return { results: [], parcels: split(parcel, Math.ceil(parcel.items.length / 2)) };
    }
    if (isAlreadyOut(error)) {
      const { correlationId } = error;
      return this.#check([first], parcel.doubt ?? { reason: "said-already-out", correlationId });
    }
    return done(this.#failedAlone(first, rejectionOf(error)));
  }

  giveUp(parcel: Parcel): Step<SettledItem> {
    if (parcel.doubt === undefined) {
      return done(settle(parcel.items, { outcome: "not-sent", reason: "unavailable" }));
    }
    return parcel.purpose === "read-back"
      ? done(this.#unknown(parcel))
      : this.#check(parcel.items, parcel.doubt);
  }

  settle(sourceEnded: boolean): Step<SettledItem> | undefined {
    return this.#suspects.conclude(sourceEnded);
  }

  forsake(parcel: Parcel): readonly SettledItem[] {
    return parcel.doubt === undefined ? [] : this.#unknown(parcel);
  }

  async #optOut(parcel: Parcel): Promise<Answered<SettledItem>> {
    const { items } = parcel;
    const { outcomes, response } = await this.#client.batchUnsubscribeAll(
      items.map(({ sent }) => sent),
      { businessUnitId: this.#businessUnitId, verbose: true, retries: 0 },
    );
    this.#largestTaken = Math.max(this.#largestTaken, items.length);
    const { correlationId, rateLimit } = response;
    const sentBefore = parcel.purpose !== "first" || parcel.doubt !== undefined;
    const results: SettledItem[] = [];
    const alone: Parcel[] = [];
    const doubtful = new Map<Doubt["reason"], Item[]>();
    items.forEach((item, index) => {
      const outcome: Outcome | undefined = outcomes[index];
      if (outcome?.outcome === "unsubscribed" || outcome?.outcome === "already-unsubscribed") {
        results.push(...this.#suspects.succeeded());
        // Who was sent before may be out by that, and nothing tells.
        const known = sentBefore ? "unsubscribed" : outcome.outcome;
        results.push(...settle([item], { outcome: known }, correlationId));
      } else if (outcome?.outcome === "rejected") {
        // In company its fault may be another's.
        if (items.length > 1) alone.push(createParcel("alone", [item], { doubt: parcel.doubt }));
        else results.push(...this.#failedAlone(item, rejectionOf(outcome, correlationId)));
      } else {
        const reason = outcome?.outcome === "unknown" ? outcome.reason : "no-statuses";
        const others = doubtful.get(reason) ?? [];
        doubtful.set(reason, [...others, item]);
      }
    });
    const steps = Array.from(doubtful, ([reason, some]) =>
      this.#doubt(parcel, some, { reason, correlationId }),
    );
    return {
      results: [...results, ...steps.flatMap((step) => step.results)],
      parcels: [...alone, ...steps.flatMap((step) => step.parcels)],
      rateLimit,
    };
  }

  /** What is unknown is sent once more, then read back. */
  #doubt(parcel: Parcel, items: readonly Item[], doubt: Doubt): Step<SettledItem> {
    return parcel.purpose === "first"
      ? { results: [], parcels: [createParcel("again", items, { doubt })] }
      : this.#check(items, doubt);
  }

  #check(items: readonly Item[], doubt: Doubt, reads = 0): Step<SettledItem> {
    const delay = READ_DELAYS[reads];
    const parcel = createParcel("read-back", items, { doubt, reads });
    if (!this.#canRead || delay === undefined) return done(this.#unknown(parcel));
    return { results: [], parcels: [{ ...parcel, notBefore: performance.now() + delay }] };
  }

  async #readBack(parcel: Parcel): Promise<Answered<SettledItem>> {
    const addresses = parcel.items.map(({ sent }) => sent);
    const doubt: Doubt = parcel.doubt ?? { reason: "missing", correlationId: undefined };
    try {
      const { outcomes, response } = await this.#client.batchReadUnsubscribeAll(addresses, {
        businessUnitId: this.#businessUnitId,
        retries: 0,
      });
      const isOut = (_: Item, index: number): boolean => outcomes[index]?.outcome === "confirmed";
      const out = parcel.items.filter(isOut);
      const rest = parcel.items.filter((item, index) => !isOut(item, index));
      const outcome = doubt.reason === "said-already-out" ? "already-unsubscribed" : "unsubscribed";
      const proven = settle(out, { outcome, reason: "read-back" }, response.correlationId);
      const step = rest.length === 0 ? done([]) : this.#check(rest, doubt, parcel.reads + 1);
      return {
        results: [...proven, ...step.results],
        parcels: step.parcels,
        rateLimit: response.rateLimit,
      };
    } catch (error) {
      if (!(error instanceof HubSpotPermissionError)) throw error;
      // The scope for reading is another than that for opting out.
      this.#canRead = false;
      return { ...done(this.#unknown(parcel)), rateLimit: error.rateLimit };
    }
  }

  #failedAlone(item: Item, rejection: Rejection): readonly SettledItem[] {
    return this.#suspects.failedAlone(item, rejection);
  }

  #unknown({ items, doubt }: Parcel): SettledItem[] {
    const { reason, correlationId } = doubt ?? { reason: "missing", correlationId: undefined };
    return settle(items, { outcome: "unknown", reason }, correlationId);
  }
}

function done(results: readonly SettledItem[]): Step<SettledItem> {
  return { results, parcels: [] };
}

function settle(
  items: readonly Item[],
  outcome: SentOutcome,
  correlationId?: string,
): SettledItem[] {
  const settled = {
    ...outcome,
    time: Date.now(),
    ...(correlationId === undefined ? undefined : { correlationId }),
  };
  return items.map((item) => ({ item, settled }));
}
