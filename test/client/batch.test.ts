import { describe, expect, test } from "vitest";
import { readBatch } from "../../src/outcome/batch.js";

describe("the addresses of a call", () => {
  test("a duplicate is sent once, in its first spelling and place", () => {
    const batch = readBatch(["B@example.com", "a@example.com", " b@EXAMPLE.com"], 100);
    expect(batch.inputs).toEqual(["B@example.com", "a@example.com"]);
    expect(batch.addresses).toEqual(["B@example.com", "a@example.com", " b@EXAMPLE.com"]);
    expect(batch.keys).toEqual(["b@example.com", "a@example.com", "b@example.com"]);
  });

  test("blanks at the ends are not sent", () => {
    expect(readBatch(["\t a@example.com\n"], 100).inputs).toEqual(["a@example.com"]);
  });

  test("names of Object.prototype are addresses like any other", () => {
    const names = ["__proto__", "constructor", "toString"];
    expect(readBatch(names, 100).inputs).toEqual(names);
  });

  test("as many addresses as the cap are taken, one more is not", () => {
    const many = Array.from({ length: 4 }, (_, index) => `a${index}@example.com`);
    expect(readBatch(many, 4).inputs).toHaveLength(4);
    expect(() => readBatch(many, 3)).toThrow(
      new TypeError("addresses holds 4, more than the 3 of one call"),
    );
  });

  test.each([
    ["an empty list", []],
    ["an empty address", ["a@example.com", ""]],
    ["a blank address", ["a@example.com", " \t"]],
    ["a number", ["a@example.com", 7]],
    ["a hole", [, "a@example.com"]],
    ["a text", "a@example.com"],
    ["null", null],
  ])("refuses %s without quoting anyone", (_, addresses) => {
    const attempt = () => readBatch(addresses as string[], 100);
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(/^addresses/);
    expect(attempt).not.toThrow(/example/);
  });

  test("later changes of the caller's array make no difference", () => {
    const addresses = ["a@example.com"];
    const batch = readBatch(addresses, 100);
    addresses[0] = "b@example.com";
    expect(batch.addresses).toEqual(["a@example.com"]);
  });
});
