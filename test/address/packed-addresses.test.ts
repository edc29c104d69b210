import fc from "fast-check";
import { expect, test } from "vitest";

import { PackedAddresses } from "../../src/address/packed-addresses.js";

/** Few letters, so that many are equal or begin alike. */
const address = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "b", "@", "é", "😀", "\0"), maxLength: 6 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);

test("keeps the first number of each text, as a map does", () => {
  fc.assert(
    fc.property(fc.array(address, { maxLength: 3000, size: "max" }), (addresses) => {
      const packed = new PackedAddresses();
      const map = new Map<string, number>();
      for (const [index, each] of addresses.entries()) {
        expect(packed.get(each)).toBe(map.get(each));
        if (map.has(each)) continue;
        packed.set(each, index);
        map.set(each, index);
      }
      expect(packed.size).toBe(map.size);
      for (const [each, number] of map) expect(packed.get(each)).toBe(number);
    }),
    { numRuns: 40 },
  );
});

test("holds more than one block of them, the longest too", () => {
  const packed = new PackedAddresses();
  const nth = (n: number): string => `${n}${"x".repeat(240)}@example.com`;
  for (let n = 0; n < 10_000; n += 1) packed.set(nth(n), n);
  expect(packed.size).toBe(10_000);
  for (let n = 0; n < 10_000; n += 1) if (packed.get(nth(n)) !== n) throw new Error(`lost ${n}`);
  expect(packed.get(nth(10_000))).toBeUndefined();
});

test("does not take a text for an address that is cut off", () => {
  const packed = new PackedAddresses();
  expect(() => packed.set("x".repeat(1000), 1)).toThrow(RangeError);
  expect(packed.size).toBe(0);
});
