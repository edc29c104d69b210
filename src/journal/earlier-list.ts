import type { OutcomeLine } from "./lines.js";
import { PackedAddresses } from "./packed-addresses.js";
import { OutcomeLines } from "./outcome-lines.js";
import { formatRanges } from "./ranges.js";
import { walkAddresses, type Walk } from "./walk.js";

/** Some addresses, counted, with the first few of them to show. */
export interface AddressSample {
  readonly count: number;
  readonly first: readonly string[];
}

/** How a list differs from the one that the job had before. */
export interface ListChange {
  /** Addresses that the earlier list does not have. */
  readonly added: AddressSample;
  /** Addresses that only the earlier list has. */
  readonly gone: AddressSample;
  /** Addresses of both whose outcome is kept. */
  readonly carried: number;
}

const shown = 5;
const linesAtOnce = 256;
// For a call of which nothing has come: no line of outcomes stands there.
const nowhere = 0;

/**
 * The list that a job had before its list was edited: compared with the new one address by address,
 * it leaves it the outcomes of those that both have. Holds all its addresses meanwhile.
 */
export class EarlierList {
  readonly #walk: Walk;
  readonly #ids: PackedAddresses;
  /** By entry of the earlier list: the new one has its address too. */
  readonly #matched: Uint8Array;
  #matchedCount = 0;
  readonly #added: string[] = [];
  readonly #carried = new Map<number, number[]>();
  #addedCount = 0;

  private constructor(walk: Walk, ids: PackedAddresses) {
    this.#walk = walk;
    this.#ids = ids;
    this.#matched = new Uint8Array(walk.section.states.entries);
  }

  static async read(walk: Walk): Promise<EarlierList> {
    const ids = new PackedAddresses();
    for await (const entries of walkAddresses(walk)) {
      for (const { id, sent } of entries) ids.set(sent, id);
    }
    return new EarlierList(walk, ids);
  }

  /** An address of the new list, by its entry there. */
  match(sent: string, id: number): void {
    const earlier = this.#ids.get(sent);
    if (earlier === undefined) {
      this.#addedCount += 1;
      if (this.#added.length < shown) this.#added.push(sent);
      return;
    }
    this.#matched[earlier] = 1;
    this.#matchedCount += 1;
    const { interrupted, again, outcome, offset } = this.#walk.section.states.of(earlier);
    if (!interrupted && (again || outcome === undefined || outcome === "not-sent")) return;
    const place = interrupted ? nowhere : offset;
    const ids = this.#carried.get(place);
    if (ids === undefined) this.#carried.set(place, [id]);
    else ids.push(id);
  }

  async change(): Promise<ListChange> {
    let carried = 0;
    for (const ids of this.#carried.values()) carried += ids.length;
    return {
      added: { count: this.#addedCount, first: this.#added },
      gone: { count: this.#ids.size - this.#matchedCount, first: await this.#firstGone() },
      carried,
    };
  }

  async #firstGone(): Promise<readonly string[]> {
    const first: string[] = [];
    if (this.#ids.size === this.#matchedCount) return first;
    const only = (id: number): boolean => this.#matched[id] === 0;
    for await (const entries of walkAddresses(this.#walk, { only })) {
      first.push(...entries.slice(0, shown - first.length).map(({ sent }) => sent));
      if (first.length === shown) break;
    }
    return first;
  }

  /** The outcomes that are kept, as lines of the new list, some at a time. */
  async *carriedLines(): AsyncGenerator<readonly OutcomeLine[]> {
    const earlier = new OutcomeLines(this.#walk.file);
    let lines: OutcomeLine[] = [];
    for (const [offset, ids] of this.#carried) {
      const entries = formatRanges(ids);
      lines.push(
        offset === nowhere
          ? { outcome: "unknown", reason: "interrupted", entries, carried: true }
          : { ...(await earlier.at(offset)), entries, carried: true },
      );
      if (lines.length === linesAtOnce) {
        yield lines;
        lines = [];
      }
    }
    yield lines;
  }
}
