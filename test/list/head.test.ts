import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { headRows } from "../../src/list/csv.js";
import { Utf8Check } from "../../src/list/scan-bytes.js";

test("bytes are UTF-8 or not, in whatever pieces they come", () => {
  const bytes = fc.oneof(
    fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
    fc.string({ unit: "binary" }).map((text) => Buffer.from(text).subarray(0, -1)),
    fc.uint8Array({ maxLength: 12 }).map((array) => Buffer.from(array)),
    fc
      .array(fc.constantFrom(0x61, 0x80, 0xc3, 0xe2, 0xf0, 0x9f))
      .map((array) => Buffer.from(array)),
  );
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 4 }), (whole, size) => {
      const check = new Utf8Check();
      for (let at = 0; at < whole.length; at += size) check.add(whole.subarray(at, at + size));
      expect(check.end()).toBe(isUtf8(whole));
    }),
    { numRuns: 3000 },
  );
});

test("a row that may be cut off is not looked at, nor one that this syntax cannot read", () => {
  const syntax = { separator: ",", quotes: true };
  expect(headRows(Buffer.from("email\na@example.co"), false, syntax)).toEqual([["email"]]);
  expect(headRows(Buffer.from("email\na@example.co"), true, syntax)).toHaveLength(2);
  expect(headRows(Buffer.from('email\na,"b\nc'), false, syntax)).toEqual([["email"]]);
});
