import type { Row } from "../../job/job-outcome.js";
import { describeOutcome } from "../../job/describe-outcome.js";
import { reasonWord } from "../reason-cell.js";
import type { Reported } from "../reported.js";
import { dataText } from "./markup.js";
import { failureNames, type FailureName } from "./outcome-words.js";

/** How many failures the page itself lists; its script shows the others from the data. */
export const MAX_SHOWN = 100;
/** Further kinds of reasons are counted together, since a server may invent any number. */
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

/** Counts failures one by one, and keeps what the page shows without its script. */
export class FailureTally {
  readonly #kept = new Map<FailureName, Failure[]>(failureNames.map((name) => [name, []]));
  readonly #reasons = new Map<string, { outcome: FailureName; words: string; entries: number }>();
  #total = 0;

  /** @returns the outcome if it is a failure */
  add(outcome: Reported): Failure | undefined {
    if (!isFailure(outcome)) return undefined;
    this.#total += 1;
    const list = this.#kept.get(outcome.outcome);
    if (list !== undefined && list.length < MAX_SHOWN) list.push(outcome);
    countReason(this.#reasons, outcome);
    return outcome;
  }

  result(): Failures {
    const reasons = sortReasons([...this.#reasons.values()]);
    return { shown: choose(this.#kept), total: this.#total, reasons };
  }
}

/** Texts that stand in the data once, and rows name them by their number; more of them stand in the rows themselves. */
const MAX_TEXTS = 20_000;

/**
 * All failures as data for the page's script, one pass over the outcomes: `rows`, each as row, address, outcome (by its
 * number), what happened, the address as sent and the reference for support, the last three as texts or their numbers in
 * `texts`; 0 where there is none.
 */
export async function* failureData(
  outcomes: AsyncIterable<readonly Reported[]>,
  tally: FailureTally,
): AsyncGenerator<string, void, undefined> {
  const texts = new Map<string, number>([["", 0]]);
  const toText = (text: string): string | number => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    if (texts.size >= MAX_TEXTS) return text;
    texts.set(text, texts.size);
    return texts.size - 1;
  };
  yield `<script type="application/json" id="failures-data">{"rows":[`;
  let separator = "";
  for await (const part of outcomes) {
    let text = "";
    for (const outcome of part) {
      const failure = tally.add(outcome);
      if (failure === undefined) continue;
      const { row = null, address } = failure;
      const sent = "sent" in failure && failure.sent !== address ? failure.sent : 0;
      const reference = "correlationId" in failure ? (failure.correlationId ?? "") : "";
      const name = failureNames.indexOf(failure.outcome);
      const what = toText(describeOutcome(failure));
      const cells = [typeof row === "bigint" ? String(row) : row, address, name, what, sent];
      text += `${separator}\n${dataText([...cells, toText(reference)])}`;
      separator = ",";
    }
    if (text !== "") yield text;
  }
  yield `],\n"texts":${dataText([...texts.keys()])},"outcomes":${dataText(failureNames)}}</script>\n`;
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

/** The reason without the details of a single entry. */
function wordsOf(failure: Failure, word: string): string {
  switch (failure.outcome) {
    case "rejected":
      return word === "VALIDATION_ERROR"
        ? "HubSpot refused the address: it finds something in the request not valid (VALIDATION_ERROR)."
        : `HubSpot refused the address, for a reason that it calls ${word}.`;
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
