import type { HubSpotClient } from "../client/client.js";
import type { Item } from "./entry.js";
import { createParcel, split, type Parcel } from "./parcel.js";
import type { Answered, Procedure, Refusal, Step } from "./procedure.js";
import { READ_DELAYS } from "./read-delays.js";
import type { Verdict, VerifiedItem } from "./verdict.js";

export interface ReadBackSettings {
  readonly client: HubSpotClient;
  readonly businessUnitId: number | undefined;
  /** The most addresses in a call, to begin with. */
  readonly size: number;
}

/** The reading back of batches. Only the verdict is kept, nothing else that HubSpot tells of a person. */
export class ReadBackProcedure implements Procedure<VerifiedItem> {
  readonly purpose = "read-back";
  readonly holding = false;
  readonly #client: HubSpotClient;
  readonly #businessUnitId: number | undefined;
  #size: number;
  #largestTaken = 0;

  constructor({ client, businessUnitId, size }: ReadBackSettings) {
    this.#client = client;
    this.#businessUnitId = businessUnitId;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  get largestTaken(): number {
    return this.#largestTaken;
  }

  async send(parcel: Parcel): Promise<Answered<VerifiedItem>> {
    const { items } = parcel;
    const { outcomes, response } = await this.#client.batchReadUnsubscribeAll(
      items.map(({ sent }) => sent),
      { businessUnitId: this.#businessUnitId, retries: 0 },
    );
    this.#largestTaken = Math.max(this.#largestTaken, items.length);
    const verdicts: VerifiedItem[] = [];
    const open: Item[] = [];
    const delay = READ_DELAYS[parcel.reads];
    items.forEach((item, index) => {
      const confirmed = outcomes[index]?.outcome === "confirmed";
      if (!confirmed && delay !== undefined) open.push(item);
      else verdicts.push({ item, verdict: confirmed ? "confirmed" : "not-confirmed" });
    });
    const { rateLimit } = response;
    if (open.length === 0 || delay === undefined)
      return { results: verdicts, parcels: [], rateLimit };
    const notBefore = performance.now() + delay;
    const again = createParcel("read-back", open, { notBefore, reads: parcel.reads + 1 });
    return { results: verdicts, parcels: [again], rateLimit };
  }

  refused(parcel: Parcel, refusal: Refusal): Step<VerifiedItem> {
    const { length } = parcel.items;
    if (length === 1 || refusal.kind === "unreadable") {
      const mayNotRead = refusal.kind === "refused" && refusal.credentials;
      return judge(parcel.items, mayNotRead ? "unconfirmable" : "not-confirmed");
    }
    const half = Math.ceil(length / 2);
    if (refusal.kind === "refused") return { results: [], parcels: split(parcel, half) };
    this.#size = Math.min(this.#size, refusal.size ?? half);
    return { results: [], parcels: split(parcel, this.#size) };
  }

  giveUp(parcel: Parcel): Step<VerifiedItem> {
    return judge(parcel.items, "not-confirmed");
  }

  settle(): undefined {
    return undefined;
  }

  forsake(): readonly VerifiedItem[] {
    return [];
  }
}

function judge(items: readonly Item[], verdict: Verdict): Step<VerifiedItem> {
  return { results: items.map((item) => ({ item, verdict })), parcels: [] };
}
