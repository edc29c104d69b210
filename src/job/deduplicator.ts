import { readAddress, type InvalidAddress } from "../address/address.js";
import type { ListEntry } from "./entry.js";
import type { Row } from "./job-outcome.js";

/** A number for each address: the id of the entry with which it came first. A `Map` is one. */
export interface AddressNumbers {
  readonly size: number;
  get(address: string): number | undefined;
  /** Called once for each address. */
  set(address: string, number: number): void;
}

/** An entry that comes for the first time. */
export type FirstSeen =
  /** A distinct valid address that did not come before. */
  | { readonly kind: "new"; readonly sent: string }
  | { readonly kind: "invalid"; readonly problem: InvalidAddress }
  /** The address came first with the entry `first`, in another row. */
  | { readonly kind: "duplicate"; readonly sent: string; readonly first: number };

/** What an entry is, seen beside those before it. */
export type Seen =
  | FirstSeen
  /** The very entry came before, as `id`; then it was what it `was`. */
  | { readonly kind: "again"; readonly id: number; readonly was: FirstSeen };

/**
 * Tells for each entry of a job whether it is a valid address, and whether it came before: the same row with the same
 * address is the same entry, given again after a resume. It keeps every distinct address, as exact deduplication requires.
 */
export class Deduplicator {
  readonly #addresses: AddressNumbers;
  readonly #rowOf: ((id: number) => Row) | undefined;
  /** Entries that are not sent, by row and text: invalid ones and duplicates, mostly few. */
  readonly #setApart = new Map<string, number>();

  /**
   * @param rowOf the row of an entry that was new; undefined where no entry is given again, as in a list that is read
   * once: a repeated address is a duplicate then, also within a row
   * @param addresses where the addresses are held; a `Map` unless told
   */
  constructor(rowOf: ((id: number) => Row) | undefined, addresses: AddressNumbers = new Map()) {
    this.#rowOf = rowOf;
    this.#addresses = addresses;
  }

  /** Distinct valid addresses so far. */
  get addresses(): number {
    return this.#addresses.size;
  }

  /** @param id what the entry is called if it did not come before */
  see(row: Row, { address, mailbox, problem }: ListEntry, id: number): Seen {
    const read = problem ?? readAddress(mailbox ?? address);
    if (!read.ok) return this.#apart(row, address, id, { kind: "invalid", problem: read });
    const { sent } = read;
    const first = this.#addresses.get(sent);
    if (first === undefined) {
      this.#addresses.set(sent, id);
      return { kind: "new", sent };
    }
    if (this.#rowOf?.(first) === row)
      return { kind: "again", id: first, was: { kind: "new", sent } };
    return this.#apart(row, address, id, { kind: "duplicate", sent, first });
  }

  /**
   * Puts back an entry of an earlier run.
   *
   * @param sent of a distinct valid address; undefined for what was set apart
   */
  restore(id: number, row: Row, address: string, sent: string | undefined): void {
    if (sent === undefined) this.#setApart.set(keyOf(row, address), id);
    else this.#addresses.set(sent, id);
  }

  #apart(row: Row, address: string, id: number, seen: FirstSeen): Seen {
    if (this.#rowOf === undefined) return seen;
    const key = keyOf(row, address);
    const known = this.#setApart.get(key);
    if (known !== undefined) return { kind: "again", id: known, was: seen };
    this.#setApart.set(key, id);
    return seen;
  }
}

function keyOf(row: Row, address: string): string {
  return `${typeof row}:${row}\n${address}`;
}
