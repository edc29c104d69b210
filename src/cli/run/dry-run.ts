import {
  JournalError,
  ListTaker,
  readJournal,
  readList,
  toJsonLine,
  unusualIn,
  type JournalContents,
  type ListChange,
  type ListComparison,
  type ListFacts,
} from "../../node.js";
import type { Settled } from "../../index.js";
import { decideExitCode, describeIncomplete, exitCodes } from "../exit-codes.js";
import { say, tell, type Io } from "../io.js";
import { describeList, describeSending, type Plan } from "../summary.js";
import { describeChange, describeRowsChange, describeSettled } from "./describe-change.js";
import { ListCount } from "./list-count.js";
import { listSource } from "./list-source.js";
import { checkJob, claimedAccount } from "./open-job.js";
import { planOf, planToGoOn } from "./plan.js";
import { refuseOtherList } from "./other-list.js";
import { printable } from "../../text/words.js";
import { suggest, typedCommand } from "../typed-command.js";
import { beginsAgain, describeGoingOn, describeRetry, listIsGone } from "./describe-job.js";
import { withRoute } from "./describe-route.js";
import { countToSend, isThere } from "./prepare.js";
import { isSame } from "./read-into.js";
import type { RunFlags } from "./run-flags.js";
import { defaultServer } from "./server-flags.js";
import { takeList, type TakenEntry } from "./take-list.js";

/**
 * Reads a list and says what a run would do with it, going on with the job that its journal holds: writes
 * nothing, sends nothing, asks for no token.
 *
 * @throws {ListError} if the list is not fit to be sent
 * @throws {RefusedError} where a run would refuse the journal
 */
export async function dryRun(given: RunFlags, io: Io): Promise<number> {
  const job = await findJob(given);
  const flags = withRoute(given, job);
  if (job !== undefined && !(await isThere(flags.list))) {
    if (job.standing.phase === "ended" && !flags.again) throw listIsGone(job, flags);
    const left = await countToSend(job, flags.limit);
    const plan = planToGoOn(flags, job, left);
    const text = flags.again && !job.isSendingAgain ? { ...plan, kept: 0 } : plan;
    return conclude(describeSending(text), plan.invalid, flags, io, text.sending === text.kept);
  }
  const earlier = await job?.compare();
  try {
    return await preview(flags, job, earlier, io);
  } finally {
    await earlier?.close();
  }
}

async function preview(
  flags: RunFlags,
  job: JournalContents | undefined,
  earlier: ListComparison | undefined,
  io: Io,
): Promise<number> {
  const reading = readList(listSource(flags.list, io), flags.reading);
  const taker = new ListTaker();
  const count = new ListCount();
  const again = job !== undefined && beginsAgain(job, flags);
  let kept = 0;
  for await (const part of takeList(
    reading,
    (entries) => entries.map((entry) => taker.take(entry)),
    io.signal,
  )) {
    const lines: string[] = [];
    for (const each of part) {
      count.add(each);
      const isWithin = count.addresses <= (flags.limit ?? Infinity);
      const { taken } = each;
      const known =
        taken.kind === "new" ? earlier?.match(taken.entry.sent, count.addresses) : undefined;
      const isKept = known !== undefined && !again && !known.isToSend;
      if (isKept && isWithin) kept += 1;
      if (!flags.json) continue;
      const settled = isKept ? await earlier?.outcomeOf(known) : undefined;
      lines.push(jsonLine(taken, settled, isWithin));
    }
    if (lines.length > 0) await io.stdout.write(lines.map((line) => `${line}\n`).join(""));
  }
  const { facts } = reading;
  const change = await earlier?.change();
  if (job?.binding !== undefined && change !== undefined) {
    await refuseOtherList(change, flags, job.binding);
  }
  const plan = { ...planOf(flags, count, facts, job), kept };
  const nothing = plan.sending === kept;
  const text = [
    ...describeJob(flags, { job, facts, change, days: earlier?.settledByDay, plan }),
    ...describeList(plan),
    ...(nothing ? (job === undefined ? [] : describeRetry(job, flags)) : describeSending(plan)),
  ];
  return conclude(text, count.invalid, flags, io, nothing);
}

interface Beside {
  readonly job: JournalContents | undefined;
  readonly facts: ListFacts | undefined;
  readonly change: ListChange | undefined;
  readonly days: ReadonlyMap<number, number> | undefined;
  readonly plan: Plan;
}

/** What a run says of the job that it goes on with, in its words. */
function describeJob(
  flags: RunFlags,
  { job, facts, change, days = new Map(), plan }: Beside,
): readonly string[] {
  if (job === undefined || facts === undefined || change === undefined) return [];
  if (isSame(job, facts)) return describeGoingOn(job, flags, plan);
  return [
    `Beside what ${printable(flags.journal, 300)} has on record:`,
    ...describeChange(change),
    ...describeRowsChange(job.list, facts),
    ...describeSettled(days, { again: flags.again }),
  ];
}

function conclude(
  text: readonly string[],
  invalid: number,
  { args }: RunFlags,
  io: Io,
  nothing = false,
): number {
  const code = decideExitCode({ amiss: invalid });
  const command = typedCommand(["run", ...args.filter((word) => word !== "--dry-run")]);
  const ended = nothing
    ? ["Dry run: nothing was sent, and there is nothing to send."]
    : ["Dry run: nothing was sent.", ...suggest("To send", command)];
  (code === exitCodes.ok ? tell : say)(io, [
    ...text,
    ...describeIncomplete(code, { invalid }),
    ...ended,
  ]);
  return code;
}

/** The job that a run would go on with. */
async function findJob(flags: RunFlags): Promise<JournalContents | undefined> {
  const { journal: path, baseUrl: server = defaultServer, businessUnitId } = flags;
  let job: JournalContents;
  try {
    job = await readJournal(path);
  } catch (error) {
    if (error instanceof JournalError && error.fault === "absent") return undefined;
    throw error;
  }
  // A list that nobody has agreed to does not affect other runs.
  if (job.confirmed === undefined) return undefined;
  checkJob(job, path, { server, businessUnitId, account: claimedAccount(flags, job) });
  return job;
}

function jsonLine(
  taken: TakenEntry["taken"],
  settled: Settled | undefined,
  isWithin: boolean,
): string {
  if (taken.kind === "set-apart") return toJsonLine(taken.outcome);
  const { row, address, sent } = taken.entry;
  if (settled !== undefined) return toJsonLine({ row, address, sent, ...settled });
  return isWithin
    ? JSON.stringify({ row, address, sent, outcome: "would-send", unusual: unusualIn(sent)?.kind })
    : toJsonLine({ row, address, sent, outcome: "not-sent", reason: "limit" });
}
