import type { HubSpotClient } from "../client/client.js";
import type { NamesOf } from "../text/known-names.js";
import { Job, type BulkJob } from "./job.js";
import { JOB_OPTIONS, readJobSettings, readLimit, type JobOptions } from "./job-options.js";
import type { DataOf, ListEntry, RowOf } from "./entry.js";
import { sentOutcomes, type EntryOutcome, type Settled } from "./job-outcome.js";
import { readList, type AddressSource } from "./list-reader.js";
import { createMemoryStore } from "./memory-store.js";
import { OptOutPolicy } from "./opt-out-policy.js";
import type { JobStore } from "./store.js";

/** Options of `unsubscribeAll`. */
export interface UnsubscribeAllOptions<Data = unknown> extends JobOptions {
  /** How many distinct valid addresses are sent at most; the rest of the list is not read. @default Infinity */
  limit?: number | undefined;
  /**
   * Where the job is kept; one job at a time can use it. Entries that an earlier run left unsent in it are sent first.
   * @default a new store in memory, which is lost with the process and keeps every entry, about 200 bytes each plus the
   * texts; an endless source needs a store of its own
   */
  store?: JobStore<Data> | undefined;
}

const OPTIONS: NamesOf<UnsubscribeAllOptions> = { ...JOB_OPTIONS, limit: true, store: true };

// With more than one public signature, the compiler would report every mistake in a call as "No overload matches this call".

/**
 * Opts a list of any length out of all marketing e-mail of the account, or of one brand, and yields the outcome of each
 * entry as soon as it is known. No single call undoes an opt-out.
 *
 * If the job has to stop (`stop` says why), entries that were read but not sent get `not-sent`, and the rest of the list is
 * not read. Leaving the loop early ends the job at once: no further call is made, the results of open calls are recorded,
 * and `finished` resolves after that.
 *
 * @param list Texts, or entries with rows and data of their own, which come back with the outcome in the types that were
 *   given; `undefined` sends what is pending in the `store` of the options, which must be given then.
 * @throws {TypeError} for a wrong client, option or list, or for neither list nor store, at once; the iteration throws what the list or the store throws
 *
 * @example
 * ```ts
 * for await (const { address, outcome } of unsubscribeAll(client, addresses)) {
 *   await markAs(address, outcome);
 * }
 * ```
 */
export function unsubscribeAll<Each extends string | ListEntry<Data>, Data = DataOf<Each>>(
  client: HubSpotClient,
  list: AddressSource<Data, Each> | undefined,
  options?: UnsubscribeAllOptions<Data>,
): BulkJob<EntryOutcome<Data, RowOf<Each>>>;
export function unsubscribeAll<Data>(
  client: HubSpotClient,
  list: AddressSource<Data> | undefined,
  options: UnsubscribeAllOptions<Data> = {},
): BulkJob<EntryOutcome<Data>> {
  const settings = readJobSettings("unsubscribeAll", client, options, OPTIONS);
  if (list === undefined && options.store === undefined) {
    throw new TypeError("give unsubscribeAll a list, or a store with what is left of one");
  }
  // A caller without types may give anything, such as the promise of `openJournal`.
  const { store = createMemoryStore() }: { readonly store?: JobStore<Data> | null | undefined } =
    options;
  if (store?.begin === undefined) throw new TypeError("store is none: await openJournal()");
  return new Job<Data, Settled>({
    client,
    list: list === undefined ? undefined : readList(list),
    store,
    settings,
    limit: readLimit(options.limit),
    names: sentOutcomes,
    // An address that an earlier run left unresolved may be out, so it stays `unknown`.
    unsent: (reason, { unresolved }) =>
      unresolved === undefined
        ? { outcome: "not-sent", reason }
        : { outcome: "unknown", reason: unresolved },
    policy: (calls) => new OptOutPolicy<Data>(calls, store.succeededBefore),
  });
}
