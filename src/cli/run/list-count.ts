import { describeInvalid } from "../../job/address-problem.js";
import type { ShownEntry } from "../summary.js";
import type { TakenEntry } from "./take-list.js";

/** How many examples of each kind are shown. */
const examples = 3;

/** Counts the entries of a list as they are read, and keeps the first few that are not sent. */
export class ListCount {
  readonly firstDuplicates: ShownEntry[] = [];
  readonly firstInvalid: ShownEntry[] = [];
  entries = 0;
  addresses = 0;
  duplicates = 0;
  invalid = 0;

  add({ entry: { row, address }, taken }: TakenEntry): void {
    this.entries += 1;
    switch (taken.kind) {
      case "item":
        this.addresses += 1;
        break;
      case "duplicate":
        this.duplicates += 1;
        if (this.firstDuplicates.length < examples) {
          this.firstDuplicates.push({ row, address, why: `as in row ${taken.duplicateOf}` });
        }
        break;
      case "invalid":
        this.invalid += 1;
        if (this.firstInvalid.length < examples) {
          this.firstInvalid.push({ row, address, why: describeInvalid(taken.problem) });
        }
    }
  }
}
