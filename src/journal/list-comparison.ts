import type { Settled } from "../job/job-outcome.js";
import { isSettled, type EarlierList, type KeptEntry, type ListChange } from "./earlier-list.js";
import { OutcomeLines } from "./outcome-lines.js";
import type { ReadFile } from "./read-blocks.js";

/** Compares the list of a job with another list, and writes nothing of the other one. */
export class ListComparison {
  /** How many addresses of both are out or rejected, by the time at which their day began in UTC; NaN where it is not known. */
  readonly settledByDay = new Map<number, number>();
  /** Closes the journal's file. */
  readonly close: () => Promise<void>;
  readonly #earlier: EarlierList;
  readonly #outcomes: OutcomeLines;

  constructor(earlier: EarlierList, file: ReadFile, close: () => Promise<void>) {
    this.#earlier = earlier;
    this.#outcomes = new OutcomeLines(file);
    this.close = close;
  }

  /** An address of the other list, by its entry there. @returns what a run keeps of it */
  match(sent: string, id: number): KeptEntry | undefined {
    const kept = this.#earlier.match(sent, id);
    if (kept === undefined || !isSettled(kept.state)) return kept;
    const { day } = kept.state;
    this.settledByDay.set(day, (this.settledByDay.get(day) ?? 0) + 1);
    return kept;
  }

  /**
   * What the journal has on record for an address that is kept.
   *
   * @param kept as `match` gives it
   */
  async outcomeOf({ state }: KeptEntry): Promise<Settled> {
    if (state.interrupted) return { outcome: "unknown", reason: "interrupted" };
    return this.#outcomes.peek(state.offset) ?? (await this.#outcomes.at(state.offset));
  }

  /** How the other list differs, once all of it was matched. */
  change(): Promise<ListChange> {
    return this.#earlier.change();
  }
}
