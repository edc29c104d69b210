import { describe, expect, test } from "vitest";
import { readAddress } from "../../src/address/address.js";
import { readBatch } from "../../src/outcome/batch.js";

describe("the addresses of a call", () => {
  test("a duplicate is sent once, at its first place, in lower case", () => {
    const batch = readBatch(["B@example.com", "a@example.com", " b@EXAMPLE.com"], 100);
    expect(batch.inputs).toEqual(["b@example.com", "a@example.com"]);
    expect(batch.given).toEqual([
      { address: "B@example.com", sent: "b@example.com" },
      { address: "a@example.com", sent: "a@example.com" },
      { address: " b@EXAMPLE.com", sent: "b@example.com" },
    ]);
  });

  test.each([
    ["\t a@example.com\n", "a@example.com"],
    ["ana@example.com\u200b", "ana@example.com"],
    ["ben@exämple.com", "ben@xn--exmple-cua.com"],
    ["__proto__@example.com", "__proto__@example.com"],
  ])("are read as a job reads them: %j", (given, sent) => {
    expect(readBatch([given], 100).inputs).toEqual([sent]);
    const read = readAddress(given);
    expect(read).toEqual({ ok: true, sent });
  });

  test.each([
    ["Ana <ana@example.com>", "it has a blank inside (U+0020)"],
    ["no-at", "it has no @"],
    ["", "there is no address"],
  ])("that are none are refused by their place, with the reason: %j", (given, reason) => {
    expect(() => readBatch(["bob@example.com", given], 100)).toThrow(
      new TypeError(`addresses[1] cannot be sent: ${reason}`),
    );
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
    expect(batch.given.map(({ address }) => address)).toEqual(["a@example.com"]);
  });
});
