import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Entry } from "../../src/index.js";
import { ReadAhead, type EntrySource } from "../../src/job/read-ahead.js";
import { entryOf } from "./scripted-engine.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A source whose every reading is answered by the test. */
function scriptSource(isLive = true) {
  const readings: {
    readonly resolve: (entries: readonly Entry[] | undefined) => void;
    readonly reject: (thrown: unknown) => void;
  }[] = [];
  const leave = vi.fn();
  const source: EntrySource<unknown> = {
    isLive,
    read: () => new Promise((resolve, reject) => readings.push({ resolve, reject })),
    leave,
  };
  const changed = vi.fn();
  const supply = new ReadAhead(source, 1_000, changed);
  /** Answers the reading that is under way. */
  const give = async (ids: readonly number[] | undefined): Promise<void> => {
    readings.at(-1)?.resolve(ids?.map(entryOf));
    await vi.advanceTimersByTimeAsync(0);
  };
  return { supply, readings, give, leave, changed };
}

const now = (): number => performance.now();
const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);

describe("reading", () => {
  test("begins with the first question, goes on one at a time, and only where too little is there", async () => {
    const { supply, readings, give, changed } = scriptSource();
    expect(readings).toHaveLength(0);
    expect(supply.has(2, now())).toBe(false);
    expect(supply.has(2, now())).toBe(false);
    expect(readings).toHaveLength(1);
    await give([0]);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(supply.has(1, now())).toBe(true);
    expect(readings).toHaveLength(1);
    expect(supply.has(2, now())).toBe(false);
    expect(readings).toHaveLength(2);
    await give([1]);
    expect(supply.has(2, now())).toBe(true);
    expect(supply.size).toBe(2);
  });

  test("ends with the source; what is left is taken then", async () => {
    const { supply, give, leave } = scriptSource();
    supply.has(2, now());
    await give([0]);
    supply.has(2, now());
    await give(undefined);
    expect(supply.ended).toBe(false);
    expect(supply.has(2, now())).toBe(true);
    expect(supply.lingers(now())).toBe(0);
    expect(ids(supply.takeAt(0, 2))).toEqual([0]);
    expect(supply.ended).toBe(true);
    expect(supply.takeAt(0, 2)).toEqual([]);
    expect(supply.leave()).toEqual([]);
    expect(leave).not.toHaveBeenCalled();
  });

  test("ends with what the source throws, which is kept", async () => {
    const { supply, readings, changed } = scriptSource();
    supply.has(1, now());
    const thrown = new Error("no more");
    readings[0]?.reject(thrown);
    await vi.advanceTimersByTimeAsync(0);
    expect(supply.ended).toBe(true);
    expect(supply.error?.thrown).toBe(thrown);
    expect(changed).toHaveBeenCalledTimes(1);
    supply.has(1, now());
    expect(readings).toHaveLength(1);
  });

  test.each<
    [
      string,
      (reading: { resolve: (_: readonly Entry[]) => void; reject: (_: unknown) => void }) => void,
    ]
  >([
    ["comes", ({ resolve }) => resolve([entryOf(9)])],
    ["is thrown", ({ reject }) => reject(new Error("closed"))],
  ])("what %s after the supply was left is nobody's", async (_, answer) => {
    const { supply, readings, give, leave } = scriptSource();
    supply.has(2, now());
    await give([0]);
    supply.has(2, now());
    expect(ids(supply.leave())).toEqual([0]);
    expect(leave).toHaveBeenCalledTimes(1);
    expect(supply.ended).toBe(true);
    const [, last] = readings;
    if (last === undefined) throw new Error("a reading is under way");
    answer(last);
    await vi.advanceTimersByTimeAsync(0);
    expect(supply.size).toBe(0);
    expect(supply.error).toBeUndefined();
    expect(supply.leave()).toEqual([]);
    expect(leave).toHaveBeenCalledTimes(1);
  });
});

describe("a part-filled batch", () => {
  test("waits for one more entry as long as the linger is, and for ten seconds in all", async () => {
    const { supply, give } = scriptSource();
    expect(supply.lingers(now())).toBeUndefined();
    supply.has(99, now());
    await give([0]);
    expect(supply.lingers(now())).toBe(1_000);
    for (let id = 1; id <= 10; id += 1) {
      await vi.advanceTimersByTimeAsync(950);
      supply.has(99, now());
      await give(id % 2 === 0 ? [id] : []);
    }
    // An empty reading is no entry: the last one came 0 s ago, the first 9.5 s ago.
    expect(supply.size).toBe(6);
    expect(supply.lingers(now())).toBe(500);
    expect(supply.has(99, now())).toBe(false);
    expect(supply.has(99, now() + 500)).toBe(true);
    // What is left of it has waited since the last one came.
    supply.takeAt(0, 1);
    expect(supply.lingers(now())).toBe(1_000);
  });

  test("an empty reading does not make it wait any longer", async () => {
    const { supply, give } = scriptSource();
    supply.has(99, now());
    await give([0]);
    supply.has(99, now());
    await vi.advanceTimersByTimeAsync(700);
    await give([]);
    expect(supply.lingers(now())).toBe(300);
  });

  test("of a list that is read as fast as it can be waits for the list alone", async () => {
    const { supply, give } = scriptSource(false);
    supply.has(2, now());
    await give([0]);
    expect(supply.lingers(now() + 60_000)).toBeUndefined();
    expect(supply.has(2, now() + 60_000)).toBe(false);
  });
});

describe("batches from different places", () => {
  test("can be tried once 25,000 entries are there, or no more will come", async () => {
    const { supply, readings, give } = scriptSource(false);
    expect(supply.isSpread(now())).toBe(false);
    expect(readings).toHaveLength(1);
    await give(Array.from({ length: 24_999 }, (_, id) => id));
    expect(supply.isSpread(now())).toBe(false);
    expect(readings).toHaveLength(2);
    await give([24_999]);
    expect(supply.isSpread(now())).toBe(true);
    expect(readings).toHaveLength(2);
    const few = scriptSource(false);
    few.supply.isSpread(now());
    await few.give([0]);
    expect(few.supply.isSpread(now() + 60_000)).toBe(false);
    await few.give(undefined);
    expect(few.supply.isSpread(now())).toBe(true);
  });

  test("of a live source as soon as it is silent", async () => {
    const { supply, give } = scriptSource();
    supply.isSpread(now());
    await give([0]);
    expect(supply.isSpread(now())).toBe(false);
    expect(supply.isSpread(now() + 1_000)).toBe(true);
  });

  test("are taken from a share of the way through, and never mix what is open with what is not", async () => {
    const { supply, readings } = scriptSource();
    supply.has(9, now());
    const open = { unresolved: "interrupted" } as const;
    const entries = [0, 1, 2, 3, 4, 5, 6, 7].map(entryOf);
    readings[0]?.resolve([...entries, { ...entryOf(8), ...open }, { ...entryOf(9), ...open }]);
    await vi.advanceTimersByTimeAsync(0);
    expect(ids(supply.takeAt(0.5, 2))).toEqual([4, 5]);
    expect(ids(supply.takeAt(1, 3))).toEqual([7]);
    expect(ids(supply.takeAt(1, 1))).toEqual([9]);
    expect(ids(supply.takeAt(0, 2))).toEqual([0, 1]);
    expect(ids(supply.takeAt(0.5, 9))).toEqual([2, 3, 6]);
    expect(ids(supply.takeAt(0, 9))).toEqual([8]);
  });
});
