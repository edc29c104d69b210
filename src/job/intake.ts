import { readAddress, type InvalidAddress } from "../address/address.js";
import type { NumberedEntry, Item } from "./entry.js";

/** What an entry is, once it has been read. */
export type Taken =
  | { readonly kind: "item"; readonly item: Item }
  | { readonly kind: "invalid"; readonly problem: InvalidAddress }
  | { readonly kind: "duplicate"; readonly sent: string; readonly duplicateOf: number };

/** A number for each address: the row on which it stands first. A `Map` is one. */
export interface AddressNumbers {
  readonly size: number;
  get(address: string): number | undefined;
  /** Called once for each address. */
  set(address: string, number: number): void;
}

/**
 * Reads the entries of a list one after the other: normalises each address, and finds what is no
 * address and what has come before. Holds every distinct address, which is what exact deduplication
 * costs.
 */
export class Intake {
  readonly #rows: AddressNumbers;
  #entries = 0;

  /** @param rows where the addresses are held; a `Map` unless told */
  constructor(rows: AddressNumbers = new Map()) {
    this.#rows = rows;
  }

  /** Distinct valid addresses so far. */
  get addresses(): number {
    return this.#rows.size;
  }

  /**
   * @param problem what makes the entry invalid whatever its address, known from the reading
   */
  take(entry: NumberedEntry, problem?: InvalidAddress): Taken {
    const id = this.#entries;
    this.#entries += 1;
    const read = problem ?? readAddress(entry.mailbox ?? entry.address);
    if (!read.ok) return { kind: "invalid", problem: read };
    const { sent } = read;
    const duplicateOf = this.#rows.get(sent);
    if (duplicateOf !== undefined) return { kind: "duplicate", sent, duplicateOf };
    this.#rows.set(sent, entry.row);
    return { kind: "item", item: { id, row: entry.row, sent } };
  }
}
