import type { JobBinding } from "../../index.js";
import { readList, type Journal, type JournalContents, type JournalList } from "../../node.js";

import { checkExpected, confirm } from "../confirm.js";
import { say, tell, type Io } from "../io.js";
import { describeList, describeSending } from "../summary.js";
import { isThere as fileIsThere } from "../../files/identity.js";
import { withoutFlags } from "../typed-command.js";
import { printable } from "../../text/words.js";
import { describeChange, describeRowsChange, describeSettled } from "./describe-change.js";
import { beginsAgain, describeAgreement, describeGoingOn, listIsGone } from "./describe-job.js";
import { listSource, stdinName } from "./list-source.js";
import { checkJob, claimedAccount } from "./open-job.js";
import { refuseOtherList } from "./other-list.js";
import { planOf, planToGoOn } from "./plan.js";
import { readInto, type ReadIn } from "./read-into.js";
import type { RunFlags } from "./run-flags.js";
import { lastRoute } from "./describe-route.js";
import { checkAsked } from "./unasked.js";

/**
 * Asks for the account of the token before anything is sent, but only after the list has been read, which needs no network.
 */
type CheckAccount = () => Promise<void>;

/** What a job is held against. */
export interface Checks {
  readonly binding: JobBinding;
  readonly checkAccount: CheckAccount;
}

/**
 * Brings a job to where it can be sent: reads the list into the journal, says what is about to be
 * done and has it confirmed; or takes up a job that has stopped, or that has ended and whose list has come again.
 *
 * @returns how many addresses are to be sent
 * @throws {RefusedError} if nothing is to be sent
 */
export async function prepare(
  journal: Journal,
  flags: RunFlags,
  { binding, checkAccount }: Checks,
  io: Io,
): Promise<number> {
  checkJob(journal, flags.journal, { ...binding, account: claimedAccount(flags, journal) });
  const goesOn = journal.confirmed !== undefined;
  const isHere = await isThere(flags.list);
  if (!isHere && journal.standing.phase === "ended" && !flags.again) {
    throw listIsGone(journal, flags);
  }
  const before = journal.list;
  const read =
    goesOn && !isHere
      ? undefined
      : await readInto(journal, readList(listSource(flags.list, io), flags.reading), io.signal);
  if (!goesOn) await begin(journal, flags, read, checkAccount, io);
  else if (read === undefined) await goOn(journal, flags, checkAccount, io);
  else {
    if (read.change !== undefined) await refuseOtherList(read.change, flags, binding);
    await takeEdited(journal, flags, { ...read, before }, checkAccount, io);
  }
  return countToSend(journal, flags.limit);
}

async function begin(
  journal: Journal,
  flags: RunFlags,
  read: ReadIn | undefined,
  checkAccount: CheckAccount,
  io: Io,
): Promise<void> {
  if (read === undefined)
    throw new Error("a journal that nobody has confirmed holds no list to keep");
  const plan = planOf(flags, read.count, read.facts, journal);
  sayPlan(io, [...describeList(plan), ...describeSending(plan)], flags);
  const left = plan.sending;
  checkAsked(read.facts, flags);
  checkExpected(left, flags.expect);
  if (left > 0) await ask(left, flags, checkAccount, io);
  await journal.confirm({ addresses: left, limit: flags.limit });
}

/** The list is another than the one that was confirmed, or read in another way. */
async function takeEdited(
  journal: Journal,
  flags: RunFlags,
  { count: counted, facts, change, before }: ReadIn & { readonly before: JournalList | undefined },
  checkAccount: CheckAccount,
  io: Io,
): Promise<void> {
  if (change === undefined)
    throw new Error("a list that follows a confirmed one is compared with it");
  const ended = journal.standing.phase === "ended";
  const again = beginsAgain(journal, flags);
  const reading = planOf(flags, counted, facts, journal);
  const left = again ? reading.sending : await countToSend(journal, flags.limit, true);
  const plan = { ...reading, kept: reading.sending - left };
  const rows = describeRowsChange(before, facts);
  sayPlan(
    io,
    [
      before === undefined || before.name === flags.list
        ? `${printable(flags.list, 300)} was edited since it was confirmed:`
        : `${printable(flags.list, 300)} takes the place of ${printable(before.name, 300)} in the job of ${flags.journal}:`,
      ...describeChange(change),
      ...rows,
      ...describeSettled(journal.settledByDay({ unconfirmed: true }), { again: flags.again }),
      ...describeList(plan),
      ...describeSending(plan),
    ],
    flags,
  );
  if (left > 0) checkAsked(facts, flags);
  const changed = change.added.count + change.gone.count + rows.length > 0;
  const isNews =
    changed || again || ended || isWidened(journal, flags.limit) || isRerouted(journal, flags);
  // The same addresses in another order or with other columns need no new agreement.
  checkExpected(left, flags.expect, isNews ? left : plan.sending);
  // An edited list is agreed to even where none of it is to be sent now, if what comes later goes by it.
  if (left > 0 ? isNews : changed && !ended && plan.sending > 0) {
    await ask(left, flags, checkAccount, io);
  } else if (left > 0) await checkAccount();
  await journal.confirm({ addresses: plan.sending, limit: flags.limit });
  if (again) await journal.retry({ settled: true });
}

/** The list is the one that was confirmed, or is not there any more. */
async function goOn(
  journal: Journal,
  flags: RunFlags,
  checkAccount: CheckAccount,
  io: Io,
): Promise<void> {
  const ended = journal.standing.phase === "ended";
  const again = beginsAgain(journal, flags);
  const known = await countToSend(journal, flags.limit);
  const left = again ? planToGoOn(flags, journal, known).sending : known;
  const plan = planToGoOn(flags, journal, left);
  const isNews = again || ended || isWidened(journal, flags.limit) || isRerouted(journal, flags);
  sayPlan(
    io,
    [
      ...describeGoingOn(journal, flags, plan),
      ...(left === 0 || isNews ? [] : describeAgreement(journal)),
      ...(left === 0 ? [] : describeSending(plan)),
    ],
    flags,
  );
  // The same command goes on with what it was given, whatever is left of it by now.
  checkExpected(left, flags.expect, isNews && left > 0 ? left : plan.sending);
  if (left === 0) return;
  if (!isNews) return checkAccount();
  await ask(left, flags, checkAccount, io);
  await journal.confirm({ addresses: plan.sending, limit: flags.limit });
  if (again) await journal.retry({ settled: true });
}

async function ask(
  addresses: number,
  { yes, list, args }: RunFlags,
  checkAccount: CheckAccount,
  io: Io,
): Promise<void> {
  const typed = ["run", ...withoutFlags(args, "--expect")];
  await confirm(addresses, { yes, stdinIsList: list === stdinName, typed }, io, checkAccount);
}

/** More is to be sent than was agreed to. */
function isWidened({ confirmed }: Journal, limit = Infinity): boolean {
  return limit > (confirmed?.limit ?? Infinity);
}

/** They are to be sent by other calls than were agreed to: by those of one address, which have it in their URL. */
function isRerouted(journal: Journal, { route }: RunFlags): boolean {
  const before = lastRoute(journal);
  return before !== undefined && before !== route;
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

/** Once the list is in the journal, the job no longer needs the file. */
export async function isThere(list: string): Promise<boolean> {
  if (list === stdinName) return true;
  return fileIsThere(list);
}

/** Says what is about to be done; `--quiet` keeps it back only where nobody is asked about it. */
function sayPlan(io: Io, lines: readonly string[], { yes }: Pick<RunFlags, "yes">): void {
  if (yes) tell(io, lines);
  else say(io, lines);
}
