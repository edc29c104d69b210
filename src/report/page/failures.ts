import type { Row } from "../../job/job-outcome.js";
import { describeOutcome } from "../../job/describe-outcome.js";
import { reasonWord } from "../reason-cell.js";
import type { Reported } from "../reported.js";
import { failureNames, type FailureName } from "./outcome-words.js";

/** At most so many failures stand on the page. */
export const MAX_SHOWN = 5000;
/** More kinds of reasons than this are counted together; a server may invent them. */
const MAX_REASONS = 200;

const FAILING: ReadonlySet<string> = new Set(failureNames);

export type Failure = Extract<Reported, { readonly outcome: FailureName }>;

/** How many failures have one reason. */
export interface ReasonCount {
  readonly outcome: FailureName;
  readonly words: string;
  readonly entries: number;
}

/** The failures of a job, as far as a page can hold them. */
export interface Failures {
  /** In the list's order. */
  readonly shown: readonly Failure[];
  readonly total: number;
  /** All failures by reason, the most frequent first within an outcome. */
  readonly reasons: readonly ReasonCount[];
}

/** Goes through the outcomes once, and keeps what the page will show. */
export async function collectFailures(
  outcomes: AsyncIterable<readonly Reported[]>,
): Promise<Failures> {
  const kept = new Map<FailureName, Failure[]>(failureNames.map((name) => [name, []]));
  const reasons = new Map<string, { outcome: FailureName; words: string; entries: number }>();
  let total = 0;
  for await (const part of outcomes) {
    for (const outcome of part) {
      if (!isFailure(outcome)) continue;
      total += 1;
      const list = kept.get(outcome.outcome);
      if (list !== undefined && list.length < MAX_SHOWN) list.push(outcome);
      countReason(reasons, outcome);
    }
  }
  return { shown: choose(kept), total, reasons: sortReasons([...reasons.values()]) };
}

/**
 * How many of each outcome are shown where not all can be: all get the same, and what one does not need
 * goes to the others, so that a million addresses not sent cannot hide the one that was rejected.
 */
export function shareOut(wanted: readonly number[], room: number): number[] {
  const shares = wanted.map(() => 0);
  let open = wanted.map((_, index) => index);
  let left = room;
  while (left > 0 && open.length > 0) {
    const each = Math.max(1, Math.floor(left / open.length));
    for (const index of open) {
      const more = Math.min(each, left, (wanted[index] ?? 0) - (shares[index] ?? 0));
      shares[index] = (shares[index] ?? 0) + more;
      left -= more;
    }
    open = open.filter((index) => (shares[index] ?? 0) < (wanted[index] ?? 0));
  }
  return shares;
}

function isFailure(outcome: Reported): outcome is Failure {
  return FAILING.has(outcome.outcome);
}

function countReason(
  reasons: Map<string, { outcome: FailureName; words: string; entries: number }>,
  failure: Failure,
): void {
  const word = reasonWord(failure);
  let key = `${failure.outcome} ${word}`;
  if (!reasons.has(key) && reasons.size >= MAX_REASONS) key = `${failure.outcome} `;
  const known = reasons.get(key);
  if (known !== undefined) known.entries += 1;
  else {
    const words = key.endsWith(" ") ? "Other reasons." : wordsOf(failure, word);
    reasons.set(key, { outcome: failure.outcome, words, entries: 1 });
  }
}

/** The reason without what belongs to the single entry. */
function wordsOf(failure: Failure, word: string): string {
  switch (failure.outcome) {
    case "rejected":
      return `HubSpot refused the address: ${word}`;
    case "invalid":
      return describeOutcome({ row: 0, address: "", outcome: "invalid", reason: failure.reason });
    default:
      return describeOutcome(failure);
  }
}

function choose(kept: ReadonlyMap<FailureName, readonly Failure[]>): Failure[] {
  const lists = [...kept.values()];
  const shares = shareOut(
    lists.map((list) => list.length),
    MAX_SHOWN,
  );
  return lists
    .flatMap((list, index) => list.slice(0, shares[index]))
    .sort((one, other) => compareRows(one.row, other.row));
}

/** Numbers by size; keys that are texts stay in the order in which they came. */
function compareRows(one: Row | undefined, other: Row | undefined): number {
  if (one === undefined || other === undefined) return 0;
  if (typeof one === "string" || typeof other === "string") return 0;
  return one < other ? -1 : one > other ? 1 : 0;
}

function sortReasons(reasons: readonly ReasonCount[]): ReasonCount[] {
  const rank = (reason: ReasonCount) => failureNames.indexOf(reason.outcome);
  return [...reasons].sort((one, other) => rank(one) - rank(other) || other.entries - one.entries);
}
