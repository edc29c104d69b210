import { Deduplicator } from "../job/deduplicator.js";
import { rowOf, type ListEntry } from "../job/entry.js";
import { takeFirst, type FirstTaken } from "../job/store.js";
import { PackedAddresses } from "../address/packed-addresses.js";

/** An entry of a list, whose row is a number below 2^32, or its place. */
export type ListRow<Data = unknown> = ListEntry<Data> & { readonly row?: number };

/**
 * Says of each entry of a list that is read once what a store makes of it: an address to be sent, a duplicate, or
 * invalid. Holds every distinct address, in some 40 bytes each.
 */
export class ListTaker {
  readonly #seen = new Deduplicator(undefined, new PackedAddresses());
  #entries = 0;

  /** Takes the next entry of the list, and says whether it is to be sent. */
  take<Data>(given: ListRow<Data>): FirstTaken<Data> {
    const id = this.#entries;
    this.#entries += 1;
    const row = rowOf(given, id + 1);
    // By its row, which is all that a duplicate tells of the first one.
    const seen = this.#seen.see(row, given, row);
    if (seen.kind === "again") throw new Error("an entry of a list comes once");
    return takeFirst(id, row, given, seen, (first) => first);
  }
}
