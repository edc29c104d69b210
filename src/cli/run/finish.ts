import type { NotSentReason } from "../../index.js";
import { ReportError, type Journal } from "../../node.js";
import { decideExitCode, describeIncomplete, exitCodes } from "../exit-codes.js";
import { isUnwritable } from "../failure-code.js";
import { say, tell, type Io } from "../io.js";
import { beyondLimit, conclude } from "./conclude.js";
import { describeOtherRoute, type Stopped } from "./describe-route.js";
import { describeMissing } from "./describe-job.js";
import { describeRemedy } from "./describe-remedy.js";
import { describeReports } from "./describe-reports.js";
import { describeStop } from "./describe-stop.js";
import { describeTotals } from "./describe-totals.js";
import { stdinName } from "./list-source.js";
import type { JsonLines } from "./json-lines.js";
import { suggest, typedCommand, withoutFlags } from "../typed-command.js";
import type { ReportPaths } from "./report-paths.js";
import { sameCommand } from "./same-command.js";
import type { ServerFlags } from "./server-flags.js";
import type { Sent } from "./send.js";
import { writeReports } from "./write-reports.js";

/** What remains to be done once sending has ended. */
export interface Finishing {
  readonly journal: Journal;
  readonly limit: number | undefined;
  readonly sent: Sent;
  /** Its path as it was typed. */
  readonly path: string;
  /** The lines of `--json`, of which some may still be missing. */
  readonly lines: JsonLines | undefined;
  readonly paths: ReportPaths;
  readonly flags: Stopped["flags"] & Pick<ServerFlags, "baseUrl" | "tokenFile">;
  /** The command that goes on with the job. */
  readonly typed: Stopped["typed"];
}

/**
 * Records how a job ended, then writes what can still be written: the lines on stdout, the reports, and the closing lines
 * on stderr.
 *
 * @returns the exit code
 */
export async function finish(finishing: Finishing, io: Io): Promise<number> {
  const { journal, limit, sent, paths, typed, lines: jsonLines } = finishing;
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
      // Do not repeat an error that has already been reported.
      if (!failures.some(({ message }) => message === error.message)) failures.push(error);
    }
  };
  const phase = stop === undefined ? "ended" : "stopped";
  const standing = { phase, stop, ended: Date.now() } as const;
  if (stop !== undefined) await attempt(() => journal.recordStop(stop, limit));
  const { lost } = journal;
  if (!lost) {
    await attempt(() => jsonLines?.rest() ?? Promise.resolve());
    const last = jsonLines && ((text: string) => io.stdout.write(text));
    await attempt(() => writeReports(journal, paths, io, standing, last));
  }
  // Last, since a finished job is not taken up again: killed before, it is, and its report written.
  if (stop === undefined && !hadEnded && failures.length === 0)
    await attempt(() => journal.recordEnd());

  const lines = failures.map(({ message }) => `Error: ${message}`);
  if (stop === undefined && failures.length > 0) {
    lines.push(...goOn("Every address has an outcome. Once that is mended, to end the job", typed));
  }
  if (stop !== undefined && failures.some((failure) => failure instanceof ReportError)) {
    const { csv, csvIsDefault, html } = paths;
    const named = [
      ...(csvIsDefault ? [] : ["--report", csv]),
      ...(html === undefined ? [] : ["--html", html]),
    ];
    const command = typedCommand(["report", finishing.path, ...named]);
    lines.push(...suggest("Once that is mended, to write the report", command));
  }
  if (stop !== undefined) {
    const left = Math.max(0, outcomes["not-sent"] - beyondLimit(reached)) + outcomes.unknown;
    const { flags } = finishing;
    const { binding } = journal;
    const other =
      binding === undefined ? [] : describeOtherRoute({ stop, typed, flags, binding, left });
    lines.push(
      ...describeStop(stop, binding?.account?.timeZone),
      ...describeRemedy(stop.cause, flags),
      ...(stop.reason === "limit" ? waysToReadBack(journal, finishing.path) : []),
      ...other,
      ...waysOn(stop.reason, typed, other.length > 0),
    );
  }
  if (stop === undefined && failures.length === 0) lines.push(...whatNext(journal, finishing.path));
  const amiss = {
    rejected: outcomes.rejected,
    unknown: outcomes.unknown,
    invalid: outcomes.invalid,
    "not sent": Math.max(0, outcomes["not-sent"] - beyondLimit(reached)),
  };
  const code = decideExitCode({
    unwritable: failures.length > 0,
    signal: stop?.reason === "stopped" ? signal : undefined,
    stop: stop?.reason,
    cause: stop?.cause,
    amiss: Object.values(amiss).reduce((sum, each) => sum + each, 0),
  });
  // Do not report the others as not sent: another run may have sent them.
  if (lost)
    lines.push("The outcome of the addresses that this run has not settled is unknown here.");
  else {
    // Where one report could not be written, do not claim that any was.
    const isWritten = !failures.some((failure) => failure instanceof ReportError);
    if (isWritten) lines.push(...describeReports(paths));
    lines.push(...describeIncomplete(code, amiss));
    lines.push(describeTotals(journal.outcomeTotals(), journal.list));
  }
  (code === exitCodes.ok ? tell : say)(io, lines);
  return code;
}

/** What there is to do with a job that is at its end. */
function whatNext(journal: Journal, path: string): readonly string[] {
  const { binding } = journal;
  if (binding === undefined) return [];
  const { outcomes } = journal.outcomeTotals();
  const open = outcomes.rejected + outcomes.unknown;
  return [
    ...(open === 0
      ? []
      : suggest(
          "To send again what is rejected or unknown",
          sameCommand("retry", [path], binding),
        )),
    ...describeMissing(journal),
    ...waysToReadBack(journal, path),
  ];
}

function waysToReadBack(journal: Journal, path: string): readonly string[] {
  const { binding } = journal;
  const { outcomes } = journal.outcomeTotals();
  const out = outcomes.unsubscribed + outcomes["already-unsubscribed"];
  if (out === 0 || binding === undefined) return [];
  const command = sameCommand("verify", [path], binding);
  return suggest("To read back whether they are out", command);
}

/**
 * What to do about a job that is not at its end.
 *
 * @param hasOther there is another route
 */
function waysOn(
  reason: NotSentReason,
  typed: Stopped["typed"],
  hasOther: boolean,
): readonly string[] {
  switch (reason) {
    case "request-fault":
      return [];
    case "limit":
      return goOn("To send the rest", { ...typed, args: withoutFlags(typed.args, "--limit") });
    case "credentials":
      return goOn(
        hasOther
          ? "With Marketing Hub Enterprise, once the token has the scope, to go on by batch"
          : "Once that is mended, to go on",
        typed,
      );
    default:
      return goOn("To go on", typed);
  }
}

function goOn(what: string, { name, args }: Stopped["typed"]): readonly string[] {
  const withList = args.includes(stdinName) ? ", with the same list on stdin" : "";
  return suggest(`${what}${withList}`, typedCommand([name, ...args]));
}
