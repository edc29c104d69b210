import type { OutcomeName } from "./job-outcome.js";

/** A count of entries; once a job has ended, `entries` is the sum of the outcomes. */
export interface JobTotals<Name extends string = OutcomeName> {
  /** Entries read. */
  readonly entries: number;
  /** Entries whose outcome is not known yet. */
  readonly pending: number;
  /** How many entries came to each outcome. */
  readonly outcomes: { readonly [Each in Name]: number };
}

/** Counts entries as they are read and as their outcomes come. */
export class Tally<Name extends string> {
  #entries = 0;
  readonly #counts: Map<Name, number>;

  /** @param names every outcome, in the order in which totals are shown */
  constructor(names: readonly Name[]) {
    this.#counts = new Map(names.map((name) => [name, 0]));
  }

  read(count = 1): void {
    this.#entries += count;
  }

  add(outcome: Name, count = 1): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + count);
  }

  get totals(): JobTotals<Name> {
    const known = [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
    return Object.freeze({
      entries: this.#entries,
      pending: this.#entries - known,
      // Every name has its count from the beginning.
      outcomes: Object.fromEntries(this.#counts) as JobTotals<Name>["outcomes"],
    });
  }
}
