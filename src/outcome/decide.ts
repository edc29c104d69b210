import { createFinder } from "../address/finder.js";
import { isObject } from "../text/json.js";
import { readAnswer, type Answer } from "./answer.js";
import type { Batch, GivenAddress } from "./batch.js";
import { unknown, type BodyFlaw, type Unknown } from "./unknown.js";

/** The body of a 2xx, as far as it could be read. */
export interface SuccessBody {
  readonly text: string;
  /** The whole of it as JSON; `undefined` where it is none. */
  readonly json: unknown;
  readonly flaw?: BodyFlaw | undefined;
}

/** How the answers of one operation are read. */
export interface Table<Outcome> {
  /** The member of an entry of `results[]` that holds its statuses; of a single address, `results` holds them itself. */
  readonly list: string;
  /** Decides on an address. */
  readonly judge: (answer: Answer, given: GivenAddress) => Outcome;
  /** What an empty body says of an address. */
  readonly empty: (given: GivenAddress) => Outcome;
}

/** What a 2xx says of each address, in the caller's order. */
export function decideEach<Outcome>(
  batch: Batch,
  body: SuccessBody,
  table: Table<Outcome>,
): (Outcome | Unknown)[] {
  return batch.given.map(decisionOf(batch, body, table));
}

function decisionOf<Outcome>(
  batch: Batch,
  { text, json, flaw }: SuccessBody,
  { list, judge, empty }: Table<Outcome>,
): (given: GivenAddress) => Outcome | Unknown {
  if (isObject(json)) {
    const only = batch.single && batch.inputs[0];
    const answer = readAnswer(json, list, createFinder(batch.inputs), only);
    return (given) => judge(answer, given);
  }
  if (flaw === undefined && text.trim() === "") return empty;
  return (given) => unknown(given, flaw ?? "unreadable-body");
}
