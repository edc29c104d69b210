import { describe, expect, test } from "vitest";
import { readAddress } from "../../src/address/address.js";
import { unusualIn } from "../../src/list/unusual.js";
import { read } from "./lists.js";

const kindOf = (address: string) => {
  const result = readAddress(address);
  if (!result.ok) throw new Error(`${address} is ${result.reason}`);
  return unusualIn(result.sent);
};

describe("what is legal and seldom meant is told", () => {
  test.each([
    ["email=out@example.com", "label"],
    ["mailto=out@example.com", "label"],
    ["'out@example.com", "mark"],
    ["out'@example.com", "mark"],
    ["{a@example.com", "mark"],
    ["%20out@example.com", "mark"],
    ["#in@example.com", "mark"],
    ["=out@example.com", "mark"],
    ["-out@example.com", "mark"],
    ["*@example.com", "wildcard"],
    ["o**@example.com", "masked"],
    ["xxxxxx@example.com", "masked"],
    [".ana@example.com", "dots"],
    ["ana..roe@example.com", "dots"],
    ["ana@example", "dotless-domain"],
    ["аna@example.com", "mixed-scripts"],
    ["ana@exаmple.com", "mixed-scripts"],
    ["ana@gmial.com", "near-miss"],
    ["ana@hotmail.con", "near-miss"],
    ["ana@yahooo.com", "near-miss"],
    ["ana@gmx.ed", "near-miss"],
    ["ana@example.comm", "near-miss"],
    ["ana@example.c0m", "near-miss"],
    ["ana@example.d3", "near-miss"],
    ["ana@192.0.2.1", "near-miss"],
  ])("%s is %s", (address, kind) => {
    expect(kindOf(address)?.kind).toBe(kind);
  });

  test.each([
    "ana@mail.com",
    "ana@ymail.com",
    "ana@gmail.com",
    "o'neil@example.com",
    "ana+tag@example.com",
    "ana_roe@example.com",
    "_ana@example.com",
    "müller@bücher.example",
    "иван@пример.example",
    "1@example.com",
    "a.b-c@sub.example.co",
    "ana@email.com",
    "ana@gmx.net",
    "ana@live.nl",
    "ana@example.co",
    "ana@example.xn--p1ai",
  ])("%s is not", (address) => {
    expect(kindOf(address)).toBeUndefined();
  });

  test("by kind, with the rows, how many there are, and what may have been meant", async () => {
    const many = Array.from({ length: 8 }, (_, at) => `x${at}@gmial.com`).join("\n");
    const { facts } = await read(`email\n${many}\nemail=a@example.com\nana@example.com\n`);
    expect(facts.unusual["near-miss"]).toMatchObject({ count: 8 });
    expect(facts.unusual["near-miss"]?.first).toHaveLength(5);
    expect(facts.unusual["near-miss"]?.first[0]).toEqual({
      row: 2,
      text: "x0@gmial.com (gmail.com?)",
    });
    expect(facts.unusual.label).toEqual(expect.objectContaining({ count: 1 }));
    expect(Object.keys(facts.unusual)).toEqual(["near-miss", "label"]);
  });
});
