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
import { decideExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";
import { describeList, describeSending } from "../summary.js";
import { ListCount } from "./list-count.js";
import { listSource } from "./list-source.js";
import { checkJob } from "./open-job.js";
import { planOf, planToGoOn } from "./plan.js";
import { countToSend, finished, isThere } from "./prepare.js";
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
    const plan = planToGoOn(flags, job, await countToSend(job, flags.limit));
    io.stderr.write(`${[...describeSending(plan), ended].join("\n")}\n`);
    return decideExitCode({ amiss: plan.invalid });
  }
  const known = await readKnown(job);
  let kept = 0;
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
      const before = each.taken.kind === "new" ? known.get(each.taken.entry.sent) : undefined;
      if (before !== undefined && count.addresses <= (flags.limit ?? Infinity)) kept += 1;
      if (!flags.json) continue;
      const line =
        before === undefined
          ? jsonLine(each.taken, count.addresses, flags.limit)
          : toJsonLine({ ...before, row: each.entry.row, address: each.entry.address });
      lines.push(`${line}\n`);
    }
    if (lines.length > 0) await io.stdout.write(lines.join(""));
  }
  const plan = { ...planOf(flags, count, reading.facts), kept };
  const text = [...describeList(plan), ...describeSending(plan), ended];
  io.stderr.write(`${text.join("\n")}\n`);
  return decideExitCode({ amiss: count.invalid });
}

const ended = "Dry run: nothing was sent.";

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
  checkJob(job, path, { server, businessUnitId });
  if (job.standing.phase === "ended") throw finished(job, flags);
  return job;
}

/** The outcomes that a run would keep, by their addresses. */
async function readKnown(
  job: JournalContents | undefined,
): Promise<ReadonlyMap<string, EntryOutcome>> {
  const known = new Map<string, EntryOutcome>();
  if (job === undefined) return known;
  for await (const outcomes of job.outcomes()) {
    for (const outcome of outcomes) {
      if (outcome.outcome === "invalid" || outcome.outcome === "duplicate") continue;
      known.set(outcome.sent, outcome);
    }
  }
  for await (const entries of job.left()) for (const { sent } of entries) known.delete(sent);
  return known;
}

function jsonLine(taken: TakenEntry["taken"], addresses: number, limit = Infinity): string {
  if (taken.kind === "set-apart") return toJsonLine(taken.outcome);
  const { row, address, sent } = taken.entry;
  return addresses > limit
    ? toJsonLine({ row, address, sent, outcome: "not-sent", reason: "limit" })
    : JSON.stringify({ row, address, sent, outcome: "would-send", unusual: unusualIn(sent)?.kind });
}
