import {
  isAboutMail,
  isChoiceOfMail,
  isLawAlone,
  isStatus,
  nameOf,
  tellsOnlyWhere,
  type FilledMeans,
} from "./consent-names.js";
import { spacedWords } from "./consent-fold.js";
import { asksInAFewWords, isMoment, kindOfValue, type ValueKind } from "./consent-values.js";
import { isOutcomeColumn } from "./own-report.js";
import { valuesOf, type ColumnScan } from "./scan.js";

/** A column by which it is told who has asked to be out. */
export interface Speaker {
  readonly column: number;
  readonly role: "out" | "in" | "status";
  readonly isAboutMail: boolean;
  /** Of one that says who is out. */
  readonly filled: FilledMeans;
  /** It tells of what became of a message: from such a column follows nothing where it tells of nothing. */
  readonly isOfDelivery: boolean;
}

/** What a column is of those that say who is out; `undefined` if it is none of them. */
export function roleOf(
  name: string,
  column: ColumnScan,
  rows: number,
): Speaker["role"] | undefined {
  const values = [...valuesOf(column, rows).values()]
    .map(({ shown }) => shown)
    .filter((value) => value !== "");
  const kinds = new Set<ValueKind>(values.map(kindOfValue).filter((kind) => kind !== "empty"));
  const has = (...some: readonly ValueKind[]) => some.some((kind) => kinds.has(kind));
  const only = (...some: readonly ValueKind[]) =>
    kinds.size > 0 && [...kinds].every((kind) => some.includes(kind));
  const isCount =
    values.length > 0 &&
    values.every((value) => /^\d+(?:[.,]\d+)?\s*%?$/.test(value) && !isMoment(value)) &&
    !only("yes", "no");
  if (values.some((value) => /^https?:\/\//i.test(value)) || isCount) return undefined;
  if (isOutcomeColumn(name, values)) return undefined;
  switch (nameOf(name)) {
    case "other-channel":
      return undefined;
    case "out":
      return tellsOnlyWhere(name) && [...kinds].every((kind) => kind === "no") ? undefined : "out";
    case "in":
      return has("yes", "no", "in", "out", "off-list", "weak-in", "weak-out") ||
        values.some(isMoment)
        ? "in"
        : undefined;
    case "mark":
      return only("yes", "no") ? "out" : undefined;
    case "law":
      if (has("out", "in", "off-list")) return "status";
      if (only("yes", "no")) return isLawAlone(name) ? "in" : undefined;
      return only("yes", "no", "weak-in", "weak-out") ? "status" : undefined;
    case "choice": {
      const isOfMail = isChoiceOfMail(name) || values.some((value) => /\be-?mail\b/i.test(value));
      if (has("out", "in")) return "status";
      return isOfMail && (has("no", "off-list", "weak-out") || only("yes", "no"))
        ? "in"
        : undefined;
    }
    case "mail":
      if (has("out", "in")) return "status";
      return only("yes", "no", "weak-in", "weak-out") ? "in" : undefined;
    case "status":
      if (has("billing") && !has("out", "off-list")) return undefined;
      if (has("out", "in") || (has("off-list") && (has("weak-in") || isStatus(name))))
        return "status";
      if (!isAboutMail(name)) return undefined;
      return only("yes", "no") ? "in" : has("weak-in", "weak-out") ? "status" : undefined;
    default:
      if (column.hasMore) return values.some(asksInAFewWords) ? "status" : undefined;
      // Who is marked as out among others says it of the others too, whatever these are.
      if (has("out") && (kinds.size > 1 || column.filled < rows)) return "status";
      return (has("off-list") && has("in", "weak-in")) || only("out", "off-list", "in")
        ? "status"
        : undefined;
  }
}

/**
 * What one cell says of its row: `out` and `in` in words or by a date, `perhaps` by being filled where only an opt-out is
 * (a reason, a source, a token) or by a "no" to some mail, and `not-out` where it says that this column has none, or "yes".
 */
export type Said = "out" | "perhaps" | "not-out" | "in" | undefined;

/** What of an opt-out is told instead of a yes. */
const ALL_MAIL =
  /^(?:all(?: (?:e ?mails?|mails?|lists|marketing|communications?))?|everything|global(?:ly)?|e ?mails?|alles?|alle|tous|toutes|todos?|todas|tutt[ie]|allt|wszystkie|すへて|全て)$/u;

export function says(speaker: Speaker, value: string): Said {
  const { role, isAboutMail: ofMail, filled } = speaker;
  const kind = kindOfValue(value);
  switch (role) {
    case "out":
      if (kind === "empty") return undefined;
      if (kind === "no" && speaker.isOfDelivery) return undefined;
      if (kind === "no" || kind === "in" || kind === "weak-in") return "not-out";
      if (filled === "out-of-one-kind") return undefined;
      if (ALL_MAIL.test(spacedWords(value))) return "out";
      if ((kind !== "other" && kind !== "billing") || isMoment(value.trim())) return "out";
      return filled === "out" ? "perhaps" : undefined;
    case "in":
      if (kind === "out" || kind === "off-list") return "out";
      if (kind === "no" || kind === "weak-out") return "perhaps";
      return kind === "yes" || kind === "in" || kind === "weak-in" ? "not-out" : undefined;
    case "status":
      if (kind === "out" || kind === "off-list" || (ofMail && kind === "weak-out")) return "out";
      return kind === "in" || kind === "weak-in" ? "in" : undefined;
  }
}

/**
 * A date of an opt-out outweighs an opt-in in the same row, which came before it; but a status that says the contrary, and
 * whatever only stands beside an opt-out, leave the row in doubt, and who is in doubt has not asked. Whoever says no to one
 * newsletter and yes to another is in doubt too.
 */
export function isOut(said: readonly Said[]): boolean {
  if (said.includes("in")) return false;
  return said.includes("out") || (said.includes("perhaps") && !said.includes("not-out"));
}
