import { describe, expect, test } from "vitest";
import { matchKey } from "../../src/address/match-key.js";

describe("the key by which addresses are matched", () => {
  test.each([
    ["Ann@Example.COM", "ann@example.com"],
    ["  ann@example.com\t\r\n", "ann@example.com"],
    ["ann+list@example.com", "ann+list@example.com"],
    ["a.n.n@example.com", "a.n.n@example.com"],
    ["AZ[@example.com", "az[@example.com"],
    ["ANN", "ann"],
    ["an n@example.com", "an n@example.com"],
  ])("folds ASCII case and outer blanks only: %j", (address, key) => {
    expect(matchKey(address)).toBe(key);
  });

  test.each(["\u212A@example.com", "\u0130@example.com", "Ä@example.com", "ſ@example.com"])(
    "keeps letters outside ASCII apart, which Unicode folding would merge: %s",
    (address) => {
      expect(matchKey(address)).toBe(address);
    },
  );
});
