import type { JsonObject } from "../text/json.js";
import { EntryStates } from "./entry-states.js";
import type { ListEndLine, ListStartLine } from "./lines.js";

/** A list as the journal holds it. */
export interface JournalList {
  /** What the list was called: a file, or standard input. */
  readonly name: string;
  /** Of the bytes of the list, by which an edited one is known. */
  readonly digest: string;
  readonly entries: number;
  /** Distinct valid addresses. */
  readonly addresses: number;
  readonly duplicates: number;
  readonly invalid: number;
  readonly blankRows: number;
  /** What else was found out in reading, as it was handed to `endList`. */
  readonly facts: JsonObject;
}

/** A list with the state of its entries, and where in the file its lines are. */
export interface ListSection {
  readonly list: JournalList;
  readonly states: EntryStates;
  /** Where its first entry begins. */
  readonly from: number;
  /** Where its `end` begins. */
  readonly to: number;
}

/** A list that is still being read into the journal. */
export class OpenSection {
  readonly #start: ListStartLine;
  readonly #from: number;
  readonly states = new EntryStates();

  constructor(start: ListStartLine, from: number) {
    this.#start = start;
    this.#from = from;
  }

  /** Undefined where the counts of the `end` are not those of the entries. */
  finish(end: ListEndLine, to: number): ListSection | undefined {
    const { name, digest } = this.#start;
    const { entries, addresses, duplicates, invalid, blankRows, facts } = end;
    const { kinds } = this.states;
    const agrees =
      entries === this.states.entries &&
      addresses === kinds.item &&
      duplicates === kinds.duplicate &&
      invalid === kinds.invalid;
    if (!agrees) return undefined;
    const list = { name, digest, entries, addresses, duplicates, invalid, blankRows, facts };
    return { list, states: this.states, from: this.#from, to };
  }
}
