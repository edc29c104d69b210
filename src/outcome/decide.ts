import { createFinder } from "../address/finder.js";
import { isObject } from "../text/json.js";
import { readAnswer, type Answer } from "./answer.js";
import type { Batch, GivenAddress } from "./batch.js";
import { unknown, type Unknown } from "./unknown.js";

/** The body of a 2xx, as far as it could be read. */
export type SuccessBody =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "empty" }
  | { readonly kind: "too-large" | "cut-off" | "unreadable" };

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
  body: SuccessBody,
  { list, judge, empty }: Table<Outcome>,
): (given: GivenAddress) => Outcome | Unknown {
  switch (body.kind) {
    case "json": {
      if (!isObject(body.value)) return (given) => unknown(given, "unreadable-body");
      const only = batch.single && batch.inputs[0];
      const answer = readAnswer(body.value, list, createFinder(batch.inputs), only);
      return (given) => judge(answer, given);
    }
    case "empty":
      return empty;
    case "too-large":
      return (given) => unknown(given, "body-too-large");
    case "cut-off":
      return (given) => unknown(given, "body-cut-off");
    case "unreadable":
      return (given) => unknown(given, "unreadable-body");
  }
}
