import { type Account, type HubSpotClient, type VerifiedEntry, verifyAll } from "../index.js";
import {
  JournalError,
  openJournal,
  toJsonLine,
  type JournalContents,
  type ListOptions,
  type RecordedReadBack,
} from "../node.js";
import { count } from "../text/words.js";
import { readCommandLine } from "./command-line.js";
import { sendingTime } from "../text/sending-time.js";
import { RefusedError } from "./usage-error.js";
import { decideExitCode, describeIncomplete, exitCodes } from "./exit-codes.js";
import { isUnwritable } from "./failure-code.js";
import { say, tell, type Io } from "./io.js";
import { follow } from "./progress/follow.js";
import { connect } from "./run/connect.js";
import { describeOtherRoute, describeRoute, withRoute } from "./run/describe-route.js";
import { describeRemedy } from "./run/describe-remedy.js";
import { describeUnread } from "./run/describe-job.js";
import { describeStop } from "./run/describe-stop.js";
import {
  describeNotOut,
  describeVerdicts,
  FirstVerdicts,
  type Verdicts,
} from "./run/describe-verdicts.js";
import { identify } from "./run/identify.js";
import { bindingOf, checkJob, claimedAccount } from "./run/open-job.js";
import { readListOptions } from "./run/list-flags.js";
import { defaultServer, readServerFlags, type ServerFlags } from "./run/server-flags.js";
import {
  entriesOfJob,
  entriesOfList,
  findJournal,
  numbered,
  type Entries,
  type Kept,
} from "./run/verify-source.js";

/** What is read back, and from where. */
interface Verifying {
  readonly server: string;
  readonly businessUnitId: number | undefined;
  /** The journal, where it is not a list. */
  readonly journal: JournalContents | undefined;
  readonly total: number;
  /** Every entry, the same each time. */
  readonly entries: () => Entries;
}

/** The command that was typed. */
interface Typed {
  readonly name: string;
  readonly args: readonly string[];
}

/** Reads back whether the addresses of a list or of a job are out. */
export async function verifyCommand(args: readonly string[], io: Io): Promise<number> {
  const { argument: path, flags: values } = readCommandLine("verify", args);
  const typed = { name: "verify", args } as const;
  const given = readServerFlags(values);
  const found = await findEntries(path, given, readListOptions(values), typed, io);
  const { server, businessUnitId, journal, total, entries } = found;
  const flags = withRoute(given, journal);
  const { client, account } = await connectFor(found, path, flags, typed, io);
  const brand = businessUnitId === undefined ? "" : `, brand ${businessUnitId}`;
  const { route } = flags;
  const of = account === undefined ? "" : `, account ${account.id}`;
  const isRunning = (await journal?.phase()) === "running";
  const time = route === "single" ? `, ${sendingTime(total, flags)}` : "";
  tell(io, [
    ...(isRunning ? ["The job is still running: what it has sent so far is read back."] : []),
    `To read back: ${count(total, "entry", "entries")} from ${server}${of}${brand}${time}`,
    ...describeRoute(route, undefined),
  ]);
  const job = verifyAll(client, numbered(entries()), {
    businessUnitId,
    route,
    signal: io.signal,
    maxWait: flags.maxWait,
    dailyReserve: flags.dailyReserve,
  });
  const first = new FirstVerdicts();
  const counts: Verdicts = {
    confirmed: 0,
    "not-confirmed": 0,
    unconfirmable: 0,
    invalid: 0,
    duplicate: 0,
  };
  const ofUnknown = { confirmed: 0, notConfirmed: 0 };
  const told = new Set<number>();
  const record = async (outcome: VerifiedEntry<Kept>): Promise<void> => {
    const { place, isUnknown = false } = outcome.data ?? {};
    if (place !== undefined) told.add(place);
    counts[outcome.outcome] += 1;
    if (isUnknown && outcome.outcome === "confirmed") ofUnknown.confirmed += 1;
    if (isUnknown && outcome.outcome === "not-confirmed") ofUnknown.notConfirmed += 1;
    first.add(outcome);
    if (values.json !== true) return;
    // Once the job has stopped, nobody is asked for any more.
    const reason = job.stop === undefined ? "not-told" : "stopped";
    const line = outcome.outcome === "unconfirmable" ? { ...outcome, reason } : outcome;
    await io.stdout.write(`${toJsonLine(line)}\n`);
  };
  const progress = follow(io, () => {
    const { wait, rateLimited, underWay, stopped } = job.progress;
    const stopping = stopped !== undefined;
    return { total, done: told.size, counts, wait, rateLimited, underWay, stopping };
  });
  let failure: Error | undefined;
  try {
    for await (const outcome of job) await record(outcome);
    await job.finished;
    // A job that stops leaves its list: every entry has its line all the same.
    if (told.size < total) {
      for await (const { row = 0, address, mailbox, data } of numbered(entries())) {
        if (data === undefined || told.has(data.place)) continue;
        const sent = mailbox ?? address;
        await record({ row, address, sent, data, outcome: "unconfirmable" });
      }
    }
  } catch (error) {
    if (!isUnwritable(error)) throw error;
    failure = error;
  } finally {
    progress.end();
  }
  const { stop } = job;
  if (failure !== undefined) io.stderr.write(`Error: ${failure.message}\n`);
  else if (stop !== undefined) {
    const binding = { server, businessUnitId };
    const left = counts.unconfirmable;
    const other = describeOtherRoute({ stop, typed, flags, binding, left });
    say(io, [...describeStop(stop), ...describeRemedy(stop.cause, flags), ...other]);
  }
  // Where the network or a limit ended it, that is the reason that counts and not what it left open.
  const gaveUp = stop !== undefined && stop.reason !== "credentials";
  const code = decideExitCode({
    unwritable: failure !== undefined,
    signal: stop?.reason === "stopped" && io.signal.aborted ? String(io.signal.reason) : undefined,
    stop: stop?.reason,
    cause: stop?.cause,
    unconfirmable: gaveUp ? 0 : counts.unconfirmable,
    amiss: counts["not-confirmed"] + counts.unconfirmable + counts.invalid,
  });
  const missing = counts["not-confirmed"] > 0;
  const { confirmed: _, duplicate: __, ...amiss } = counts;
  (code === exitCodes.ok ? tell : say)(io, [
    ...(journal === undefined
      ? []
      : describeUnread(journal, { isRunning, found: ofUnknown.confirmed })),
    ...first.describe(counts, { isStopped: stop !== undefined, isJson: values.json === true }),
    ...(missing
      ? describeNotOut(path, args, { server, businessUnitId, account }, flags.route)
      : []),
    ...describeIncomplete(code, amiss),
    describeVerdicts(total, counts),
  ]);
  if (journal !== undefined) await recordReadBack(journal, counts, ofUnknown, io);
  return code;
}

async function findEntries(
  path: string,
  flags: ServerFlags,
  reading: ListOptions,
  typed: Typed,
  io: Io,
): Promise<Verifying> {
  const { baseUrl: server = defaultServer, businessUnitId } = flags;
  const job = await findJournal(path);
  if (job === undefined) {
    const entries = await entriesOfList(path, reading, io);
    const total = entries.length;
    return { server, businessUnitId, journal: job, total, entries: () => entries };
  }
  bindingOf(job);
  checkJob(job, path, { server, businessUnitId, account: claimedAccount(flags, job) }, typed);
  let total = 0;
  for await (const _ of entriesOfJob(job)) total += 1;
  if (total === 0) {
    const isRunning = (await job.phase()) === "running";
    throw new RefusedError(
      [
        `nothing is read back: no address of ${path} is out, or may be, by its outcome`,
        ...describeUnread(job, { isRunning }).map((line) => `  ${line}`),
      ].join("\n"),
    );
  }
  return { server, businessUnitId, journal: job, total, entries: () => entriesOfJob(job) };
}

/** A client; whose its token is counts where a journal or the person says whose it should be. */
async function connectFor(
  { server, businessUnitId, journal }: Verifying,
  path: string,
  flags: ServerFlags,
  typed: Typed,
  io: Io,
): Promise<{ readonly client: HubSpotClient; readonly account?: Account }> {
  const clientFor = await connect(server, flags, io);
  if (journal?.binding?.account === undefined && flags.account === undefined) {
    return { client: clientFor(undefined) };
  }
  const { client, account } = await identify(clientFor, flags, { yes: false }, io, {
    what: "read back",
  });
  if (journal !== undefined) checkJob(journal, path, { server, businessUnitId, account }, typed);
  return { client, account };
}

/** Puts the verdict on record, for the page, unless HubSpot has not told of anybody or the job went on meanwhile. */
async function recordReadBack(
  job: JournalContents,
  counts: Verdicts,
  unknown: NonNullable<RecordedReadBack["unknown"]>,
  io: Io,
): Promise<void> {
  const { confirmed, "not-confirmed": notConfirmed, unconfirmable } = counts;
  if (confirmed + notConfirmed === 0) return;
  const known = unknown.confirmed + unknown.notConfirmed === 0 ? {} : { unknown };
  try {
    const journal = await openJournal(job.path, { create: false });
    try {
      const isSame = journal.confirmed?.at === job.confirmed?.at;
      if (isSame && journal.runs.length === job.runs.length) {
        await journal.recordReadBack({ confirmed, notConfirmed, unconfirmable, ...known });
      }
    } finally {
      await journal.close();
    }
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    io.stderr.write(
      `Note: the verdict could not be put on record for the page: ${error.message}\n`,
    );
  }
}
