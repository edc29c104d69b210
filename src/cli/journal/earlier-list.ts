import { open } from "node:fs/promises";
import type { OutcomeLine } from "./lines.js";
import type { ListSection } from "./list-section.js";
import { OutcomeLines } from "./outcome-lines.js";
import { formatRanges } from "./ranges.js";
import { walkItems } from "./walk.js";

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
  readonly #path: string;
  readonly #section: ListSection;
  readonly #unmatched: Map<string, number>;
  readonly #added: string[] = [];
  readonly #carried = new Map<number, number[]>();
  #addedCount = 0;

  private constructor(path: string, section: ListSection, ids: Map<string, number>) {
    this.#path = path;
    this.#section = section;
    this.#unmatched = ids;
  }

  static async read(path: string, section: ListSection): Promise<EarlierList> {
    const ids = new Map<string, number>();
    const file = await open(path, "r");
    try {
      for await (const items of walkItems(file, section, Number.POSITIVE_INFINITY, () => true)) {
        for (const { id, sent } of items) ids.set(sent, id);
      }
    } finally {
      await file.close();
    }
    return new EarlierList(path, section, ids);
  }

  /** An address of the new list, by its entry there. */
  match(sent: string, id: number): void {
    const earlier = this.#unmatched.get(sent);
    if (earlier === undefined) {
      this.#addedCount += 1;
      if (this.#added.length < shown) this.#added.push(sent);
      return;
    }
    this.#unmatched.delete(sent);
    const { interrupted, again, outcome, offset } = this.#section.states.of(earlier);
    if (!interrupted && (again || outcome === undefined || outcome === "not-sent")) return;
    const place = interrupted ? nowhere : offset;
    const ids = this.#carried.get(place);
    if (ids === undefined) this.#carried.set(place, [id]);
    else ids.push(id);
  }

  get change(): ListChange {
    const first: string[] = [];
    for (const sent of this.#unmatched.keys()) {
      if (first.length === shown) break;
      first.push(sent);
    }
    let carried = 0;
    for (const ids of this.#carried.values()) carried += ids.length;
    return {
      added: { count: this.#addedCount, first: this.#added },
      gone: { count: this.#unmatched.size, first },
      carried,
    };
  }

  /** The outcomes that are kept, as lines of the new list, some at a time. */
  async *carriedLines(): AsyncGenerator<readonly OutcomeLine[]> {
    const file = await open(this.#path, "r");
    try {
      const earlier = new OutcomeLines(file);
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
    } finally {
      await file.close();
    }
  }
}
