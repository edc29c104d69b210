import { isTaken } from "../job/job-outcome.js";
import type { EntryState } from "./entry-states.js";
import type { FormerLine, OutcomeLine } from "./lines.js";
import { OutcomeLines } from "./outcome-lines.js";
import { PackedAddresses } from "../address/packed-addresses.js";
import { formatRanges } from "./ranges.js";
import { walkAddresses, walkFormer, type Walk } from "./walk.js";

/** A count of addresses, with the first few of them. */
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
  /** Addresses of the earlier list that are out or rejected. */
  readonly settled: number;
  /** How many of these the new list has too. */
  readonly settledKept: number;
}

const shown = 5;
const linesAtOnce = 256;

/** An address that both lists have and that has an outcome, or an unanswered call, on record. */
export interface KeptEntry {
  readonly state: EntryState;
  /** It is sent all the same: it may not be out, or is to be sent once more. */
  readonly isToSend: boolean;
}

/** Which line of outcomes is carried over, and for which entries of the new list. */
interface Carried {
  /** Undefined for a call without an answer: it has no line of outcomes. */
  readonly offset: number | undefined;
  readonly again: boolean;
  readonly ids: number[];
}

/**
 * The list that a job had before its list was edited: compared with the new one address by address, it leaves it the
 * outcomes of those that both have, and those of whom it alone has. Holds all its addresses meanwhile.
 */
export class EarlierList {
  readonly #walk: Walk;
  readonly #ids: PackedAddresses;
  /** By entry of the earlier list: the new one has its address too. */
  readonly #matched: Uint8Array;
  #matchedCount = 0;
  readonly #added: string[] = [];
  readonly #carried = new Map<string, Carried>();
  #carriedCount = 0;
  #addedCount = 0;
  #settled = 0;
  #settledKept = 0;

  private constructor(walk: Walk, ids: PackedAddresses) {
    this.#walk = walk;
    this.#ids = ids;
    this.#matched = new Uint8Array(walk.section.states.entries);
  }

  static async read(walk: Walk): Promise<EarlierList> {
    const ids = new PackedAddresses();
    const list = new EarlierList(walk, ids);
    for await (const entries of walkAddresses(walk)) {
      for (const { id, sent } of entries) {
        ids.set(sent, id);
        if (isSettled(walk.section.states.of(id))) list.#settled += 1;
      }
    }
    for await (const entries of walkFormer(walk)) {
      for (const { id, sent } of entries) ids.set(sent, id);
    }
    return list;
  }

  /** An address of the new list, by its entry there. @returns what is kept of it */
  match(sent: string, id: number): KeptEntry | undefined {
    const { states } = this.#walk.section;
    const earlier = this.#ids.get(sent);
    if (earlier !== undefined) this.#matched[earlier] = 1;
    // An address that was missing from one list and is on the next one counts as a new request.
    if (earlier === undefined || states.isFormer(earlier)) {
      this.#addedCount += 1;
      if (this.#added.length < shown) this.#added.push(sent);
      return undefined;
    }
    this.#matchedCount += 1;
    const state = states.of(earlier);
    if (isSettled(state)) this.#settledKept += 1;
    if (!isOnRecord(state)) return undefined;
    this.#carry(state, id);
    this.#carriedCount += 1;
    return { state, isToSend: states.isToSend(earlier) };
  }

  async change(): Promise<ListChange> {
    const gone = this.#walk.section.states.kinds.item - this.#matchedCount;
    return {
      added: { count: this.#addedCount, first: this.#added },
      gone: { count: gone, first: gone === 0 ? [] : await this.#firstGone() },
      carried: this.#carriedCount,
      settled: this.#settled,
      settledKept: this.#settledKept,
    };
  }

  /**
   * Addresses that the new list does not have and that have an outcome on record, some at a time.
   *
   * @param first the entry of the new list that the first of them becomes
   */
  async *formerLines(first: number): AsyncGenerator<readonly FormerLine[]> {
    const { states } = this.#walk.section;
    let id = first;
    const leave = (entry: {
      id: number;
      address: string;
      sent: string;
    }): FormerLine | undefined => {
      const state = states.of(entry.id);
      if (this.#matched[entry.id] === 1 || !isOnRecord(state)) return undefined;
      this.#carry({ ...state, again: false }, id);
      id += 1;
      const { address, sent } = entry;
      return { former: address, sent: sent === address ? undefined : sent };
    };
    for await (const entries of walkFormer(this.#walk)) {
      yield entries.flatMap((entry) => leave(entry) ?? []);
    }
    if (this.#matchedCount === states.kinds.item) return;
    for await (const entries of walkAddresses(this.#walk)) {
      yield entries.flatMap((entry) => leave(entry) ?? []);
    }
  }

  /** The outcomes that are kept, as lines of the new list, some at a time. */
  async *carriedLines(): AsyncGenerator<readonly OutcomeLine[]> {
    const earlier = new OutcomeLines(this.#walk.file);
    let lines: OutcomeLine[] = [];
    for (const { offset, again, ids } of this.#carried.values()) {
      const kept: OutcomeLine =
        offset === undefined
          ? { outcome: "unknown", reason: "interrupted", entries: "" }
          : await earlier.lineAt(offset);
      lines.push({
        ...kept,
        entries: formatRanges(ids),
        carried: true,
        again: again ? true : undefined,
      });
      if (lines.length === linesAtOnce) {
        yield lines;
        lines = [];
      }
    }
    yield lines;
  }

  #carry({ interrupted, again, offset }: EntryState, id: number): void {
    const place = interrupted ? undefined : offset;
    const key = `${place}${again ? " again" : ""}`;
    const known = this.#carried.get(key);
    if (known === undefined) this.#carried.set(key, { offset: place, again, ids: [id] });
    else known.ids.push(id);
  }

  async #firstGone(): Promise<readonly string[]> {
    const first: string[] = [];
    const only = (id: number): boolean => this.#matched[id] === 0;
    for await (const entries of walkAddresses(this.#walk, { only })) {
      first.push(...entries.slice(0, shown - first.length).map(({ sent }) => sent));
      if (first.length === shown) break;
    }
    return first;
  }
}

/** A call was made with the address, and has an outcome or was interrupted. */
function isOnRecord({ interrupted, outcome }: EntryState): boolean {
  return interrupted || (outcome !== undefined && outcome !== "not-sent");
}

export function isSettled({ interrupted, outcome }: EntryState): boolean {
  return !interrupted && (isTaken(outcome) || outcome === "rejected");
}
