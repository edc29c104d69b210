import type { HubSpotClient } from "../../index.js";
import type { Item } from "../../job/entry.js";
import { optOut } from "../../job/opt-out.js";
import type { JobStop } from "../../job/stop.js";
import { isUnwritable } from "../failure-code.js";
import type { Io } from "../io.js";
import type { Journal } from "../../journal/journal.js";
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
 * Sends from the journal, with progress on stderr. Returns once no call is under way.
 *
 * @throws what is neither a failed write nor the affair of the job
 */
export async function send(sending: Sending, io: Io): Promise<Sent> {
  const { client, journal, flags, limit, lines } = sending;
  const { outcomes } = journal.outcomeTotals();
  const items: AsyncIterable<readonly Item[]> = journal.items({ limit });
  const run = optOut(client, lines?.follow(items) ?? items, {
    businessUnitId: journal.binding?.businessUnitId,
    signal: io.signal,
    journal,
    maxWait: flags.maxWait,
    dailyReserve: flags.dailyReserve,
    succeededBefore: outcomes.unsubscribed + outcomes["already-unsubscribed"] > 0,
  });
  const counts = { unsubscribed: 0, "already-unsubscribed": 0, rejected: 0, unknown: 0 };
  let done = 0;
  const progress = follow(io, () => {
    const { wait, rateLimited, underWay, stopped } = run.progress;
    const stopping = stopped !== undefined;
    return { total: sending.total, done, counts, wait, rateLimited, underWay, stopping };
  });
  let failure: Error | undefined;
  try {
    for await (const results of run) {
      for (const { settled } of results) {
        if (settled.outcome === "not-sent") continue;
        counts[settled.outcome] += 1;
        done += 1;
      }
      await lines?.settled(results);
    }
  } catch (error) {
    if (!isUnwritable(error)) throw error;
    failure = error;
  } finally {
    progress.end();
  }
  return { stop: run.stop, failure };
}
