import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { guard, unguard } from "../../src/text/formula-guard.js";

describe("what a spreadsheet would run is kept from running", () => {
  test.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=x", "'\t'=x"],
    ["\r=x", "'\r'=x"],
    ["＝1", "'＝1"],
    ["＋1", "'＋1"],
    ["－1", "'－1"],
    ["＠x", "'＠x"],
    ["  =1", "'  =1"],
  ])("%j at the start of a cell", (text, guarded) => {
    expect(guard(text)).toBe(guarded);
  });

  test.each([
    ["a;=1", "a;'=1"],
    ["a|@x", "a|'@x"],
    ["a\t+1", "a\t'+1"],
    ["a\n-1", "a\n'-1"],
  ])("%j behind what another spreadsheet takes for a separator", (text, guarded) => {
    expect(guard(text)).toBe(guarded);
  });
});

test("a text that no spreadsheet would run stays as it is", () => {
  for (const text of [
    "",
    "ana@example.com",
    "o'neil+x=y@example.com",
    "'ana'",
    "a; b",
    "VALID: x",
  ]) {
    expect(guard(text)).toBe(text);
    expect(unguard(text)).toBe(text);
  }
});

test("an address that begins with an apostrophe comes back as the same address", () => {
  expect(unguard(guard("'+ana@example.com"))).toBe("'+ana@example.com");
  expect(unguard("'+ana@example.com")).toBe("+ana@example.com");
});

test("every text comes back exactly", () => {
  const tricky = fc.string({
    unit: fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "\n", ";", "|", " ", "a", "＝"),
  });
  fc.assert(
    fc.property(fc.oneof(tricky, fc.string({ unit: "binary" })), (text) => {
      expect(unguard(guard(text))).toBe(text);
    }),
  );
});
