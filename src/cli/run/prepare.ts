import type { JobBinding } from "../../index.js";
import { readList, type Journal, type JournalContents } from "../../node.js";

import { checkExpected, confirm } from "../confirm.js";
import type { Io } from "../io.js";
import { describeList, describeSending, type Plan } from "../summary.js";
import { RefusedError } from "../usage-error.js";
import { isThere as fileIsThere } from "../../files/identity.js";
import { count, moment, number } from "../../text/words.js";
import { describeChange } from "./describe-change.js";
import { describeTotals } from "./describe-totals.js";
import { listSource, stdinName } from "./list-source.js";
import { checkJob } from "./open-job.js";
import { planOf, planToGoOn } from "./plan.js";
import { readInto, type ReadIn } from "./read-into.js";
import type { RunFlags } from "./run-flags.js";
import { sameCommand } from "./same-command.js";

/**
 * Brings a job to where it can be sent: reads the list into the journal, says what is about to be
 * done and has it confirmed; or takes up a job that has stopped.
 *
 * @returns how many addresses are to be sent
 * @throws {RefusedError} if nothing is to be sent
 */
export async function prepare(
  journal: Journal,
  flags: RunFlags,
  binding: JobBinding,
  io: Io,
): Promise<number> {
  checkJob(journal, flags.journal, binding);
  const { phase } = journal.standing;
  if (phase === "ended") throw finished(journal, flags);
  const goesOn = phase !== "new" && phase !== "reading";
  const read =
    goesOn && !(await isThere(flags.list))
      ? undefined
      : await readInto(journal, readList(listSource(flags.list, io), flags.reading), io.signal);
  if (!goesOn) await begin(journal, flags, read, io);
  else if (read !== undefined) await takeEdited(journal, flags, read, io);
  else await goOn(journal, flags, io);
  return countToSend(journal, flags.limit);
}

async function begin(
  journal: Journal,
  flags: RunFlags,
  read: ReadIn | undefined,
  io: Io,
): Promise<void> {
  if (read === undefined)
    throw new Error("a journal that nobody has confirmed holds no list to keep");
  const plan = planOf(flags, read.count, read.facts);
  say(io, [...describeList(plan), ...describeSending(plan)]);
  await agree(journal, plan, flags, io);
}

/** The list is another than the one that was confirmed. */
async function takeEdited(journal: Journal, flags: RunFlags, read: ReadIn, io: Io): Promise<void> {
  const { count: counted, facts, change } = read;
  if (change === undefined)
    throw new Error("a list that follows a confirmed one is compared with it");
  const left = await countToSend(journal, flags.limit, true);
  const reading = planOf(flags, counted, facts);
  const plan = { ...reading, kept: reading.sending - left };
  say(io, [...describeChange(change, flags.list), ...describeList(plan), ...describeSending(plan)]);
  if (change.added.count + change.gone.count === 0 && !isWidened(journal, flags.limit)) {
    // The same addresses in another order or with other columns: that was agreed to.
    checkExpected(left, flags.expect, plan.sending);
    await journal.confirm({ addresses: plan.sending, limit: flags.limit });
  } else await agree(journal, plan, flags, io);
}

async function goOn(journal: Journal, flags: RunFlags, io: Io): Promise<void> {
  const left = await countToSend(journal, flags.limit);
  const plan = planToGoOn(flags, journal, left);
  const stop =
    journal.standing.stop === undefined || journal.ended === undefined
      ? ""
      : `, which stopped at ${moment(journal.ended)} (${journal.standing.stop.reason})`;
  say(io, [
    `Going on with ${flags.journal}${stop}: ${left === 0 ? "nothing" : number(left)} of ${count(plan.sending, "address", "addresses")} ${left < 2 ? "is" : "are"} still to be sent.`,
    ...(left === 0 ? [] : describeSending(plan)),
  ]);
  const widened = isWidened(journal, flags.limit);
  // The same command goes on with what it was given, whatever is left of it by now.
  checkExpected(left, flags.expect, widened ? left : plan.sending);
  if (left > 0 && widened) {
    await ask(left, flags, io);
    await journal.confirm({ addresses: plan.sending, limit: flags.limit });
  }
}

async function agree(
  journal: Journal,
  { sending, kept }: Plan,
  flags: RunFlags,
  io: Io,
): Promise<void> {
  const left = sending - kept;
  checkExpected(left, flags.expect);
  // An edited list is agreed to even where none of it is to be sent now: what comes later goes by it.
  if (sending > 0) await ask(left, flags, io);
  await journal.confirm({ addresses: sending, limit: flags.limit });
}

async function ask(addresses: number, { yes, list }: RunFlags, io: Io): Promise<void> {
  await confirm(addresses, { yes, stdinIsList: list === stdinName }, io);
}

/** More is to be sent than was agreed to. */
function isWidened({ confirmed }: Journal, limit = Infinity): boolean {
  return limit > (confirmed?.limit ?? Infinity);
}

/** How many addresses are to be sent, among the first so many of the list. */
export async function countToSend(
  journal: JournalContents,
  limit: number | undefined,
  unconfirmed = false,
): Promise<number> {
  if (limit === undefined && !unconfirmed) return journal.remaining;
  let left = 0;
  for await (const entries of journal.left({ limit, unconfirmed })) left += entries.length;
  return left;
}

/** What there is to do about a job that has come to its end. */
export function finished(
  journal: JournalContents,
  { journal: path }: Pick<RunFlags, "journal">,
): RefusedError {
  const when = journal.ended === undefined ? "" : ` at ${moment(journal.ended)}`;
  const totals = describeTotals(journal.outcomeTotals(), journal.list?.blankRows ?? 0);
  const { rejected, unknown, "not-sent": notSent } = journal.outcomeTotals().outcomes;
  const isOpen = rejected + unknown + notSent > 0;
  const again = journal.binding && sameCommand("retry", [path], journal.binding);
  return new RefusedError(
    [
      `nothing was sent: the job of ${path} was finished${when}`,
      `  ${totals}`,
      ...(isOpen && again !== undefined
        ? [`  To send again what is rejected, unknown or not sent: ${again}`]
        : []),
      "  For a new job with this list: --journal OTHER",
    ].join("\n"),
  );
}

/** Once the list is in the journal, the job can do without it. */
export async function isThere(list: string): Promise<boolean> {
  if (list === stdinName) return true;
  return fileIsThere(list);
}

function say(io: Io, lines: readonly string[]): void {
  io.stderr.write(`${lines.join("\n")}\n`);
}
