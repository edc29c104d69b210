import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { ratesOf, runningTime, sortIntoBuckets } from "../../src/report/page/buckets.js";
import {
  failureData,
  FailureTally,
  MAX_SHOWN,
  shareOut,
  type Failures,
} from "../../src/report/page/failures.js";
import type { EntryOutcome } from "../../src/job/job-outcome.js";
import { everyOutcome, out, stream, TIME } from "./sample-outcomes.js";

/** Goes through outcomes as the page does. */
async function collectFailures(
  outcomes: AsyncIterable<readonly EntryOutcome[]>,
): Promise<Failures & { readonly data: string }> {
  const tally = new FailureTally();
  let data = "";
  for await (const text of failureData(outcomes, tally)) data += text;
  return { ...tally.result(), data };
}

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

test("all failures stand in the data, whatever their number, and each text in it once", async () => {
  const many = Array.from({ length: 30_000 }, (_, index): EntryOutcome => {
    const address = `p${index}@example.com`;
    return { row: index + 2, address, sent: address, outcome: "not-sent", reason: "stopped" };
  });
  const { data } = await collectFailures(stream(many, everyOutcome));
  const json = /^<script type="application\/json" id="failures-data">(.*)<\/script>\n$/s.exec(
    data,
  )?.[1];
  const { rows, texts, outcomes } = JSON.parse(json ?? "") as {
    rows: [row: number, address: string, outcome: number, what: number, ...unknown[]][];
    texts: string[];
    outcomes: string[];
  };
  expect(rows).toHaveLength(30_004);
  expect(rows[7]).toEqual([9, "p7@example.com", 3, 1, 0, 0]);
  expect([outcomes[3], texts[1]]).toEqual([
    "not-sent",
    "The run was stopped before this address was sent.",
  ]);
  expect(data.length / rows.length).toBeLessThan(40);
});

describe("the addresses over time", () => {
  test.each([
    ["of one second", 1, 400],
    ["of four seconds", 4, 400],
    ["of a minute and a half", 90, 40_000],
    ["of a day", 86_400, 3_000_000],
  ])("of a job %s have its own rates: each by the time that it covers", (_, seconds, addresses) => {
    const each = Math.floor(addresses / seconds);
    const points = Array.from({ length: seconds }, (__, second) => ({
      time: TIME - (TIME % 1000) + second * 1000,
      addresses: each,
    }));
    const throughput = sortIntoBuckets(points);
    if (throughput === undefined) throw new Error("there are addresses");
    expect(runningTime(throughput)).toBe(seconds * 1000);
    const rates = throughput.stretches.flatMap((stretch) => ratesOf(throughput, stretch));
    expect(rates.length).toBeLessThanOrEqual(60);
    for (const rate of rates) expect(rate).toBeCloseTo(each, 6);
  });

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
