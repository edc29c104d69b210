import { PackedAddresses } from "../address/packed-addresses.js";
import type { Sample } from "./list-reading.js";
import { Sampler } from "./sampler.js";

/**
 * Addresses that stand on both sides: in rows that are meant, or ask to be out, and in rows that say the contrary. In an export of
 * events the later row may be that of somebody who subscribed again.
 */
export class BothSides {
  readonly #out = new PackedAddresses();
  readonly #in = new PackedAddresses();
  readonly #found = new Sampler();

  /** Each such address once: the row of its other side, and the address; `pairs` has both rows. */
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
