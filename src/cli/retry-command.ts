import type { JournalContents } from "../node.js";
import { number, printable } from "../text/words.js";
import { readCommandLine } from "./command-line.js";
import { checkExpected, confirm } from "./confirm.js";
import { exitCodes } from "./exit-codes.js";
import { say, tell, type Io } from "./io.js";
import { connect } from "./run/connect.js";
import { withRoute } from "./run/describe-route.js";
import { describeTotals } from "./run/describe-totals.js";
import { bindAccount, identify } from "./run/identify.js";
import {
  bindingOf,
  checkHasList,
  checkJob,
  claimedAccount,
  closeJob,
  openJob,
  readJob,
} from "./run/open-job.js";
import { planToGoOn } from "./run/plan.js";
import { checkReportPaths, filesOf, reportPaths } from "./run/report-paths.js";
import { readSendingFlags } from "./run/run-flags.js";
import { sendAndFinish } from "./run/send-and-finish.js";
import { defaultServer, readServerFlags } from "./run/server-flags.js";
import { describeSending } from "./summary.js";
import { withoutFlags } from "./typed-command.js";
import { RefusedError } from "./usage-error.js";

/** Sends again what a job has left rejected, unknown or not sent. */
export async function retryCommand(args: readonly string[], io: Io): Promise<number> {
  const { argument: path, flags: values } = readCommandLine("retry", args);
  const given = { ...readServerFlags(values), ...readSendingFlags(values) };
  const { baseUrl: server = defaultServer, businessUnitId } = given;
  const typed = { name: "retry", args } as const;
  const job = await readJob(path);
  const flags = withRoute(given, job);
  bindingOf(job);
  checkHasList(job, "sent");
  checkJob(job, path, { server, businessUnitId, account: claimedAccount(flags, job) }, typed);
  const paths = reportPaths(path, flags);
  await checkReportPaths(paths, filesOf(job));
  if (job.confirmed === undefined) {
    throw new RefusedError(`nothing was sent: no list of ${path} has been confirmed; use run LIST`);
  }
  const printsMore = flags.json || flags.html !== undefined || flags.report !== undefined;
  if (job.standing.phase === "ended" && countOpen(job) === 0 && !printsMore) {
    checkExpected(0, flags.expect);
    const totals = describeTotals(job.outcomeTotals(), job.list);
    tell(io, [`Nothing is left to be sent again from ${printable(path, 300)}: ${totals}`]);
    return exitCodes.ok;
  }
  const clientFor = await connect(server, flags, io);
  let client = clientFor(flags.account);
  const { resumeAt } = job.standing.stop ?? {};
  const journal = await openJob(path, undefined, io);
  let failure: unknown;
  try {
    const binding = { server, businessUnitId, account: claimedAccount(flags, journal) };
    checkJob(journal, path, binding, typed);
    const checkAccount = async (): Promise<void> => {
      const found = await identify(clientFor, flags, flags, io, { resumeAt });
      client = found.client;
      await bindAccount(journal, path, { ...binding, account: found.account }, flags, io);
    };
    const total = countOpen(journal);
    const plan = planToGoOn({ ...flags, list: path, limit: undefined }, journal, total);
    (flags.yes ? tell : say)(io, [...describeSending(plan), ...describeRejected(journal)]);
    checkExpected(total, flags.expect);
    if (total > 0) {
      const typed = ["retry", ...withoutFlags(args, "--expect")];
      await confirm(total, { ...flags, typed }, io, checkAccount);
      await journal.retry();
    }
    const ready = { client, journal, path, flags, limit: undefined, total, paths };
    return await sendAndFinish({ ...ready, typed }, io);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    await closeJob(journal, io, failure);
  }
}

/** How many addresses are not settled, or refused. */
function countOpen(job: JournalContents): number {
  const { rejected, unknown, "not-sent": notSent } = job.outcomeTotals().outcomes;
  return rejected + unknown + notSent;
}

/** What to expect of those whom HubSpot has refused, in a line. */
function describeRejected(job: JournalContents): readonly string[] {
  const { rejected } = job.outcomeTotals().outcomes;
  if (rejected === 0) return [];
  const who = rejected === 1 ? "1 of them was" : `${number(rejected)} of them were`;
  return [
    `${who} rejected and will be again, unless what HubSpot refused them for is mended: the report has its reasons.`,
  ];
}
