import type { ReadOutcome } from "../../index.js";
import { describeInvalid } from "../../node.js";
import type { ShownEntry } from "../summary.js";
import type { TakenEntry } from "./take-list.js";

/** How many examples of each kind are shown. */
const examples = 3;

/** Counts the entries of a list as they are read, and keeps the first few that a person should look at. */
export class ListCount {
  readonly firstDuplicates: ShownEntry[] = [];
  readonly firstInvalid: ShownEntry[] = [];
  readonly firstTakenOut: ShownEntry[] = [];
  readonly firstAddresses: string[] = [];
  entries = 0;
  addresses = 0;
  duplicates = 0;
  invalid = 0;
  /** Addresses out of cells that hold more than them. */
  takenOut = 0;
  #lastRow = 0;

  add({ entry, taken }: TakenEntry): void {
    const { row, address } = entry;
    const isFurther = row === this.#lastRow;
    this.#lastRow = row;
    this.entries += 1;
    switch (taken.kind) {
      case "new":
        this.addresses += 1;
        if (this.addresses <= examples) this.firstAddresses.push(taken.entry.sent);
        if (entry.mailbox !== undefined) this.#takeOut(row, address, `sent as ${taken.entry.sent}`);
        else if (isFurther) this.#takeOut(row, address, "not the first of its row");
        break;
      case "set-apart":
        this.#setApart(row, taken.outcome);
    }
  }

  #setApart(row: number, outcome: ReadOutcome): void {
    const { address } = outcome;
    if (outcome.outcome === "duplicate") {
      this.duplicates += 1;
      if (this.firstDuplicates.length < examples) {
        this.firstDuplicates.push({ row, address, why: `as in row ${outcome.duplicateOf}` });
      }
      return;
    }
    this.invalid += 1;
    if (this.firstInvalid.length < examples) {
      this.firstInvalid.push({ row, address, why: describeInvalid(outcome) });
    }
  }

  #takeOut(row: number, address: string, why: string): void {
    this.takenOut += 1;
    if (this.firstTakenOut.length < examples) this.firstTakenOut.push({ row, address, why });
  }
}
