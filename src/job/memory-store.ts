import { Deduplicator } from "./deduplicator.js";
import { rowOf, type Entry, type ListEntry } from "./entry.js";
import { isTaken, sentOutcomes, type ReadOutcome, type Settled } from "./job-outcome.js";
import type { JobStop } from "./stop.js";
import {
  outcomeOf,
  takeFirst,
  type CallRecord,
  type JobBinding,
  type JobStanding,
  type JobStore,
  type SettledEntry,
  type StoredOutcome,
  type Taken,
} from "./store.js";
import { Tally, type JobTotals } from "./totals.js";

/** How many outcomes are handed on at once. */
const CHUNK = 1000;

/** What an outcome of a job on addresses is made of, whatever the job does with them. */
type AnyResult = { readonly outcome: string; readonly reason?: string };

/** What the results of a kind of job are. */
interface ResultRules<Result> {
  /** Every outcome of a result, in the order in which totals are shown. */
  readonly names: readonly string[];
  /** The result of an address that was not sent. */
  readonly unsent: (stop: JobStop["reason"]) => Result;
  /** The result of an address whose call has brought none. */
  readonly open: Result;
}

/**
 * Keeps a job in memory, and every entry as long as the store exists: about 200 bytes each plus the texts. For a job that
 * must outlive its process, use `openJournal`.
 */
export class MemoryStore<Data, Result extends AnyResult> implements JobStore<Data, Result> {
  standing: JobStanding = { phase: "new", stop: undefined };
  succeededBefore = false;
  readonly #rules: ResultRules<Result>;
  readonly #entries: (Entry<Data> | ReadOutcome<Data>)[] = [];
  readonly #results: (Result | undefined)[] = [];
  /** Entries in a call that is under way. */
  readonly #called = new Set<number>();
  readonly #seen = new Deduplicator((id) => this.#entries[id]?.row ?? id);
  readonly #tally: Tally<string>;
  #binding: JobBinding | undefined;
  #pending: Entry<Data>[] = [];
  #route = "";
  /** Routes by which somebody was opted out. */
  readonly #succeeded = new Set<string>();

  constructor(rules: ResultRules<Result>) {
    this.#rules = rules;
    this.#tally = new Tally([...rules.names, "invalid", "duplicate"]);
  }

  get totals(): JobTotals {
    // The names are those of the rules, which are those of the results.
    return this.#tally.totals as JobTotals;
  }

  async begin(binding: JobBinding): Promise<void> {
    const { server, businessUnitId, account } = this.#binding ?? binding;
    const isOther =
      server !== binding.server ||
      businessUnitId !== binding.businessUnitId ||
      (account !== undefined && account.id !== binding.account?.id);
    if (isOther) {
      throw new TypeError("the store was begun for another server, account or brand");
    }
    this.#binding = binding;
    // Whatever made these calls is gone, and they may have been carried out.
    for (const id of this.#called) this.#put(id, this.#rules.open);
    this.#called.clear();
    this.#route = binding.route ?? "batch";
    this.succeededBefore = this.#succeeded.has(this.#route);
    this.standing = { phase: "running", stop: undefined };
    this.#pending = this.#entries.flatMap((entry, id) => this.#toSend(entry, id) ?? []);
  }

  async take(entries: readonly ListEntry<Data>[]): Promise<readonly Taken<Data, Result>[]> {
    return entries.map((given) => this.#take(given));
  }

  *pending(): Iterable<readonly Entry<Data>[]> {
    const pending = this.#pending;
    this.#pending = [];
    yield* chunksOf(pending);
  }

  async calling({ purpose, entries }: CallRecord<Data>): Promise<void> {
    // Reading back opts nobody out, and a control is out already: what there was before stands.
    if (purpose === "read-back" || purpose === "control") return;
    for (const { id } of entries) this.#called.add(id);
  }

  async settle(results: readonly SettledEntry<Data, Result>[]): Promise<void> {
    for (const { entry, result } of results) this.#put(entry.id, result);
  }

  async end(stop: Omit<JobStop, "cause"> | undefined): Promise<void> {
    // Every call has ended: what they brought nothing for was not carried out.
    this.#called.clear();
    this.standing = { phase: stop === undefined ? "ended" : "stopped", stop };
  }

  async *outcomes(): AsyncGenerator<readonly StoredOutcome<Data, Result>[], void> {
    for (const part of chunksOf(this.#entries)) yield part.map((entry) => this.#outcomeOf(entry));
  }

  #take(given: ListEntry<Data>): Taken<Data, Result> {
    const id = this.#entries.length;
    const row = rowOf(given, id + 1);
    const seen = this.#seen.see(row, given, id);
    if (seen.kind === "again") {
      const entry = this.#entries[seen.id];
      return entry !== undefined && ("outcome" in entry || this.#isSettled(seen.id))
        ? { kind: "settled", id: seen.id, outcome: this.#outcomeOf(entry) }
        : { kind: "known", id: seen.id };
    }
    this.#tally.read();
    const taken = takeFirst(id, row, given, seen, (first) => this.#entries[first]?.row ?? row);
    this.#entries.push(taken.kind === "new" ? taken.entry : taken.outcome);
    if (taken.kind === "set-apart") this.#tally.add(taken.outcome.outcome);
    return taken;
  }

  #isSettled(id: number): boolean {
    const result = this.#results[id];
    return result !== undefined && !isTriedAgain(result);
  }

  #toSend(entry: Entry<Data> | ReadOutcome<Data>, id: number): Entry<Data> | undefined {
    if ("outcome" in entry) return undefined;
    const result = this.#results[id];
    if (result === undefined || result.outcome === "not-sent") return entry;
    if (!isTriedAgain(result)) return undefined;
    return { ...entry, unresolved: result.reason === "interrupted" ? "interrupted" : "no-answer" };
  }

  #put(id: number, result: Result): void {
    const before = this.#results[id];
    if (before !== undefined) this.#tally.add(before.outcome, -1);
    this.#tally.add(result.outcome);
    this.#results[id] = result;
    this.#called.delete(id);
    if (isTaken(result.outcome)) this.#succeeded.add(this.#route);
  }

  #outcomeOf(entry: Entry<Data> | ReadOutcome<Data>): StoredOutcome<Data, Result> {
    if ("outcome" in entry) return entry;
    const { id } = entry;
    const result =
      this.#results[id] ??
      (this.#called.has(id)
        ? this.#rules.open
        : this.#rules.unsent(this.standing.stop?.reason ?? "stopped"));
    return outcomeOf(entry, result);
  }
}

/** Whether an address with this result is sent by the next run. */
function isTriedAgain({ outcome }: AnyResult): boolean {
  return outcome === "unknown" || outcome === "not-sent";
}

/** In parts; what is added meanwhile is in them. */
function* chunksOf<Each>(list: readonly Each[]): Generator<readonly Each[], void> {
  for (let from = 0; from < list.length; from += CHUNK) yield list.slice(from, from + CHUNK);
}

/**
 * Creates a store in memory for a job of opt-outs. To detect duplicates and list every outcome it keeps every entry, about
 * 200 bytes each plus the texts, so an endless source makes it grow without bound. For such a source, write a store that
 * forgets settled entries, or use a queue (`createOptOutQueue`), which keeps none.
 */
export function createMemoryStore<Data = unknown>(): JobStore<Data> {
  return new MemoryStore<Data, Settled>({
    names: sentOutcomes,
    unsent: (reason) => ({ outcome: "not-sent", reason }),
    open: { outcome: "unknown", reason: "interrupted" },
  });
}
