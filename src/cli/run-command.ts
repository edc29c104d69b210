import type { Io } from "./io.js";
import { dryRun } from "./run/dry-run.js";
import { connect } from "./run/connect.js";
import { withRoute } from "./run/describe-route.js";
import { bindAccount, identify } from "./run/identify.js";
import { stdinName } from "./run/list-source.js";
import { closeJob, openJob } from "./run/open-job.js";
import { prepare } from "./run/prepare.js";
import { checkReportPaths, reportPaths } from "./run/report-paths.js";
import { readRunFlags } from "./run/run-flags.js";
import { sendAndFinish } from "./run/send-and-finish.js";
import { defaultServer } from "./run/server-flags.js";

/** Opts a list out, or continues a list that an earlier run has begun. */
export async function runCommand(args: readonly string[], io: Io): Promise<number> {
  const given = readRunFlags(args);
  if (given.dryRun) return dryRun(given, io);
  const { journal: path, list, limit } = given;
  const paths = reportPaths(path, given);
  await checkReportPaths(
    paths,
    [
      { what: "the list", path: list },
      { what: "the journal", path },
    ],
    true,
  );
  const server = given.baseUrl ?? defaultServer;
  const clientFor = await connect(server, given, io);
  let client = clientFor(given.account);
  const binding = { server, businessUnitId: given.businessUnitId };
  const journal = await openJob(path, binding, io);
  const flags = withRoute(given, journal);
  const { resumeAt } = journal.standing.stop ?? {};
  let failure: unknown;
  try {
    const consent = { yes: flags.yes, stdinIsList: list === stdinName };
    const checkAccount = async (): Promise<void> => {
      const found = await identify(clientFor, flags, consent, io, { resumeAt });
      client = found.client;
      await bindAccount(journal, path, { ...binding, account: found.account }, flags, io);
    };
    const total = await prepare(journal, flags, { binding, checkAccount }, io);
    const typed = { name: "run", args } as const;
    return await sendAndFinish({ client, journal, path, flags, limit, total, paths, typed }, io);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    await closeJob(journal, io, failure);
  }
}
