import { describe, expect, test } from "vitest";
import type { Repeat } from "../../src/job/failure.js";
import { createParcel } from "../../src/job/parcel.js";
import { Patience } from "../../src/job/patience.js";

const parcel = createParcel("first", [{ id: 0, row: 1, sent: "ana@example.com" }]);

function repeat(shared: boolean, waitMs = 1_000): Repeat {
  return { kind: "repeat", waitMs, asked: false, reason: "unavailable", shared };
}

describe("a parcel that failed", () => {
  test("waits by itself and counts it, unless all calls wait", () => {
    const patience = new Patience(60_000);
    expect(patience.again(parcel, repeat(false), 5_000)).toEqual({
      ...parcel,
      notBefore: 6_000,
      failures: 1,
    });
    expect(patience.again(parcel, repeat(true), 5_000)).toEqual({ ...parcel, notBefore: 5_000 });
  });

  test("is given up after five failures, while others succeed", () => {
    const patience = new Patience(60_000);
    expect(patience.isHopeless({ ...parcel, failures: 4 })).toBe(false);
    expect(patience.isHopeless({ ...parcel, failures: 5 })).toBe(true);
    for (let n = 0; n < 4; n += 1) patience.again(parcel, repeat(false), 0);
    expect(patience.isHopeless({ ...parcel, failures: 5 })).toBe(true);
    patience.again(parcel, repeat(false), 0);
    expect(patience.isHopeless({ ...parcel, failures: 5 })).toBe(false);
    patience.succeeded();
    expect(patience.isHopeless({ ...parcel, failures: 5 })).toBe(true);
  });
});

test("three failures in a row are about more than one call", () => {
  const patience = new Patience(60_000);
  for (const short of [false, false, true]) {
    patience.again(parcel, repeat(false), 0);
    expect(patience.isShort).toBe(short);
  }
  patience.succeeded();
  expect(patience.isShort).toBe(false);
});

describe("the end of all patience", () => {
  test("is where one more wait would be longer than the job may go without a success", () => {
    const patience = new Patience(60_000);
    expect(patience.end(repeat(false, 60_000), undefined, 9_000)).toBeUndefined();
    patience.again(parcel, repeat(false), 10_000);
    patience.again(parcel, repeat(false), 20_000);
    expect(patience.end(repeat(false, 15_000), undefined, 55_000)).toBeUndefined();
    expect(patience.end(repeat(false, 15_001), undefined, 55_000)).toEqual({
      reason: "unavailable",
      message:
        "No call has succeeded for 45 s, and one more wait would pass the 60 s that are allowed.",
    });
    patience.succeeded();
    expect(patience.end(repeat(false, 15_001), undefined, 55_000)).toBeUndefined();
  });

  test("tells of the last error", () => {
    const cause = new Error("connect");
    expect(new Patience(0).end(repeat(false), cause, 0)).toMatchObject({
      message: expect.stringContaining("allowed. The last error: connect") as string,
      cause,
    });
  });
});
