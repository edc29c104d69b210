import { isObject } from "../text/json.js";
import { readAnswer, type Answer } from "./answer.js";
import type { Batch } from "./batch.js";
import { unknown, type Unknown } from "./unknown.js";

/** The body of a 2xx, as far as it could be read. */
export type SuccessBody =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "empty" }
  | { readonly kind: "too-large" | "cut-off" | "unreadable" };

/** How the answers of one operation are read. */
export interface Table<Outcome> {
  /** The member of an entry of `results[]` that holds its statuses. */
  readonly list: string;
  /** Decides on an address, by its match key. */
  readonly judge: (answer: Answer, address: string, key: string) => Outcome;
  /** What an empty body says of an address. */
  readonly empty: (address: string) => Outcome;
}

/** What a 2xx says of each address, in the caller's order. */
export function decideEach<Outcome>(
  batch: Batch,
  body: SuccessBody,
  table: Table<Outcome>,
): (Outcome | Unknown)[] {
  const decide = decisionOf(batch, body, table);
  return batch.addresses.map((address, index) => decide(address, batch.keys[index] ?? ""));
}

function decisionOf<Outcome>(
  batch: Batch,
  body: SuccessBody,
  { list, judge, empty }: Table<Outcome>,
): (address: string, key: string) => Outcome | Unknown {
  switch (body.kind) {
    case "json": {
      if (!isObject(body.value)) return (address) => unknown(address, "unreadable-body");
      const answer = readAnswer(body.value, list, new Set(batch.keys));
      return (address, key) => judge(answer, address, key);
    }
    case "empty":
      return empty;
    case "too-large":
      return (address) => unknown(address, "body-too-large");
    case "cut-off":
      return (address) => unknown(address, "body-cut-off");
    case "unreadable":
      return (address) => unknown(address, "unreadable-body");
  }
}
