import { expect, test } from "vitest";
import { readAddress } from "../../src/address/address.js";
import { describeInvalidText } from "../../src/address/describe-invalid.js";

const describeText = (text: string) => {
  const address = readAddress(text);
  return address.ok ? undefined : describeInvalidText(address);
};

test("a reason is a sentence with the character at fault, by its number", () => {
  expect(describeText("ana\u00A0@example.com")).toBe("it has a blank inside (U+00A0)");
  expect(describeText("ana")).toBe("it has no @");
});

test("a reason never quotes the address", () => {
  const texts = [
    "secret",
    "secret@",
    "sec\u200Bret@example.com",
    "secret@@x",
    "<secret@x",
    "secret@.",
  ];
  const described = texts.map((text) => describeText(text) ?? "it is valid: secret");
  expect(described.join("\n")).not.toContain("secret");
});
