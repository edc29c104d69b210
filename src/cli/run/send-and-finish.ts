import type { HubSpotClient } from "../../index.js";
import type { Journal } from "../../node.js";
import type { Io } from "../io.js";
import type { Stopped } from "./describe-route.js";
import { finish } from "./finish.js";
import { JsonLines } from "./json-lines.js";
import type { ReportPaths } from "./report-paths.js";
import type { SendingFlags } from "./run-flags.js";
import { send, type Sent } from "./send.js";
import { writeReports } from "./write-reports.js";

/** A job that has been confirmed. */
export interface ReadyJob {
  readonly client: HubSpotClient;
  readonly journal: Journal;
  /** Its path as it was typed. */
  readonly path: string;
  readonly flags: SendingFlags;
  readonly limit: number | undefined;
  /** Addresses to be sent. */
  readonly total: number;
  readonly paths: ReportPaths;
  /** The command that goes on with the job if it stops. */
  readonly typed: Stopped["typed"];
}

/** Sends a job and concludes it, however far it came. */
export async function sendAndFinish(job: ReadyJob, io: Io): Promise<number> {
  const { client, journal, path, flags, limit, total, paths, typed } = job;
  const lines = flags.json
    ? new JsonLines(io.stdout, journal.reportedEntries, () => journal.reported())
    : undefined;
  let sent: Sent = { stop: undefined, failure: undefined };
  if (total > 0) {
    try {
      sent = await send({ client, journal, flags, limit, total, lines }, io);
    } catch (error) {
      // A bug in this program. The outcomes are in the journal, so still write the report.
      await writeReports(journal, paths, io, { phase: "killed" }).catch(() => undefined);
      throw error;
    }
  }
  return finish({ journal, path, flags, limit, sent, lines, paths, typed }, io);
}
