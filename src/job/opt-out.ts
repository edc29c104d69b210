import { operations } from "../../generated/operations.js";
import type { HubSpotClient } from "../client/client.js";
import type { NamesOf } from "../client/known-names.js";
import { Dispatcher } from "./dispatcher.js";
import { JOB_OPTIONS, readJobOptions, type JobOptions } from "./job-options.js";
import type { JobJournal, SettledItem } from "./journal.js";
import { OptOutProcedure } from "./opt-out-procedure.js";
import type { Recorder } from "./procedure.js";
import type { JobRun } from "./run.js";
import type { ItemSource } from "./supply.js";

export interface OptOutOptions extends JobOptions {
  /** Where calls and outcomes are written down; default: nowhere. */
  journal?: JobJournal | undefined;
  /**
   * The same request has opted addresses out before, so that a refused address is to blame itself.
   * @default false
   */
  succeededBefore?: boolean | undefined;
}

const OPT_OUT_OPTIONS: NamesOf<OptOutOptions> = {
  ...JOB_OPTIONS,
  journal: true,
  succeededBefore: true,
};

/**
 * Opts addresses out, in batches, and gives what became of each as it is known. Each address is to
 * be given once. Those that were not sent when the job stops have no result: `stop` says why.
 *
 * @throws {TypeError} for a wrong option, at once
 */
export function optOut(
  client: HubSpotClient,
  items: ItemSource,
  options: OptOutOptions = {},
): JobRun<SettledItem> {
  const settings = readJobOptions("optOut", options, OPT_OUT_OPTIONS);
  const { businessUnitId, journal, succeededBefore = false } = options;
  const { size } = operations.batchUnsubscribeAll.batch;
  const procedure = new OptOutProcedure({ client, businessUnitId, size, succeededBefore });
  return new Dispatcher(procedure, items, recorderOf(journal), settings);
}

function recorderOf(journal: JobJournal | undefined): Recorder<SettledItem> {
  return {
    sending: async (call, purpose, items) => journal?.sending({ call, purpose, items }),
    results: async (results) => journal?.settled(results),
  };
}
