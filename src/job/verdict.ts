import type { Item } from "./entry.js";

/**
 * What reading an address back has shown: HubSpot has it as out; HubSpot has it as not out, also
 * some seconds later; or it could not be read, for want of the scope for instance.
 */
export type Verdict = "confirmed" | "not-confirmed" | "unconfirmable";

export interface VerifiedItem {
  readonly item: Item;
  readonly verdict: Verdict;
}
