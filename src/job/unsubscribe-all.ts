import type { HubSpotClient } from "../client/client.js";
import type { NamesOf } from "../client/known-names.js";
import { JOB_OPTIONS, readJobOptions, readLimit, type JobOptions } from "./job-options.js";
import type { EntryOutcome } from "./job-outcome.js";
import { ListRun, type AddressSource, type BulkJob } from "./list-run.js";
import { optOut } from "./opt-out.js";

export interface UnsubscribeAllOptions extends JobOptions {
  /** Sends the first so many distinct valid addresses and no more. @default Infinity */
  limit?: number | undefined;
}

const OPTIONS: NamesOf<UnsubscribeAllOptions> = { ...JOB_OPTIONS, limit: true };

/**
 * Opts a list of any length out of all marketing e-mail of the account, or of one brand, and says for
 * each entry what became of it, in the order in which that is known. There is no way back in bulk.
 *
 * A job that has to stop (`stop` says why) gives `not-sent` to what is left. Leaving the loop early
 * ends the job: no further call is made, and those under way are waited for.
 *
 * @throws {TypeError} for a wrong option, at once; the iteration throws what `addresses` throws
 */
export function unsubscribeAll(
  client: HubSpotClient,
  addresses: AddressSource,
  options: UnsubscribeAllOptions = {},
): BulkJob<EntryOutcome> {
  readJobOptions("unsubscribeAll", options, OPTIONS);
  const { limit, signal, ...jobOptions } = options;
  return new ListRun({
    addresses,
    limit: readLimit(limit),
    signal,
    names: ["unsubscribed", "already-unsubscribed", "rejected", "unknown", "not-sent"],
    start: (items, stop) => optOut(client, items, { ...jobOptions, signal: stop }),
    conclude: (entry, { settled }): EntryOutcome => ({ ...entry, ...settled }),
    leave: (entry, reason): EntryOutcome => ({ ...entry, outcome: "not-sent", reason }),
  });
}
