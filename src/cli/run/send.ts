import { type HubSpotClient, type JobStop, type JobStore, unsubscribeAll } from "../../index.js";
import type { Journal } from "../../node.js";
import { isUnwritable } from "../failure-code.js";
import type { Io } from "../io.js";
import { follow } from "../progress/follow.js";
import type { JsonLines } from "./json-lines.js";
import type { ServerFlags } from "./server-flags.js";

/** What is to be sent and how. */
export interface Sending {
  readonly client: HubSpotClient;
  readonly journal: Journal;
  readonly flags: ServerFlags;
  /** Only among the first so many addresses of the list. */
  readonly limit: number | undefined;
  /** Addresses to be sent. */
  readonly total: number;
  /** Where a line for each entry is wanted. */
  readonly lines: JsonLines | undefined;
}

/** How the sending ended. */
export interface Sent {
  /** Why it ended early. */
  readonly stop: JobStop | undefined;
  /** The journal or stdout could not be written, which has ended it too. */
  readonly failure: Error | undefined;
}

/**
 * Sends what is pending in the journal, with progress on stderr. Returns once no call is under way.
 *
 * @throws what is neither a failed write nor the affair of the job
 */
export async function send(sending: Sending, io: Io): Promise<Sent> {
  const { client, journal, flags, limit, total, lines } = sending;
  const counts = { unsubscribed: 0, "already-unsubscribed": 0, rejected: 0, unknown: 0 };
  let done = 0;
  // What is on record is counted and told here, since a job that was stopped by a signal tells nothing more.
  const settle: JobStore["settle"] = async (results) => {
    await journal.settle(results);
    for (const { result } of results) {
      if (result.outcome === "not-sent") continue;
      counts[result.outcome] += 1;
      done += 1;
    }
    await lines?.settled(results);
  };
  const job = unsubscribeAll(client, undefined, {
    store: storeOf(journal, limit, settle),
    businessUnitId: journal.binding?.businessUnitId,
    route: flags.route,
    signal: io.signal,
    maxWait: flags.maxWait,
    dailyReserve: flags.dailyReserve,
  });
  const progress = follow(io, () => {
    const { wait, rateLimited, underWay, stopped } = job.progress;
    const stopping = stopped !== undefined;
    return { total, done, counts, wait, rateLimited, underWay, stopping };
  });
  let failure: Error | undefined;
  try {
    await lines?.before(journal.left({ limit }));
    for await (const _ of job);
    await job.finished;
  } catch (error) {
    if (!isUnwritable(error)) throw error;
    failure = error;
  } finally {
    progress.end();
  }
  return { stop: job.stop, failure };
}

/** The journal as a store whose end is written later: after the report, so that no finished job is without one. */
function storeOf(
  journal: Journal,
  limit: number | undefined,
  settle: JobStore["settle"],
): JobStore {
  return {
    bindsAccount: journal.bindsAccount,
    begin: (binding) => journal.begin(binding, { limit }),
    take: (entries) => journal.take(entries),
    pending: () => journal.pending(),
    calling: (record) => journal.calling(record),
    settle,
    end: async () => {},
    outcomes: () => journal.outcomes(),
    get lost() {
      return journal.lost;
    },
    get totals() {
      return journal.totals;
    },
    get standing() {
      return journal.standing;
    },
    get succeededBefore() {
      return journal.succeededBefore;
    },
  };
}
