import { operations } from "../../generated/operations.js";
import type { HubSpotClient } from "../client/client.js";
import { Dispatcher } from "./dispatcher.js";
import { JOB_OPTIONS, readJobOptions, type JobOptions } from "./job-options.js";
import { Outstanding } from "./outstanding.js";
import type { Recorder } from "./procedure.js";
import { ReadBackProcedure } from "./read-back-procedure.js";
import type { JobRun } from "./run.js";
import type { ItemSource } from "./supply.js";
import type { VerifiedItem } from "./verdict.js";

const NO_RECORD: Recorder<VerifiedItem> = { sending: async () => {}, results: async () => {} };

/**
 * Reads back whether addresses are out, a few times over some seconds where they are not. Each item
 * gets its verdict, `unconfirmable` where the job stops before.
 *
 * @throws {TypeError} for a wrong option, at once
 */
export function readBack(
  client: HubSpotClient,
  items: ItemSource,
  options: JobOptions = {},
): JobRun<VerifiedItem> {
  const settings = readJobOptions("readBack", options, JOB_OPTIONS);
  const { size } = operations.batchReadUnsubscribeAll.batch;
  const { businessUnitId } = options;
  const outstanding = new Outstanding(items);
  const procedure = new ReadBackProcedure({ client, businessUnitId, size });
  const run = new Dispatcher(procedure, outstanding.source, NO_RECORD, settings);
  return {
    get stop() {
      return run.stop;
    },
    get progress() {
      return run.progress;
    },
    [Symbol.asyncIterator]: () => verdicts(run, outstanding),
  };
}

async function* verdicts(
  run: JobRun<VerifiedItem>,
  outstanding: Outstanding,
): AsyncGenerator<readonly VerifiedItem[], void> {
  try {
    for await (const results of run) {
      for (const { item } of results) outstanding.settle(item.id);
      yield results;
    }
    for await (const items of outstanding.rest()) {
      yield items.map((item) => ({ item, verdict: "unconfirmable" }));
    }
  } finally {
    await outstanding.close();
  }
}
