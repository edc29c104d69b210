import { PackedAddresses } from "../address/packed-addresses.js";
import type { Sample } from "./list-reading.js";
import { Sampler } from "./sampler.js";

/**
 * Finds addresses that are in selected rows, or rows that ask to be out, and also in rows that say the opposite. In an
 * export of events, the later row may mean that somebody subscribed again.
 */
export class BothSides {
  readonly #out = new PackedAddresses();
  readonly #in = new PackedAddresses();
  readonly #found = new Sampler();

  /** Each such address once, with the row that says the opposite; `pairs` has both rows. */
  get found(): Sample {
    return this.#found;
  }
  readonly pairs: (readonly [number, number])[] = [];

  /** @param address as it is sent */
  see(address: string, row: number, side: "out" | "in"): void {
    const [here, there] = side === "out" ? [this.#out, this.#in] : [this.#in, this.#out];
    if (here.get(address) !== undefined) return;
    here.set(address, row);
    const other = there.get(address);
    if (other === undefined) return;
    this.#found.add(side === "in" ? row : other, address);
    if (this.pairs.length < this.#found.first.length) {
      this.pairs.push(side === "out" ? [row, other] : [other, row]);
    }
  }
}
