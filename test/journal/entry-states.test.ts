import { describe, expect, test } from "vitest";
import { EntryStates } from "../../src/journal/entry-states.js";

const dayMs = 86_400_000;
const outcomes = [
  "unsubscribed",
  "already-unsubscribed",
  "rejected",
  "unknown",
  "not-sent",
] as const;
const noOutcomes = {
  ...Object.fromEntries(outcomes.map((each) => [each, 0])),
  invalid: 0,
  duplicate: 0,
};

/** So many addresses, and for each outcome a further one that has it. */
function withItems(count: number, settled: readonly (typeof outcomes)[number][] = []) {
  const states = new EntryStates();
  for (let id = 0; id < count + settled.length; id += 1) states.add("item");
  states.startLine(70, 5 * dayMs + 1);
  for (const [index, outcome] of settled.entries()) states.settle(count + index, outcome);
  return states;
}

test("what is said of each of thousands of entries on hundreds of lines is kept", () => {
  const states = new EntryStates();
  const count = 5_000;
  for (let id = 0; id < count; id += 1) states.add(id % 10 === 9 ? "duplicate" : "item");
  for (let line = 0; line < 1_000; line += 1) {
    states.startLine(line * 7, line * dayMs);
    for (let id = line * 5; id < line * 5 + 5; id += 1) {
      if (states.isItem(id)) states.settle(id, outcomes[id % 2] ?? "unknown");
    }
  }
  expect([states.entries, states.kinds]).toEqual([
    count,
    { item: 4_500, duplicate: 500, invalid: 0, former: 0 },
  ]);
  for (const id of [0, 1_022, 1_023, 1_024, 2_560, 4_998]) {
    const line = Math.floor(id / 5);
    expect(states.of(id)).toEqual({
      day: line === 0 ? Number.NaN : line * dayMs, // the first day of all stands for none
      interrupted: false,
      again: false,
      outcome: outcomes[id % 2],
      offset: line * 7,
    });
  }
  expect([states.of(4_999).outcome, states.isToSend(4_999)]).toEqual([undefined, false]);
});

test("what is not there is neither an address, nor of an earlier list, nor to be sent", () => {
  const states = withItems(1);
  expect([states.isItem(9_999), states.isFormer(9_999), states.isToSend(9_999)]).toEqual([
    false,
    false,
    false,
  ]);
});

test.each([
  [undefined, false, true],
  ["unsubscribed", true, false],
  ["already-unsubscribed", true, false],
  ["rejected", true, false],
  ["unknown", true, true],
  ["not-sent", false, true],
] as const)(
  "an address that is %s counts as sent: %s, as still to be sent: %s",
  (outcome, hasSent, isToSend) => {
    const states = outcome === undefined ? withItems(1) : withItems(0, [outcome]);
    expect([states.hasSent, states.isToSend(0), states.toSend]).toEqual([
      hasSent,
      isToSend,
      isToSend ? 1 : 0,
    ]);
    const counted = outcome === undefined ? noOutcomes : { ...noOutcomes, [outcome]: 1 };
    expect(states.outcomes).toEqual(counted);
  },
);

describe("a call under way", () => {
  test("stands before the outcome that its address had, and gives it back once it has ended in order", () => {
    const states = withItems(1, ["unknown"]);
    states.call(0);
    states.call(1);
    expect([states.open, states.outcomes]).toEqual([2, noOutcomes]);
    expect([states.hasSent, states.toSend]).toEqual([true, 2]);
    expect(states.of(1)).toMatchObject({ interrupted: true, outcome: "unknown" });
    states.closeCalls();
    expect([states.open, states.outcomes]).toEqual([0, { ...noOutcomes, unknown: 1 }]);
    expect(states.of(0)).toMatchObject({ interrupted: false, outcome: undefined });
  });

  test("is unknown once whatever made it is gone, and no other entry is", () => {
    const states = withItems(1, ["unsubscribed", "rejected"]);
    states.call(0);
    states.call(2);
    states.interruptCalls();
    expect(states.open).toBe(0);
    expect(states.outcomes).toEqual({ ...noOutcomes, unsubscribed: 1, unknown: 2 });
    expect(states.of(0)).toMatchObject({ interrupted: true, outcome: undefined });
    expect(states.of(1)).toMatchObject({ interrupted: false, outcome: "unsubscribed" });
    expect([states.isToSend(0), states.isToSend(1), states.toSend]).toEqual([true, false, 2]);
    states.closeCalls();
    expect(states.of(0).interrupted).toBe(true);
  });

  test("ends with its outcome", () => {
    const states = withItems(1);
    states.call(0);
    states.startLine(140, 6 * dayMs);
    states.settle(0, "already-unsubscribed");
    expect([states.open, states.toSend]).toEqual([0, 0]);
    expect(states.of(0)).toMatchObject({ interrupted: false, offset: 140, day: 6 * dayMs });
  });
});

describe("a retry", () => {
  const all = (settled: boolean) => {
    const states = withItems(1, outcomes);
    states.retry({ settled });
    return states;
  };
  const again = (states: EntryStates) =>
    Array.from({ length: states.entries }, (_, id) => id).filter((id) => states.of(id).again);

  test("is of what was rejected, or of all that is settled; the outcome stands until then", () => {
    expect(again(all(false))).toEqual([3]);
    expect(all(false).toSend).toBe(4);
    expect(again(all(true))).toEqual([1, 2, 3]);
    expect(all(true).toSend).toBe(6);
    expect(all(true).outcomes).toEqual({
      ...Object.fromEntries(outcomes.map((each) => [each, 1])),
      invalid: 0,
      duplicate: 0,
    });
  });

  test("is over for an address once it has an outcome", () => {
    const states = all(false);
    states.settle(3, "rejected");
    expect([again(states), states.toSend]).toEqual([[], 3]);
  });

  test("is none for a duplicate, an invalid entry, or one that an earlier list alone had", () => {
    const states = new EntryStates();
    states.add("duplicate");
    states.add("invalid");
    states.add("former");
    for (const id of [0, 1, 2]) states.sendAgain(id);
    expect(again(states)).toEqual([]);
    expect(states.outcomes).toEqual({ ...noOutcomes, duplicate: 1, invalid: 1 });
  });
});

test("who was in an earlier list alone counts as sent, and in no outcome", () => {
  const states = new EntryStates();
  states.add("item");
  expect(states.hasSent).toBe(false);
  states.add("former");
  states.startLine(0, dayMs);
  states.settle(1, "unsubscribed");
  expect([states.isFormer(0), states.isFormer(1)]).toEqual([false, true]);
  expect(states.of(1).outcome).toBe("unsubscribed");
  expect([states.hasSent, states.toSend, states.outcomes]).toEqual([true, 1, noOutcomes]);
  expect([...states.settledByDay()]).toEqual([]);
});

test("who is out or rejected is counted by the day, the earliest first, unless sent anew just now", () => {
  const states = withItems(1, [...outcomes, "rejected"]);
  states.startLine(80, 2 * dayMs);
  states.settle(0, "unsubscribed");
  states.add("item");
  states.startLine(90, Number.NaN);
  states.settle(7, "rejected");
  states.call(6);
  expect([...states.settledByDay()]).toEqual([
    [Number.NaN, 1],
    [2 * dayMs, 1],
    [5 * dayMs, 3],
  ]);
});
