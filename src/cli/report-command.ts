import { isFileError } from "../files/file-error.js";
import { reasonOf, systemCode } from "../files/system-error.js";
import { checkReport, reportedOf, type JournalContents } from "../node.js";
import { readCommandLine } from "./command-line.js";
import type { FlagValues } from "./flag-values.js";
import { exitCodes } from "./exit-codes.js";
import { tell, type Io } from "./io.js";
import { describeTotals } from "./run/describe-totals.js";
import { JsonLines } from "./run/json-lines.js";
import { checkHasList, readJob } from "./run/open-job.js";
import { checkReportPaths, filesOf, reportPaths } from "./run/report-paths.js";
import { describeStop } from "./run/describe-stop.js";
import { describeReports } from "./run/describe-reports.js";
import { writeReports } from "./run/write-reports.js";
import { count, number } from "../text/words.js";
import { StoppedError } from "./stopped-error.js";
import { suggest, typedCommand } from "./typed-command.js";
import { RefusedError, UsageError } from "./usage-error.js";

/** Writes the reports of a job from its journal, which may be in use meanwhile; or holds one against it. */
export async function reportCommand(args: readonly string[], io: Io): Promise<number> {
  const { argument: path, flags } = readCommandLine("report", args);
  if (flags.check !== undefined) return check(flags.check, path, flags, io);
  const { job, phase } = await readStanding(path);
  checkHasList(job, "written");
  const paths = reportPaths(path, flags);
  await checkReportPaths(paths, filesOf(job));
  const standing = { phase, stop: job.standing.stop };
  const json = flags.json === true ? (text: string) => io.stdout.write(text) : undefined;
  if (flags.json === true) {
    await new JsonLines(io.stdout, job.reportedEntries, () => reportedOf(job, standing)).rest();
  }
  await writeReports(job, paths, io, standing, json).catch((error: unknown) => {
    StoppedError.check(io.signal);
    throw error;
  });
  const lines = [
    ...describeReports(paths),
    ...describePhase(job, phase),
    ...describeNewer(job),
    describeTotals(job.outcomeTotals(), job.list),
  ];
  tell(io, lines);
  return exitCodes.ok;
}

/** Holds a report against the journal as that was when the report was written. */
async function check(
  file: string,
  journal: string,
  flags: FlagValues<"report">,
  io: Io,
): Promise<number> {
  const other = (["report", "html", "json"] as const).find((name) => flags[name] !== undefined);
  if (other !== undefined) throw new UsageError(`--check writes nothing: leave out --${other}`);
  const { kind, evidence, problems, unchecked, outdated } = await checkReport(file, journal).catch(
    (error: unknown) => {
      if (isFileError(error) || systemCode(error) !== undefined) {
        throw new RefusedError(`${file} cannot be read: ${reasonOf(error)}`, { cause: error });
      }
      throw error;
    },
  );
  if (problems.length > 0) {
    const lines = [`${file} does not match ${journal}:`, ...problems.map((text) => `  ${text}`)];
    io.stderr.write(`${lines.join("\n")}\n`);
    return exitCodes.incomplete;
  }
  const from =
    evidence === undefined
      ? ""
      : `: ${count(evidence.lines, "line")}, from the journal up to byte ${number(evidence.journal_bytes)}; SHA-256 of the CSV report ${evidence.csv_sha256}`;
  const lines = [`${file} matches ${journal}${from}.`];
  if (outdated === true) {
    const command = typedCommand(["report", journal, ...(kind === "page" ? ["--html", file] : [])]);
    lines.push(...suggest("The job has gone on since then. To write what it says now", command));
  }
  if (unchecked !== undefined) lines.push(unchecked);
  io.stderr.write(`${lines.join("\n")}\n`);
  return exitCodes.ok;
}

type Phase = Awaited<ReturnType<JournalContents["phase"]>>;

/** A journal, and whether a run that has not said that it ended goes on. */
async function readStanding(path: string): Promise<{ job: JournalContents; phase: Phase }> {
  const job = await readJob(path);
  const phase = await job.phase();
  if (phase !== "killed") return { job, phase };
  // It may have ended as it should between the reading and the look at its lock.
  const again = await readJob(path);
  return { job: again, phase: await again.phase() };
}

/** A list that was to follow the one of the job. */
function describeNewer({ newerEntries: newer }: JournalContents): readonly string[] {
  if (newer === undefined) return [];
  const entries = count(newer, "entry", "entries");
  return [
    `A newer list of ${entries} was read since, and nobody has agreed to it: this is about the one before.`,
  ];
}

/** Why the totals of a job that did not come to its end are not the last word, in lines for the person. */
function describePhase(job: JournalContents, phase: Phase): readonly string[] {
  const { unknown, "not-sent": unsent } = job.outcomeTotals().outcomes;
  const open = `${count(unknown + unsent, "address", "addresses")} of it ${unknown + unsent === 1 ? "is" : "are"} open`;
  switch (phase) {
    case "running":
      return [`The job is still running: ${open}.`];
    case "killed":
      return unknown + unsent === 0
        ? ["Every address has an outcome; the command that began the job closes it."]
        : [`The job ended without closing: ${open}. The command that began it continues it.`];
    case "new":
    case "reading":
      return ["Nothing was sent: nobody has agreed to the list yet."];
    case "agreed":
      return [`Nothing has been sent since the list was agreed to: ${open}.`];
    case "stopped":
      return job.standing.stop === undefined
        ? []
        : describeStop(job.standing.stop, job.binding?.account?.timeZone);
    case "ended":
      return [];
  }
}
