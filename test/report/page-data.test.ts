import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { sortIntoBuckets } from "../../src/report/page/buckets.js";
import { collectFailures, MAX_SHOWN, shareOut } from "../../src/report/page/failures.js";
import type { EntryOutcome } from "../../src/job/job-outcome.js";
import { everyOutcome, out, stream, TIME } from "./sample-outcomes.js";

describe("the failures that a page shows", () => {
  test("are all of them, in the list's order, with their reasons counted", async () => {
    const failures = await collectFailures(stream(everyOutcome, [out(9, "gil@example.com")]));
    expect(failures.total).toBe(4);
    expect(failures.shown.map(({ row }) => row)).toEqual([4, 5, 6, 7]);
    expect(failures.reasons.map(({ outcome, entries }) => [outcome, entries])).toEqual([
      ["rejected", 1],
      ["unknown", 1],
      ["invalid", 1],
      ["not-sent", 1],
    ]);
  });

  test("of a flood of one outcome leave room for the others, and the rest is counted", async () => {
    const flood = Array.from({ length: 3 * MAX_SHOWN }, (_, index): EntryOutcome => {
      const address = `p${index}@example.com`;
      return { row: index + 2, address, sent: address, outcome: "not-sent", reason: "stopped" };
    });
    const failures = await collectFailures(stream(flood, everyOutcome));
    expect(failures.total).toBe(3 * MAX_SHOWN + 4);
    expect(failures.shown).toHaveLength(MAX_SHOWN);
    expect(new Set(failures.shown.map(({ outcome }) => outcome)).size).toBe(4);
    expect(failures.reasons.reduce((sum, { entries }) => sum + entries, 0)).toBe(failures.total);
  });

  test("have their reasons in bounds, however many a server invents", async () => {
    const outcomes = Array.from({ length: 5000 }, (_, index): EntryOutcome => {
      const address = `p${index}@example.com`;
      return { row: index, address, sent: address, outcome: "rejected", reason: `R${index}` };
    });
    const { reasons } = await collectFailures(stream(outcomes));
    expect(reasons.length).toBeLessThan(300);
    expect(reasons.reduce((sum, { entries }) => sum + entries, 0)).toBe(5000);
  });

  test("share the room so that none gets less than a fair part of what it needs", () => {
    expect(shareOut([1, 2, 3], 10)).toEqual([1, 2, 3]);
    expect(shareOut([100, 1, 0, 100], 11)).toEqual([5, 1, 0, 5]);
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(100), (wanted, room) => {
        const shares = shareOut(wanted, room);
        const sum = shares.reduce((total, share) => total + share, 0);
        const needed = wanted.reduce((total, share) => total + share, 0);
        expect(sum).toBe(Math.min(room, needed));
        shares.forEach((share, index) => {
          expect(share).toBeLessThanOrEqual(wanted[index] ?? 0);
        });
      }),
    );
  });
});

describe("the addresses over time", () => {
  const HOUR = 3_600_000;

  test("are nothing if none was sent", () => {
    expect(sortIntoBuckets([])).toBeUndefined();
    expect(sortIntoBuckets([{ time: Number.NaN, addresses: 1 }])).toBeUndefined();
  });

  test("leave a long pause out, and keep a short one", () => {
    const at = (minutes: number) => ({ time: TIME + minutes * 60_000, addresses: 100 });
    const throughput = sortIntoBuckets([at(0), at(4), at(8), at(600), at(604)]);
    expect(throughput?.stretches.map(({ buckets }) => buckets.reduce((a, b) => a + b))).toEqual([
      300, 200,
    ]);
  });

  test("are all in about sixty buckets, for any points in any order", () => {
    const point = fc.record({
      time: fc.integer({ min: TIME, max: TIME + 1000 * 24 * HOUR }),
      addresses: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 200 }), (points) => {
        const buckets = sortIntoBuckets(points)?.stretches.flatMap((stretch) => stretch.buckets);
        const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
        expect(sum(buckets ?? [])).toBe(sum(points.map(({ addresses }) => addresses)));
        // A stretch may begin inside a bucket, and so reach into one more.
        expect(buckets?.length).toBeLessThanOrEqual(60 + 12);
      }),
    );
  });
});
