import { expect, test } from "vitest";

import type { Entry } from "../../src/job/entry.js";
import { sortAnswer } from "../../src/job/sort-answer.js";
import type { Outcome } from "../../src/outcome/outcome.js";
import { people } from "../helpers/scripted-hubspot.js";

/** As many entries as are given, each with what the answer says of it. */
function sorted(...said: readonly (string | Partial<Outcome>)[]) {
  const entries = people(said.length).map((address, id): Entry<unknown> => ({
    id,
    row: id + 1,
    address,
    sent: address,
  }));
  const outcomes = said.map((each, id) => {
    const sent = entries[id]?.sent ?? "";
    const what = typeof each === "string" ? { outcome: each } : each;
    return { address: sent, sent, ...what } as Outcome; // as a client of somebody else's may say it
  });
  const { taken, named, open } = sortAnswer(entries, outcomes, "id-1");
  return {
    taken: taken.map(({ entry, outcome }) => [entry.id, outcome]),
    named: named.map(({ entry, rejection }) => [entry.id, rejection]),
    open: [...open].map(([reason, some]) => [reason, some.map(({ id }) => id)]),
  };
}

const rejected = (reason: string, message?: string): Partial<Outcome> => ({
  outcome: "rejected",
  reason,
  message,
  context: {},
});

test("who is out is taken, by the word of the answer", () => {
  expect(sorted("unsubscribed", "already-unsubscribed")).toEqual({
    taken: [
      [0, "unsubscribed"],
      [1, "already-unsubscribed"],
    ],
    named: [],
    open: [],
  });
});

test("who is refused by name is named, with HubSpot's words and the identifier of the answer", () => {
  expect(sorted(rejected("INVALID_EMAIL", "Not valid."), "unsubscribed")).toEqual({
    taken: [[1, "unsubscribed"]],
    named: [[0, { reason: "INVALID_EMAIL", message: "Not valid.", correlationId: "id-1" }]],
    open: [],
  });
});

test.each(["RATE_LIMIT", "INTERNAL_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE", "TOO_MANY_REQUESTS"])(
  "%s against an address is no word about the address",
  (reason) => {
    expect(sorted(rejected(reason))).toEqual({
      taken: [],
      named: [],
      open: [["named-error", [0]]],
    });
  },
);

test.each(["Contact is already unsubscribed", "already opted out", "Already been opted-out."])(
  "%j leaves it to a reading whether the address is out",
  (message) => {
    expect(sorted(rejected("VALIDATION_ERROR", message))).toEqual({
      taken: [],
      named: [],
      open: [["said-already-out", [0]]],
    });
  },
);

test("what the answer leaves open is kept together by its reason, in order", () => {
  const open = (reason: "missing" | "body-cut-off"): Partial<Outcome> => ({
    outcome: "unknown",
    reason,
  });
  expect(sorted(open("missing"), open("body-cut-off"), "accepted", open("missing"))).toEqual({
    taken: [],
    named: [],
    open: [
      ["missing", [0, 3]],
      ["body-cut-off", [1]],
      // Taken without a status, as a client may say that does not ask for them.
      ["no-statuses", [2]],
    ],
  });
});

test("an entry of which the client says nothing is left open", () => {
  const entry: Entry<unknown> = { id: 0, row: 1, address: "a@example.com", sent: "a@example.com" };
  const { open } = sortAnswer([entry], [], undefined);
  expect([...open]).toEqual([["no-statuses", [entry]]]);
});
