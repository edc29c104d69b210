import type { JournalContents } from "../../node.js";
import { count, moment, number, printable } from "../../text/words.js";
import type { Plan } from "../summary.js";
import { suggest } from "../typed-command.js";
import { RefusedError } from "../usage-error.js";
import { describeSettled } from "./describe-change.js";
import { describeTotals } from "./describe-totals.js";
import type { RunFlags } from "./run-flags.js";
import { sameCommand } from "./same-command.js";

/** The state of a job that continues with its list, and how much of it is settled, in lines for the user. */
export function describeGoingOn(
  journal: JournalContents,
  flags: Pick<RunFlags, "journal" | "list" | "again">,
  { sending, kept }: Pick<Plan, "sending" | "kept">,
): readonly string[] {
  const { phase, stop } = journal.standing;
  const ended = phase === "ended";
  const left = sending - kept;
  const when = journal.ended === undefined ? "" : ` at ${moment(journal.ended)}`;
  const how = ended ? `, which ended${when}` : stop && `, which stopped${when} (${stop.reason})`;
  const settled = describeSettled(journal.settledByDay(), { again: flags.again });
  return [
    ended && left === 0
      ? `Nothing new in ${printable(flags.list, 300)}: the job of ${flags.journal} was finished${when}.`
      : `Going on with ${flags.journal}${how ?? ""}: ${left === 0 ? "nothing" : number(left)} of ${count(sending, "address", "addresses")} ${left < 2 ? "is" : "are"} still to be sent.`,
    ...(ended || beginsAgain(journal, flags) ? settled : []),
  ];
}

/** Who has agreed to what goes on now without a question, in a line. */
export function describeAgreement({ confirmed }: JournalContents): readonly string[] {
  if (confirmed === undefined) return [];
  const { at, user } = confirmed;
  const who = user === undefined ? "" : ` by ${printable(user)}`;
  return [
    `  This was agreed to at ${moment(at)}${who}, so it is not asked again; --dry-run only looks.`,
  ];
}

/** Settled addresses are to be sent once more, and a run that stopped in the middle of that continues. */
export function beginsAgain(
  { isSendingAgain }: JournalContents,
  { again }: Pick<RunFlags, "again">,
): boolean {
  return again && !isSendingAgain;
}

/** There is nothing that could be new for a job that has come to its end. */
export function listIsGone(
  journal: JournalContents,
  { journal: path, list }: Pick<RunFlags, "journal" | "list">,
): RefusedError {
  const when = journal.ended === undefined ? "" : ` at ${moment(journal.ended)}`;
  const totals = describeTotals(journal.outcomeTotals(), journal.list);
  return new RefusedError(
    [
      `nothing was sent: ${printable(list, 300)} is not there, and the job of ${path} was finished${when}`,
      `  ${totals}`,
      ...describeRetry(journal, { journal: path }),
    ].join("\n"),
  );
}

/** What there is to do about what a job that has come to its end has left open, in lines. */
export function describeRetry(
  journal: JournalContents,
  { journal: path }: Pick<RunFlags, "journal">,
): readonly string[] {
  const { rejected, unknown, "not-sent": notSent } = journal.outcomeTotals().outcomes;
  const { binding, standing } = journal;
  if (standing.phase !== "ended" || binding === undefined) return [];
  const command = sameCommand("retry", [path], binding);
  const isOpen = rejected + unknown + notSent > 0;
  return [
    ...(isOpen
      ? suggest("To send again what is rejected, unknown or not sent", command, "  ")
      : []),
    ...describeMissing(journal),
  ];
}

/** What HubSpot did not show as out when the job was read back last, in a line. */
export function describeMissing({ readBack }: JournalContents): readonly string[] {
  const { at = 0, notConfirmed = 0 } = readBack ?? {};
  const who = `${count(notConfirmed, "address", "addresses")} ${notConfirmed === 1 ? "was" : "were"}`;
  return notConfirmed === 0
    ? []
    : [`  ${who} not shown as out when the job was read back at ${moment(at)}.`];
}

/**
 * Who of a job was not read back, since nothing was sent for them or HubSpot refused them, and what to do about those, in
 * lines.
 *
 * @param found how many HubSpot shows as out of those whose outcome is unknown
 */
export function describeUnread(
  journal: JournalContents,
  { isRunning, found = 0 }: { readonly isRunning: boolean; readonly found?: number },
): readonly string[] {
  const { "not-sent": notSent, rejected } = journal.outcomeTotals().outcomes;
  const { binding, list, path } = journal;
  const them = notSent === 1 ? "it" : "them";
  const unsent = `${count(notSent, "address", "addresses")} ${notSent === 1 ? "is" : "are"} not sent yet`;
  const isLimited = journal.standing.stop?.reason === "limit";
  const goesOn = isRunning || list === undefined || binding === undefined;
  return [
    ...(found === 0
      ? []
      : [`  ${number(found)} whose outcome was unknown ${found === 1 ? "is" : "are"} out.`]),
    ...(rejected === 0
      ? []
      : [`  ${count(rejected, "address", "addresses")} HubSpot has rejected, not read back.`]),
    ...(notSent === 0
      ? []
      : goesOn
        ? [`  ${unsent}, and not read back.`]
        : suggest(
            `${unsent}, and not read back. The command that began the job goes on with ${them}${isLimited ? " once it has no --limit" : ""}, and so does`,
            sameCommand("retry", [path], binding),
            "  ",
          )),
  ];
}
