import type { HubSpotClient } from "../client/client.js";
import { JOB_OPTIONS, readJobOptions, type JobOptions } from "./job-options.js";
import type { ReadOutcome } from "./job-outcome.js";
import { ListRun, type AddressSource, type BulkJob, type SentEntry } from "./list-run.js";
import { readBack } from "./read-back.js";
import type { Verdict } from "./verdict.js";

/** What reading back has shown for one entry of a list. */
export type VerifiedEntry = (SentEntry & { readonly outcome: Verdict }) | ReadOutcome;

/**
 * Reads back, for a list of any length, who is out: a few times over some seconds for each address
 * that is not, since how soon HubSpot shows an opt-out is not documented. Needs the batch read scope;
 * without it, and for what is left when the job stops, the verdict is `unconfirmable`.
 *
 * @throws {TypeError} for a wrong option, at once; the iteration throws what `addresses` throws
 */
export function verifyAll(
  client: HubSpotClient,
  addresses: AddressSource,
  options: JobOptions = {},
): BulkJob<VerifiedEntry> {
  readJobOptions("verifyAll", options, JOB_OPTIONS);
  const { signal, ...jobOptions } = options;
  return new ListRun({
    addresses,
    limit: Infinity,
    signal,
    names: ["confirmed", "not-confirmed", "unconfirmable"],
    start: (items, stop) => readBack(client, items, { ...jobOptions, signal: stop }),
    conclude: (entry, { verdict }): VerifiedEntry => ({ ...entry, outcome: verdict }),
    leave: (entry): VerifiedEntry => ({ ...entry, outcome: "unconfirmable" }),
  });
}
