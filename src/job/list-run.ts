import { Outbox } from "./outbox.js";
import { Outstanding } from "./outstanding.js";
import type { ItemSource } from "./supply.js";
import type { NumberedEntry, Item } from "./entry.js";
import { Intake } from "./intake.js";
import type { NotSentReason, ReadOutcome } from "./job-outcome.js";
import type { JobProgress } from "./progress.js";
import type { JobRun } from "./run.js";
import type { JobStop } from "./stop.js";
import { Tally, type JobTotals } from "./totals.js";

/** Addresses as texts, whose rows are then counted from 1, or as entries with rows of their own. */
export type AddressSource =
  Iterable<string | NumberedEntry> | AsyncIterable<string | NumberedEntry>;

/** A job on a list. Iterating runs it, once; each entry of the list gets exactly one outcome. */
export interface BulkJob<
  Outcome extends { readonly outcome: string },
> extends AsyncIterable<Outcome> {
  /** Entries read so far, and how many came to which outcome. */
  readonly totals: JobTotals<Outcome["outcome"]>;
  /** Why it ended before every address was sent; `undefined` before that, and where it did not. */
  readonly stop: JobStop | undefined;
  readonly progress: JobProgress;
}

/** The identity of an entry whose address went out, or would have. */
export interface SentEntry {
  readonly row: number;
  /** As it was typed. */
  readonly address: string;
  /** As it goes out. */
  readonly sent: string;
}

export interface ListRunPlan<Result, Outcome extends { readonly outcome: string }> {
  readonly addresses: AddressSource;
  /** Distinct valid addresses that are sent at most. */
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
  readonly names: readonly Outcome["outcome"][];
  readonly start: (items: ItemSource, signal: AbortSignal) => JobRun<Result & { item: Item }>;
  readonly conclude: (entry: SentEntry, result: Result) => Outcome;
  /** The outcome of an address that was not sent. */
  readonly leave: (entry: SentEntry, reason: NotSentReason) => Outcome;
}

/** Entries that are read in one go. */
const CHUNK = 100;

/** Runs a job on the addresses of a list, and brings its results together with those of the reading. */
export class ListRun<Result, Outcome extends { readonly outcome: string }> implements BulkJob<
  Outcome | ReadOutcome
> {
  readonly #plan: ListRunPlan<Result, Outcome>;
  readonly #tally: Tally<Outcome["outcome"] | ReadOutcome["outcome"]>;
  readonly #intake = new Intake();
  /** The entries of the addresses that have no outcome yet, by item id. */
  readonly #entries = new Map<number, NumberedEntry>();
  readonly #outbox = new Outbox<Outcome | ReadOutcome>(() => {});
  readonly #abort = new AbortController();
  readonly #outstanding: Outstanding;
  readonly #run: JobRun<Result & { item: Item }>;
  #limitReached = false;

  constructor(plan: ListRunPlan<Result, Outcome>) {
    this.#plan = plan;
    this.#tally = new Tally([...plan.names, "invalid", "duplicate"]);
    this.#outstanding = new Outstanding(this.#items());
    const signals = plan.signal === undefined ? [] : [plan.signal];
    const signal = AbortSignal.any([this.#abort.signal, ...signals]);
    this.#run = plan.start(this.#outstanding.source, signal);
  }

  get totals(): JobTotals<Outcome["outcome"] | ReadOutcome["outcome"]> {
    return this.#tally.totals;
  }

  get progress(): JobProgress {
    return this.#run.progress;
  }

  get stop(): JobStop | undefined {
    const { stop } = this.#run;
    if (stop !== undefined || !this.#limitReached) return stop;
    return { reason: "limit", message: `The limit of ${this.#plan.limit} addresses was reached.` };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Outcome | ReadOutcome, void> {
    const running = this.#pump().finally(() => this.#outbox.close());
    // Thrown below, after everything that came before it.
    running.catch(() => {});
    try {
      for await (const part of this.#outbox.all()) yield* part;
      await running;
    } finally {
      this.#abort.abort();
      this.#outbox.close();
      await running.catch(() => {});
    }
  }

  async #pump(): Promise<void> {
    const { conclude, leave } = this.#plan;
    try {
      for await (const results of this.#run) {
        await this.#put(results.map((result) => conclude(this.#settle(result.item), result)));
      }
      const reason = this.#run.stop?.reason ?? "stopped";
      for await (const items of this.#outstanding.rest()) {
        await this.#put(items.map((item) => leave(this.#settle(item), reason)));
        if (this.#outbox.closed) return;
      }
    } finally {
      await this.#outstanding.close();
    }
  }

  /** Reads the list; what needs no call has its outcome at once. */
  async *#items(): AsyncGenerator<readonly Item[], void> {
    let row = 0;
    let items: Item[] = [];
    let outcomes: (Outcome | ReadOutcome)[] = [];
    let fault: { readonly thrown: unknown } | undefined;
    try {
      for await (const given of this.#plan.addresses) {
        row += 1;
        const entry = typeof given === "string" ? { row, address: given } : given;
        const outcome = this.#take(entry, items);
        if (outcome !== undefined) outcomes.push(outcome);
        if (items.length + outcomes.length < CHUNK) continue;
        await this.#put(outcomes);
        yield items;
        items = [];
        outcomes = [];
      }
    } catch (thrown) {
      fault = { thrown };
    }
    await this.#put(outcomes);
    yield items;
    // After what was read before it: each entry read has its outcome.
    if (fault !== undefined) throw fault.thrown;
  }

  #take(entry: NumberedEntry, items: Item[]): Outcome | ReadOutcome | undefined {
    this.#tally.read();
    const { row, address } = entry;
    const taken = this.#intake.take(entry);
    if (taken.kind === "item") {
      const { item } = taken;
      if (this.#intake.addresses > this.#plan.limit) {
        this.#limitReached = true;
        return this.#plan.leave({ row, address, sent: item.sent }, "limit");
      }
      this.#entries.set(item.id, entry);
      items.push(item);
      return undefined;
    }
    if (taken.kind === "duplicate") {
      const { sent, duplicateOf } = taken;
      return { row, address, outcome: "duplicate", sent, duplicateOf };
    }
    const { reason, codePoint } = taken.problem;
    const where = codePoint === undefined ? undefined : { codePoint };
    return { row, address, outcome: "invalid", reason, ...where };
  }

  #settle({ id, row, sent }: Item): SentEntry {
    this.#outstanding.settle(id);
    const address = this.#entries.get(id)?.address ?? sent;
    this.#entries.delete(id);
    return { row, address, sent };
  }

  async #put(outcomes: readonly (Outcome | ReadOutcome)[]): Promise<void> {
    for (const { outcome } of outcomes) this.#tally.add(outcome);
    this.#outbox.put(outcomes);
    await this.#outbox.room();
  }
}
