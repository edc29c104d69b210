import type { EntryOutcome } from "../../index.js";
import {
  JournalError,
  ListTaker,
  readJournal,
  readList,
  toJsonLine,
  unusualIn,
  type JournalContents,
} from "../../node.js";
import { decideExitCode, exitCodes } from "../exit-codes.js";
import { say, tell, type Io } from "../io.js";
import { describeList, describeSending } from "../summary.js";
import { describeRowsChange, describeSettled } from "./describe-change.js";
import { ListCount } from "./list-count.js";
import { listSource } from "./list-source.js";
import { checkJob, claimedAccount } from "./open-job.js";
import { planOf, planToGoOn } from "./plan.js";
import { refuseOtherList } from "./other-list.js";
import { printable } from "../../text/words.js";
import { suggest, typedCommand } from "../typed-command.js";
import { countToSend, isThere, listIsGone } from "./prepare.js";
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
export async function dryRun(flags: RunFlags, io: Io): Promise<number> {
  const job = await findJob(flags);
  if (job !== undefined && !(await isThere(flags.list))) {
    if (job.standing.phase === "ended" && !flags.again) throw listIsGone(job, flags);
    const left = await countToSend(job, flags.limit);
    const plan = planToGoOn(flags, job, left);
    const text = flags.again && !job.isSendingAgain ? { ...plan, kept: 0 } : plan;
    return conclude(describeSending(text), plan.invalid, flags, io);
  }
  const known = await readKnown(job, flags);
  const reading = readList(listSource(flags.list, io), flags.reading);
  const taker = new ListTaker();
  const count = new ListCount();
  for await (const part of takeList(
    reading,
    (entries) => entries.map((entry) => taker.take(entry)),
    io.signal,
  )) {
    const lines: string[] = [];
    for (const each of part) {
      count.add(each);
      const isWithin = count.addresses <= (flags.limit ?? Infinity);
      const before =
        each.taken.kind === "new" ? known.meet(each.taken.entry.sent, isWithin) : undefined;
      if (!flags.json) continue;
      const line =
        before === undefined
          ? jsonLine(each.taken, count.addresses, flags.limit)
          : toJsonLine({ ...before, row: each.entry.row, address: each.entry.address });
      lines.push(`${line}\n`);
    }
    if (lines.length > 0) await io.stdout.write(lines.join(""));
  }
  const { facts } = reading;
  if (job?.binding !== undefined) await refuseOtherList(known, flags, job.binding);
  const plan = { ...planOf(flags, count, facts, job), kept: known.kept };
  const beside = [
    ...(facts === undefined ? [] : describeRowsChange(job?.list, facts)),
    ...describeSettled(known.days, { again: flags.again }),
  ];
  const text = [
    ...(beside.length === 0 ? [] : [`Beside what ${printable(flags.journal, 300)} has on record:`]),
    ...beside,
    ...describeList(plan),
    ...describeSending(plan),
  ];
  return conclude(text, count.invalid, flags, io);
}

function conclude(text: readonly string[], invalid: number, { args }: RunFlags, io: Io): number {
  const code = decideExitCode({ amiss: invalid });
  const command = typedCommand(["run", ...args.filter((word) => word !== "--dry-run")]);
  const ended = ["Dry run: nothing was sent.", ...suggest("To send", command)];
  (code === exitCodes.ok ? tell : say)(io, [...text, ...ended]);
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
  // What nobody has agreed to stands in no run's way.
  if (job.confirmed === undefined) return undefined;
  checkJob(job, path, { server, businessUnitId, account: claimedAccount(flags, job) });
  return job;
}

/** What a job has on record, held against a list address by address. */
class Known {
  /** Addresses that are out or rejected. */
  settled = 0;
  /** Those of them that the list has. */
  settledKept = 0;
  /** Addresses of the list, within the limit, that a run would not send. */
  kept = 0;
  /** The settled ones that the list has, by their day. */
  readonly days = new Map<number, number>();
  readonly #outcomes = new Map<string, Extract<EntryOutcome, { readonly sent: string }>>();
  readonly #toSend = new Set<string>();

  add(outcome: EntryOutcome): void {
    if (outcome.outcome === "invalid" || outcome.outcome === "duplicate") return;
    this.#outcomes.set(outcome.sent, outcome);
    if (isSettled(outcome)) this.settled += 1;
  }

  /** An address that a run would send, whatever is on record of it. */
  addToSend(sent: string): void {
    this.#toSend.add(sent);
  }

  /** An address of the list. @returns the outcome that a run would keep */
  meet(sent: string, isWithin: boolean): EntryOutcome | undefined {
    const outcome = this.#outcomes.get(sent);
    if (outcome === undefined) return undefined;
    if (isSettled(outcome)) {
      this.settledKept += 1;
      const time = "time" in outcome ? outcome.time : undefined;
      const day = time === undefined ? Number.NaN : Math.floor(time / DAY) * DAY;
      this.days.set(day, (this.days.get(day) ?? 0) + 1);
    }
    if (this.#toSend.has(sent)) return undefined;
    if (isWithin) this.kept += 1;
    return outcome;
  }
}

const DAY = 86_400_000;

function isSettled({ outcome }: EntryOutcome): boolean {
  return ["unsubscribed", "already-unsubscribed", "rejected"].includes(outcome);
}

async function readKnown(job: JournalContents | undefined, flags: RunFlags): Promise<Known> {
  const known = new Known();
  if (job === undefined) return known;
  const again = flags.again && !job.isSendingAgain;
  for await (const outcomes of job.outcomes()) {
    for (const outcome of outcomes) {
      known.add(outcome);
      if (again && "sent" in outcome) known.addToSend(outcome.sent);
    }
  }
  for await (const entries of job.left()) for (const { sent } of entries) known.addToSend(sent);
  return known;
}

function jsonLine(taken: TakenEntry["taken"], addresses: number, limit = Infinity): string {
  if (taken.kind === "set-apart") return toJsonLine(taken.outcome);
  const { row, address, sent } = taken.entry;
  return addresses > limit
    ? toJsonLine({ row, address, sent, outcome: "not-sent", reason: "limit" })
    : JSON.stringify({ row, address, sent, outcome: "would-send", unusual: unusualIn(sent)?.kind });
}
