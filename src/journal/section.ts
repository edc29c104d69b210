import type { JsonObject } from "../text/json.js";
import { EntryStates } from "./entry-states.js";
import type { ListEndLine, ListStartLine } from "./lines.js";

/** A list as the journal holds it. */
export interface JournalList {
  /** The name of the list: a file, or standard input. */
  readonly name: string;
  /** A digest of the list's bytes; it changes when the list is edited. */
  readonly digest: string;
  readonly entries: number;
  /** Distinct valid addresses. */
  readonly addresses: number;
  readonly duplicates: number;
  readonly invalid: number;
  readonly blankRows: number;
  /** Addresses with an outcome that earlier lists of the job had and this one does not have. */
  readonly former: number;
  /** Other facts from reading, as passed to `endList`. */
  readonly facts: JsonObject;
}

/** Entries of the journal: where in the file their lines are, and what became of them. */
export interface Section {
  /** Undefined for a job without a list, whose entries come while it sends. */
  readonly list: JournalList | undefined;
  readonly states: EntryStates;
  /** Where its first entry can begin, and who has the file there. */
  readonly from: number;
  readonly writer: string;
  /** Where the `end` of its list begins; a job without a list goes on to the end of the file. */
  readonly to: number | undefined;
  /** Where those begin whom earlier lists had, if there are any. */
  readonly formerFrom: number | undefined;
}

/** A list that is still being read into the journal. */
export class OpenSection {
  readonly #start: ListStartLine;
  readonly #from: number;
  readonly #writer: string;
  readonly states = new EntryStates();
  #formerFrom: number | undefined;

  constructor(start: ListStartLine, from: number, writer: string) {
    this.#start = start;
    this.#from = from;
    this.#writer = writer;
  }

  /** Somebody whom an earlier list had; such lines stand behind the entries of the list. */
  addFormer(offset: number): void {
    this.#formerFrom ??= offset;
    this.states.add("former");
  }

  /** Whether the counts of the `end` are those of the entries. */
  agrees(end: ListEndLine): boolean {
    const { kinds, entries } = this.states;
    return (
      end.entries + end.formers === entries &&
      end.formers === kinds.former &&
      end.addresses === kinds.item &&
      end.duplicates === kinds.duplicate &&
      end.invalid === kinds.invalid
    );
  }

  finish(end: ListEndLine, to: number): Section {
    const { name, digest } = this.#start;
    const { entries, addresses, duplicates, invalid, blankRows, formers: former, facts } = end;
    const counts = { entries, addresses, duplicates, invalid, blankRows, former };
    return {
      list: { name, digest, ...counts, facts },
      states: this.states,
      from: this.#from,
      writer: this.#writer,
      to,
      formerFrom: this.#formerFrom,
    };
  }
}
