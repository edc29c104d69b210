import {
  countsMails,
  isAboutMail,
  isChannelName,
  isChoiceOfMail,
  isLawAlone,
  isOtherChannel,
  isStatus,
  mayTell,
  mentionsMail,
  nameOf,
  isVerdictName,
  tellsOnlyWhere,
  type FilledMeans,
} from "./consent-names.js";
import { spacedWords } from "./consent-fold.js";
import { asksInAFewWords, kindOfValue, type ValueKind } from "./consent-values.js";
import { isGarbled } from "./garbled.js";
import { isMoment, isNoMoment } from "./moments.js";
import { isOutcomeColumn } from "./own-report.js";
import { valuesOf, type ColumnScan } from "./scan.js";

/**
 * What a column says by its name or its values; `unclear` where it may say it, in words or codes that are not known here. A
 * `channel` says of what somebody is out, and a `verdict` whether what another column names is so; both only beside others.
 */
export type Role = "out" | "in" | "status" | "unclear" | "channel" | "verdict";

/** A column that tells who has asked to be out. */
export interface Speaker {
  readonly column: number;
  readonly role: Role;
  readonly isAboutMail: boolean;
  /** Of one that says who is out. */
  readonly filled: FilledMeans;
  /** It is about what happened to a message, so an empty cell in it says nothing. */
  readonly isOfDelivery: boolean;
  /** It contains times; a word or a "1" among them is not a time. */
  readonly hasTimes: boolean;
}

/** Different values, an empty one too, of a column in which each may stand for a decision. */
export const FEW = 6;

/**
 * What a column is of those that say who is out; `undefined` if it is none of them.
 *
 * @param isGuessed the encoding was guessed
 */
export function roleOf(
  name: string,
  column: ColumnScan,
  rows: number,
  isGuessed: boolean,
): Role | undefined {
  const all = [...valuesOf(column, rows).values()].map(({ shown }) => shown);
  const values = all.filter((value) => value !== "");
  const isUrl = values.some((value) => /^https?:\/\//i.test(value));
  if (values.length === 0 && nameOf(name) !== "out") return undefined;
  if (isUrl || isOutcomeColumn(name, values)) return undefined;
  const role = plainRoleOf(name, values, column, rows);
  if (role !== undefined) return role;
  if (all.length < 2 || all.length > FEW) return undefined;
  const isUnreadable = [name, ...values].some((text) => isGarbled(text, isGuessed));
  return isUnreadable || isUnclear(name, all) ? "unclear" : undefined;
}

/** What a column is beside those that say who is out: it says of some of them that they are not, or not of mail. */
export function qualifierOf(
  name: string,
  column: ColumnScan,
  isHeaded: boolean,
): "channel" | "verdict" | undefined {
  const values = [...column.values.keys()];
  if (column.hasMore) return undefined;
  if (isChannelName(name) && values.some(isOtherChannel)) return "channel";
  if (isHeaded && !isVerdictName(name)) return undefined;
  const kinds = new Set(values.map(kindOfValue));
  const isVerdict =
    (kinds.has("yes") && kinds.has("no")) || (kinds.has("weak-in") && kinds.has("weak-out"));
  return isVerdict ? "verdict" : undefined;
}

function plainRoleOf(
  name: string,
  values: readonly string[],
  column: ColumnScan,
  rows: number,
): Role | undefined {
  const kinds = new Set<ValueKind>(values.map(kindOfValue).filter((kind) => kind !== "empty"));
  const has = (...some: readonly ValueKind[]) => some.some((kind) => kinds.has(kind));
  const only = (...some: readonly ValueKind[]) =>
    kinds.size > 0 && [...kinds].every((kind) => some.includes(kind));
  if (values.length > 0 && values.every(isNumber) && !only("yes", "no")) return undefined;
  const isOfNotices = has("unsettled") || (has("changed") && has("mail-event"));
  switch (nameOf(name)) {
    case "other-channel":
      return undefined;
    case "out":
      return tellsOnlyWhere(name) && [...kinds].every((kind) => kind === "no") ? undefined : "out";
    case "in":
      return has("yes", "no", "in", "out", "off-list", "weak-in", "weak-out", "unsettled") ||
        values.some(isMoment)
        ? "in"
        : undefined;
    case "mark":
      return only("yes", "no") ? "out" : undefined;
    case "dated-mark":
      return values.some(isMoment) ? "out" : undefined;
    case "law":
      if (has("out", "in", "off-list") || isOfNotices) return "status";
      if (only("yes", "no")) return isLawAlone(name) ? "in" : undefined;
      return only("yes", "no", "weak-in", "weak-out") ? "status" : undefined;
    case "choice": {
      const isOfMail = isChoiceOfMail(name) || values.some((value) => /\be-?mail\b/i.test(value));
      if (has("out", "in") || isOfNotices) return "status";
      return isOfMail && (has("no", "off-list", "weak-out") || only("yes", "no"))
        ? "in"
        : undefined;
    }
    case "mail":
      if (has("out", "in") || isOfNotices) return "status";
      return only("yes", "no", "weak-in", "weak-out", "stays") ? "in" : undefined;
    case "status":
      if (has("billing") && !has("out", "off-list")) return undefined;
      if (
        has("out", "in") ||
        isOfNotices ||
        (has("off-list") && (has("weak-in") || isStatus(name)))
      )
        return "status";
      if (!isAboutMail(name)) return speaksByValues();
      return only("yes", "no") ? "in" : has("weak-in", "weak-out") ? "status" : undefined;
    default:
      return speaksByValues();
  }

  function speaksByValues(): Role | undefined {
    if (isOfNotices) return "status";
    if (column.hasMore) return values.some(asksInAFewWords) ? "status" : undefined;
    // If some rows are marked as out, all other rows are not, whatever they contain.
    if (has("out") && (kinds.size > 1 || column.filled < rows)) return "status";
    if (has("stays") && has("weak-out")) return "status";
    // A name that speaks of mail, and what is allowed to whom.
    if (mentionsMail(name) && has("weak-in") && has("weak-out") && only("weak-in", "weak-out"))
      return "status";
    return (has("off-list") && has("in", "weak-in", "mail-event")) || only("out", "off-list", "in")
      ? "status"
      : undefined;
  }
}

function isNumber(value: string): boolean {
  return /^-?\d+(?:[.,]\d+)?\s*%?$/.test(value) && !isMoment(value);
}

/** Whether the name speaks of consent, and few values stand in the column of which none is understood. */
function isUnclear(name: string, values: readonly string[]): boolean {
  const isCodes = values.every((value) => /^(?:-?\d{0,2}|\p{L})$/u.test(value));
  const isNumbers = values.every((value) => value === "" || isNumber(value));
  if (values.some((value) => kindOfValue(value) === "billing")) return false;
  // `{"marketing":false}`
  if (values.some((value) => /^[[{]/.test(value) && isAboutMail(value))) return true;
  if (isNumbers && (tellsOnlyWhere(name) || countsMails(name))) return false;
  return mayTell(name, isCodes);
}

/**
 * What one cell says of its row: `out` and `in` in words or by a date, `perhaps` by being filled where only an opt-out is
 * (a reason, a source, a token) or by a "no" to some mail, and `not-out` where it says that this column has none, or "yes";
 * `doubt` where it says that what another column has does not hold, or not of mail.
 */
export type Said = "out" | "perhaps" | "not-out" | "in" | "doubt" | undefined;

/** In a column of those who are out these may be said of the opt-out, or of the person. */
const AMBIGUOUS = /^(?:disabled|inactive|cancell?ed|expired|archived|deaktiviert|inaktiv)$/i;

/** Kinds of values that are no answer where a column says who is out. */
const SAYS_NOTHING: ReadonlySet<ValueKind> = new Set(["other", "billing", "changed", "mail-event"]);

/** What of an opt-out is told instead of a yes. */
const ALL_MAIL =
  /^(?:all(?: (?:e ?mails?|mails?|lists|marketing|communications?))?|everything|global(?:ly)?|e ?mails?|alles?|alle|tous|toutes|todos?|todas|tutt[ie]|allt|wszystkie|すへて|全て)$/u;

export function says(speaker: Speaker, value: string): Said {
  const { role, isAboutMail: ofMail, filled } = speaker;
  // In a million rows, most values may differ.
  const isTime = role === "out" && filled !== "out-of-one-kind" && isMoment(value.trim());
  if (isTime && !isNoMoment(value.trim())) return "out";
  const kind = kindOfValue(value);
  switch (role) {
    case "out":
      if (kind === "empty") return undefined;
      if (kind === "no" && speaker.isOfDelivery) return undefined;
      if (kind === "no" || kind === "in" || kind === "weak-in" || kind === "stays")
        return "not-out";
      if (filled === "out-of-one-kind" || kind === "unsettled") return undefined;
      if (AMBIGUOUS.test(value.trim())) return undefined;
      if (speaker.hasTimes && !isMoment(value.trim()) && (kind === "other" || /^\d/.test(value)))
        return undefined;
      if (ALL_MAIL.test(spacedWords(value))) return "out";
      if (!SAYS_NOTHING.has(kind) || isMoment(value.trim())) return "out";
      return filled === "out" ? "perhaps" : undefined;
    case "in":
      if (kind === "out" || kind === "off-list") return "out";
      if (kind === "no" || kind === "weak-out") return "perhaps";
      return ["yes", "in", "weak-in", "stays"].includes(kind) ? "not-out" : undefined;
    case "status":
      if (kind === "out" || kind === "off-list" || (ofMail && kind === "weak-out")) return "out";
      return kind === "in" || kind === "weak-in" || kind === "stays" ? "in" : undefined;
    case "unclear":
      return undefined;
    case "channel":
      return isOtherChannel(value) ? "doubt" : undefined;
    case "verdict":
      return kind === "no" || kind === "weak-out" ? "doubt" : undefined;
  }
}

/**
 * A date of an opt-out outweighs an opt-in in the same row, which came before it; but a status that says the contrary, and
 * whatever only stands beside an opt-out, leave the row in doubt, and who is in doubt has not asked. Whoever says no to one
 * newsletter and yes to another is in doubt too.
 */
export function isOut(said: readonly Said[]): boolean {
  if (said.includes("in") || said.includes("doubt")) return false;
  return said.includes("out") || (said.includes("perhaps") && !said.includes("not-out"));
}
