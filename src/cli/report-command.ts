import { readJournal } from "../node.js";
import { exitCodes } from "./exit-codes.js";
import type { Io } from "./io.js";
import { readArguments } from "./read-options.js";
import { describeTotals } from "./run/describe-totals.js";
import { JsonLines } from "./run/json-lines.js";
import { checkReportPaths, reportPaths } from "./run/report-paths.js";
import { describeReports } from "./run/describe-reports.js";
import { writeReports } from "./run/write-reports.js";
import { StoppedError } from "./stopped-error.js";
import { RefusedError } from "./usage-error.js";

/** Writes the reports of a job from its journal, which may be in use meanwhile. */
export async function reportCommand(args: readonly string[], io: Io): Promise<number> {
  const { argument: path, flags } = readArguments(args, "JOURNAL", {
    report: { type: "string" },
    html: { type: "string" },
    json: { type: "boolean" },
  });
  const job = await readJournal(path);
  if (job.list === undefined)
    throw new RefusedError(`${path} holds no list that was read to its end`);
  const paths = reportPaths(path, flags);
  await checkReportPaths(paths, [{ what: "the journal", path }]);
  await writeReports(job, paths, io).catch((error: unknown) => {
    StoppedError.check(io.signal);
    throw error;
  });
  if (flags.json === true) {
    await new JsonLines(io.stdout, job.outcomeTotals().entries, () => job.outcomes()).rest();
  }
  const lines = [
    ...describeReports(paths),
    describeTotals(job.outcomeTotals(), job.list.blankRows),
  ];
  io.stderr.write(`${lines.join("\n")}\n`);
  return exitCodes.ok;
}
