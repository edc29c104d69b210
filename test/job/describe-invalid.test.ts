import { expect, test } from "vitest";
import type { InvalidReason } from "../../src/address/address.js";
import { describeInvalid } from "../../src/job/describe-invalid.js";

test("a reason of an address and one of an entry are both a sentence", () => {
  expect(describeInvalid({ reason: "blank", codePoint: "U+00A0" })).toBe(
    "it has a blank inside (U+00A0)",
  );
  expect(describeInvalid({ reason: "not-an-entry" })).toBe(
    "it is neither a text nor an entry with an address",
  );
});

test("a reason that this version does not know is said to be one", () => {
  for (const reason of ["of-tomorrow", "constructor"]) {
    // The cast: from a journal that another version has written.
    expect(describeInvalid({ reason: reason as InvalidReason })).toBe(
      "this version does not know the reason",
    );
  }
});
