import { readJournal } from "../node.js";
import { readCommandLine } from "./command-line.js";
import { checkExpected, confirm } from "./confirm.js";
import { say, tell, type Io } from "./io.js";
import { connect } from "./run/connect.js";
import { withRoute } from "./run/describe-route.js";
import { bindAccount, identify } from "./run/identify.js";
import { bindingOf, checkJob, claimedAccount, closeJob, openJob } from "./run/open-job.js";
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
  const job = await readJournal(path);
  const flags = withRoute(given, values.route, job);
  bindingOf(job);
  checkJob(job, path, { server, businessUnitId, account: claimedAccount(flags, job) }, typed);
  const paths = reportPaths(path, flags);
  await checkReportPaths(paths, filesOf(job));
  if (job.confirmed === undefined) {
    throw new RefusedError(`nothing was sent: no list of ${path} has been confirmed; use run LIST`);
  }
  const clientFor = await connect(server, flags, io);
  let client = clientFor(flags.account);
  const journal = await openJob(path, undefined, io);
  let failure: unknown;
  try {
    const binding = { server, businessUnitId, account: claimedAccount(flags, journal) };
    checkJob(journal, path, binding, typed);
    const checkAccount = async (): Promise<void> => {
      const found = await identify(clientFor, flags.account, flags, io);
      client = found.client;
      await bindAccount(journal, path, { ...binding, account: found.account }, flags, io);
    };
    const { rejected, unknown, "not-sent": notSent } = journal.outcomeTotals().outcomes;
    const total = rejected + unknown + notSent;
    const plan = planToGoOn({ ...flags, list: path, limit: undefined }, journal, total);
    (flags.yes ? tell : say)(io, describeSending(plan));
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
