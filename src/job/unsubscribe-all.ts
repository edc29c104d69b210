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
  /** Sends the first so many distinct valid addresses and no more; then the list is left. @default Infinity */
  limit?: number | undefined;
  /**
   * Keeps the job, and one job at a time. What an earlier run has left in it is sent first.
   * @default a new store in memory: it is gone with the process, and keeps every entry, some 200 bytes each beside the texts,
   * so that a source without an end needs a store of its own
   */
  store?: JobStore<Data> | undefined;
}

const OPTIONS: NamesOf<UnsubscribeAllOptions> = { ...JOB_OPTIONS, limit: true, store: true };

// With more than one public signature, the compiler would report every mistake in a call as "No overload matches this call".

/**
 * Opts a list of any length out of all marketing e-mail of the account, or of one brand, and says for each entry what became
 * of it, in the order in which that is known. No single call undoes it.
 *
 * A job that has to stop (`stop` says why) gives `not-sent` to what it has read and not sent, and leaves the rest of the
 * list unread. Leaving the loop early ends the job at once: no further call is made, those under way are put on record, and
 * `finished` resolves after them.
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
