import type { HubSpotClient } from "../client/client.js";
import { Job, type BulkJob } from "./job.js";
import { JOB_OPTIONS, readJobSettings, type JobOptions } from "./job-options.js";
import { readList, type AddressSource } from "./list-reader.js";
import { MemoryStore } from "./memory-store.js";
import { ReadBackPolicy, type VerdictResult } from "./read-back-policy.js";
import type { DataOf, ListEntry, RowOf } from "./entry.js";
import type { Row } from "./job-outcome.js";
import type { StoredOutcome } from "./store.js";

/** What reading back has shown for one entry of a list. */
export type VerifiedEntry<Data = unknown, R extends Row = Row> = StoredOutcome<
  Data,
  VerdictResult,
  R
>;

const unsent = (): VerdictResult => ({ outcome: "unconfirmable" });

const NAMES = ["confirmed", "not-confirmed", "unconfirmable"] as const;

/**
 * Reads back which addresses of a list of any length are out. An address that is not out is read a few times over some
 * seconds, since HubSpot does not document how soon it shows an opt-out. Needs the batch read scope. The verdict is
 * `unconfirmable` without that scope, if HubSpot refuses to read an address or its answer cannot be read, and for what is
 * left when the job stops.
 *
 * @throws {TypeError} for a wrong client, option or list, at once; the iteration throws what the list throws
 *
 * @example
 * ```ts
 * for await (const { address, outcome } of verifyAll(client, addresses)) {
 *   if (outcome !== "confirmed") console.log(outcome, address);
 * }
 * ```
 */
export function verifyAll<Each extends string | ListEntry<Data>, Data = DataOf<Each>>(
  client: HubSpotClient,
  list: AddressSource<Data, Each>,
  options?: JobOptions,
): BulkJob<VerifiedEntry<Data, RowOf<Each>>>;
export function verifyAll<Data>(
  client: HubSpotClient,
  list: AddressSource<Data>,
  options: JobOptions = {},
): BulkJob<VerifiedEntry<Data>> {
  const settings = readJobSettings("verifyAll", client, options, JOB_OPTIONS);
  return new Job<Data, VerdictResult>({
    client,
    list: readList(list),
    store: new MemoryStore<Data, VerdictResult>({
      names: NAMES,
      unsent,
      open: unsent(),
    }),
    settings,
    limit: Infinity,
    names: NAMES,
    unsent,
    policy: (calls) => new ReadBackPolicy<Data>(calls),
  });
}
