import { readJournal, type JournalContents } from "../node.js";
import { readCommandLine } from "./command-line.js";
import { exitCodes } from "./exit-codes.js";
import type { Io } from "./io.js";
import { describeTotals } from "./run/describe-totals.js";
import { JsonLines } from "./run/json-lines.js";
import { checkReportPaths, reportPaths } from "./run/report-paths.js";
import { describeStop } from "./run/describe-stop.js";
import { describeReports } from "./run/describe-reports.js";
import { writeReports } from "./run/write-reports.js";
import { count } from "../text/words.js";
import { StoppedError } from "./stopped-error.js";
import { RefusedError } from "./usage-error.js";

/** Writes the reports of a job from its journal, which may be in use meanwhile. */
export async function reportCommand(args: readonly string[], io: Io): Promise<number> {
  const { argument: path, flags } = readCommandLine("report", args);
  const { job, phase } = await readStanding(path);
  if (job.list === undefined)
    throw new RefusedError(`${path} holds no list that was read to its end`);
  const paths = reportPaths(path, flags);
  await checkReportPaths(paths, [{ what: "the journal", path }]);
  await writeReports(job, paths, io, { phase, stop: job.standing.stop }).catch((error: unknown) => {
    StoppedError.check(io.signal);
    throw error;
  });
  if (flags.json === true) {
    await new JsonLines(io.stdout, job.reportedEntries, () => job.reported()).rest();
  }
  const lines = [
    ...describeReports(paths),
    ...describePhase(job, phase),
    describeTotals(job.outcomeTotals(), job.list),
  ];
  io.stderr.write(`${lines.join("\n")}\n`);
  return exitCodes.ok;
}

type Phase = Awaited<ReturnType<JournalContents["phase"]>>;

/** A journal, and whether a run that has not said that it ended goes on. */
async function readStanding(path: string): Promise<{ job: JournalContents; phase: Phase }> {
  const job = await readJournal(path);
  const phase = await job.phase();
  if (phase !== "killed") return { job, phase };
  // It may have ended as it should between the reading and the look at its lock.
  const again = await readJournal(path);
  return { job: again, phase: await again.phase() };
}

/** Why the totals of a job that did not come to its end are not the last word, in lines for the person. */
function describePhase(job: JournalContents, phase: Phase): readonly string[] {
  const { unknown, "not-sent": unsent } = job.outcomeTotals().outcomes;
  const open = `${count(unknown + unsent, "address", "addresses")} of it ${unknown + unsent === 1 ? "is" : "are"} open`;
  switch (phase) {
    case "running":
      return [`The job is still running: ${open}.`];
    case "killed":
      return [`The job ended without closing: ${open}. The command that began it goes on with it.`];
    case "new":
    case "reading":
      return ["Nothing was sent: nobody has agreed to the list yet."];
    case "agreed":
      return [`Nothing has been sent since the list was agreed to: ${open}.`];
    case "stopped":
      return job.standing.stop === undefined ? [] : describeStop(job.standing.stop);
    case "ended":
      return [];
  }
}
