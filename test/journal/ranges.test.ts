import fc from "fast-check";
import { expect, test } from "vitest";
import { formatRanges, readRanges } from "../../src/journal/ranges.js";

test("ranges name each entry once, whatever the order", () => {
  expect(formatRanges([105, 0, 1, 2, 3])).toBe("0-3,105");
  expect(formatRanges([])).toBe("");
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(300)), (ids) => {
      fc.pre(ids.length > 0);
      const ranges = readRanges(formatRanges(ids), 301) ?? [];
      const read = ranges.flatMap(([from, to]) =>
        Array.from({ length: to - from + 1 }, (_, index) => from + index),
      );
      expect(read).toEqual([...ids].sort((a, b) => a - b));
    }),
  );
});

test.each(["", "x", "1-", "3-2", "10", "0-10", "1,,2", "-1", "1.5", "0-9,10"])(
  "%j is refused for a list of ten entries",
  (text) => {
    expect(readRanges(text, 10)).toBeUndefined();
  },
);
