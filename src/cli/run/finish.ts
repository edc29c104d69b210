import type { NotSentReason } from "../../index.js";
import type { Journal } from "../../node.js";
import { decideExitCode } from "../exit-codes.js";
import { isUnwritable } from "../failure-code.js";
import type { Io } from "../io.js";
import { beyondLimit, conclude } from "./conclude.js";
import { describeOtherRoute, type Stopped } from "./describe-route.js";
import { describeReports } from "./describe-reports.js";
import { describeStop } from "./describe-stop.js";
import { describeTotals } from "./describe-totals.js";
import type { JsonLines } from "./json-lines.js";
import type { ReportPaths } from "./report-paths.js";
import type { Sent } from "./send.js";
import { writeReports } from "./write-reports.js";

/** What is left to do once the sending has ended. */
export interface Finishing {
  readonly journal: Journal;
  readonly limit: number | undefined;
  readonly sent: Sent;
  /** The lines of `--json`, of which some may still be missing. */
  readonly lines: JsonLines | undefined;
  readonly paths: ReportPaths;
  /** The command that goes on with the job. */
  readonly again: string;
  readonly flags: Stopped["flags"];
  readonly typed: Stopped["typed"];
}

/**
 * Writes down how a job ended, then whatever can still be written: the lines on stdout, the reports,
 * and the last words on stderr.
 *
 * @returns the exit code
 */
export async function finish(finishing: Finishing, io: Io): Promise<number> {
  const { journal, limit, sent, paths, again, lines: jsonLines } = finishing;
  const { addresses = 0 } = journal.list ?? {};
  const { outcomes } = journal.outcomeTotals();
  const signal = io.signal.aborted ? String(io.signal.reason) : undefined;
  const reached = {
    stop: sent.stop,
    addresses,
    limit,
    notSent: outcomes["not-sent"],
    unknown: outcomes.unknown,
    signal,
    failure: sent.failure,
  };
  // A job that had ended before, and in which nothing has begun since, stays as it is.
  const hadEnded = journal.standing.phase === "ended";
  const stop = hadEnded ? undefined : conclude(reached);
  const failures = sent.failure === undefined ? [] : [sent.failure];
  const attempt = async (writing: () => Promise<void>): Promise<void> => {
    try {
      await writing();
    } catch (error) {
      if (!isUnwritable(error)) throw error;
      // What has failed once fails in the same words again.
      if (!failures.some(({ message }) => message === error.message)) failures.push(error);
    }
  };
  const phase = stop === undefined ? "ended" : "stopped";
  const standing = { phase, stop, ended: Date.now() } as const;
  if (stop !== undefined) await attempt(() => journal.recordStop(stop, limit));
  await attempt(() => jsonLines?.rest() ?? Promise.resolve());
  const last = jsonLines && ((text: string) => io.stdout.write(text));
  await attempt(() => writeReports(journal, paths, io, standing, last));
  // Last, since a finished job is not taken up again: killed before, it is, and its report written.
  if (stop === undefined && !hadEnded && failures.length === 0)
    await attempt(() => journal.recordEnd());

  const lines = failures.map(({ message }) => `Error: ${message}`);
  if (stop === undefined && failures.length > 0) lines.push(`To go on: ${again}`);
  if (stop !== undefined) {
    const left = Math.max(0, outcomes["not-sent"] - beyondLimit(reached)) + outcomes.unknown;
    const { flags, typed } = finishing;
    const { binding } = journal;
    lines.push(...describeStop(stop, binding?.account?.timeZone), ...waysOn(stop.reason, again));
    if (binding !== undefined) {
      lines.push(...describeOtherRoute({ stop, typed, flags, binding, left }));
    }
  }
  lines.push(...describeReports(paths), describeTotals(journal.outcomeTotals(), journal.list));
  io.stderr.write(`${lines.join("\n")}\n`);
  return decideExitCode({
    unwritable: failures.length > 0,
    signal: stop?.reason === "stopped" ? signal : undefined,
    stop: stop?.reason,
    cause: stop?.cause,
    amiss:
      outcomes.rejected +
      outcomes.unknown +
      outcomes.invalid +
      Math.max(0, outcomes["not-sent"] - beyondLimit(reached)),
  });
}

/** What to do about a job that is not at its end. */
function waysOn(reason: NotSentReason, again: string): readonly string[] {
  switch (reason) {
    case "request-fault":
      return [];
    case "limit":
      return ["To send the rest: the same command with a higher --limit, or without one"];
    case "credentials":
      return [`Once that is mended, to go on: ${again}`];
    default:
      return [`To go on: ${again}`];
  }
}
