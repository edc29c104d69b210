import type { Item } from "./entry.js";

/**
 * What reading an address back has shown: HubSpot has it as out; HubSpot does not say so, also some
 * seconds later (it has it as not out, or takes it for no address); or the token may not read, or the
 * job stopped before.
 */
export type Verdict = "confirmed" | "not-confirmed" | "unconfirmable";

export interface VerifiedItem {
  readonly item: Item;
  readonly verdict: Verdict;
}
