import type { Entry } from "../entry.js";
import type { Settled } from "../job-outcome.js";
import type { CallRecord, JobBinding, JobStore, StoredOutcome, Taken } from "../store.js";

/** How the tests come by stores. */
export interface StoreHarness {
  /** An empty store, each time another one. */
  create(): Promise<JobStore>;
  /**
   * Returns the store as the next process finds it after a crash: everything that was promised is in it. The store that is
   * passed is not used any more.
   */
  reopen(store: JobStore): Promise<JobStore>;
  /** Whether `data` comes back from a store that was reopened. @default true */
  readonly keepsData?: boolean;
}

/** Tests by the rule that they hold a store to. */
export type StoreRules = Readonly<Record<string, (harness: StoreHarness) => Promise<void>>>;

export const binding: JobBinding = { server: "https://api.hubapi.com", businessUnitId: undefined };
export const time = Date.UTC(2026, 10, 28, 12);

export async function begun(create: StoreHarness["create"], to = binding): Promise<JobStore> {
  const store = await create();
  await store.begin(to);
  return store;
}

/** The next run, after a crash. */
export async function crashed(reopen: StoreHarness["reopen"], store: JobStore): Promise<JobStore> {
  const next = await reopen(store);
  await next.begin(binding);
  return next;
}

export function people(count: number): { readonly row: number; readonly address: string }[] {
  return Array.from({ length: count }, (_, at) => ({ row: at + 1, address: `p${at}@example.com` }));
}

/** The new entries. The comparison fails if an entry that a test names is missing. */
export function news(taken: readonly Taken[]): [Entry, Entry, Entry, Entry, Entry, Entry, Entry] {
  const entries = taken.flatMap((each) => (each.kind === "new" ? [each.entry] : []));
  return entries as ReturnType<typeof news>;
}

export function out(call: number): Settled {
  return { outcome: "unsubscribed", time, correlationId: `c-${call}` };
}

export function shown({ row, address, sent }: Entry): Pick<Entry, "row" | "address" | "sent"> {
  return { row, address, sent };
}

export async function call(
  store: JobStore,
  number: CallRecord["call"],
  entries: readonly Entry[],
  result: Settled = out(number),
): Promise<void> {
  await store.calling({ call: number, purpose: "first", entries });
  await store.settle(entries.map((entry) => ({ entry, result })));
}

export async function pending(store: JobStore): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const part of store.pending()) entries.push(...part);
  return entries;
}

export async function told(store: JobStore): Promise<StoredOutcome[]> {
  const outcomes: StoredOutcome[] = [];
  for await (const part of store.outcomes()) outcomes.push(...part);
  return outcomes;
}

export async function outcomeNames(store: JobStore): Promise<string[]> {
  return (await told(store)).map((each) =>
    "reason" in each && each.reason !== undefined ? `${each.outcome} ${each.reason}` : each.outcome,
  );
}

export function fail(message: string): never {
  throw new Error(message);
}

/** Compares texts, numbers, bigints, arrays and objects by value; a key with the value `undefined` counts as absent. */
export function equal(actual: unknown, expected: unknown): void {
  const [is, shouldBe] = [canonical(actual), canonical(expected)];
  if (is !== shouldBe) fail(`the store gave\n${is}\nand should have given\n${shouldBe}`);
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, each: unknown) => {
      if (typeof each === "bigint") return { bigint: String(each) };
      if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
      return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? "undefined"
  );
}
