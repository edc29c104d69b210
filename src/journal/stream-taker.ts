import { Deduplicator, type Seen } from "../job/deduplicator.js";
import type { ListEntry } from "../job/entry.js";
import type { ReadOutcome, Row } from "../job/job-outcome.js";
import { duplicateOutcome, invalidOutcome, type Taken } from "../job/store.js";
import { setApart, toEntry } from "./entry-lines.js";
import { PackedAddresses } from "./packed-addresses.js";
import { PackedRows } from "./packed-rows.js";
import { walkEntries, type Walk } from "./walk.js";

/** An entry that is there already, with its outcome if it is set apart. */
export interface TakenBefore<Data> {
  readonly kind: "again";
  readonly id: number;
  readonly row: Row;
  /** As it goes out, unless it is set apart. */
  readonly sent: string;
  readonly outcome: ReadOutcome<Data> | undefined;
}

/**
 * Takes the entries of a job without a list, which may come at any time and more than once. Holds every distinct address
 * and its row.
 */
export class StreamTaker {
  readonly #rows = new PackedRows();
  readonly #seen = new Deduplicator((id) => this.#rows.get(id), new PackedAddresses());

  /** Puts the entries of earlier runs back. */
  async restore(walk: Walk): Promise<void> {
    for await (const { first, entries } of walkEntries(walk)) {
      for (const [index, line] of entries.entries()) {
        const id = first + index;
        const apart = setApart(line);
        const { row, address, sent } = toEntry(id, line);
        if (apart === undefined) this.#rows.set(id, row);
        this.#seen.restore(id, row, address, apart === undefined ? sent : undefined);
      }
    }
  }

  /** @param id of the entry if it is a new one */
  take<Data>(
    id: number,
    given: ListEntry<Data>,
  ): Extract<Taken<Data>, { kind: "new" | "set-apart" }> | TakenBefore<Data> {
    const { row = id + 1, address, data } = given;
    const seen = this.#seen.see(row, given, id);
    if (seen.kind === "again") {
      const { id: before, was } = seen;
      const sent = was.kind === "new" ? was.sent : "";
      return { kind: "again", id: before, row, sent, outcome: this.#apart(row, given, was) };
    }
    const outcome = this.#apart(row, given, seen);
    if (outcome !== undefined) return { kind: "set-apart", outcome };
    if (seen.kind !== "new") throw new Error("an entry is new or set apart");
    this.#rows.set(id, row);
    const kept = data === undefined ? undefined : { data };
    return { kind: "new", entry: { id, row, address, sent: seen.sent, ...kept } };
  }

  #apart<Data>(row: Row, given: ListEntry<Data>, seen: Seen): ReadOutcome<Data> | undefined {
    if (seen.kind === "invalid") return invalidOutcome(row, given, seen.problem);
    if (seen.kind !== "duplicate") return undefined;
    return duplicateOutcome(row, given, seen.sent, this.#rows.get(seen.first));
  }
}
