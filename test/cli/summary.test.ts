import { describe, expect, test } from "vitest";

import { describeList, describeSending, describeTime, type Plan } from "../../src/cli/summary.js";

const plan: Plan = {
  list: "list.csv",
  notes: [],
  firstAddresses: [],
  reading: ["csv", "utf-8"],
  rows: 1205,
  hasHeader: true,
  blankRows: 2,
  entries: 1204,
  addresses: 1200,
  duplicates: 3,
  firstDuplicates: [{ row: 9, address: "Ana@Example.com", why: "as in row 2" }],
  invalid: 1,
  firstInvalid: [{ row: 7, address: "x\u001b[2Jy\u202e", why: "there is no @" }],
  takenOut: 2,
  firstTakenOut: [{ row: 5, address: "Joe <joe@example.com>", why: "sent as joe@example.com" }],
  sending: 1200,
  kept: 0,
  limit: undefined,
  server: "https://api.hubapi.com",
  businessUnitId: undefined,
};

describe("what was read", () => {
  test("is told in numbers, with the first few of what is not sent", () => {
    expect(describeList(plan)).toEqual([
      "List: list.csv (csv, utf-8)",
      "  1,205 rows (a header, 2 blank), 1,204 entries, 1,200 addresses",
      "  3 duplicates:",
      "    row 9: Ana@Example.com (as in row 2)",
      "    and 2 more",
      "  1 invalid, never sent:",
      "    row 7: x\\u{001B}[2Jy\\u{202E} (there is no @)",
      "  2 to be sent out of cells that hold more:",
      "    row 5: Joe <joe@example.com> (sent as joe@example.com)",
      "    and 1 more",
    ]);
  });
});

describe("what is about to be done", () => {
  test("names the server, how long it takes, and that there is no way back", () => {
    const text = describeSending(plan).join("\n");
    expect(text).toContain("To send: 1,200 addresses\nServer: https://api.hubapi.com\n");
    expect(text).toContain("No single call undoes this");
  });

  test("says what a brand that is not named leaves open", () => {
    expect(describeSending(plan).join("\n")).toContain("parameter is left out. With the Brands");
  });

  test("takes 0 for the brand that it is", () => {
    const text = describeSending({ ...plan, businessUnitId: 0 }).join("\n");
    expect(text).toContain("Brand: 0 (the account's default brand)");
  });

  test("says how many of how many under a limit", () => {
    expect(describeSending({ ...plan, sending: 10, limit: 10 })[0]).toBe(
      "To send: 10 addresses of 1,200 (--limit 10)",
    );
  });

  test("says of how many the outcome is known from before", () => {
    expect(describeSending({ ...plan, kept: 500 })[0]).toBe(
      "To send: 700 addresses: 1,200, less 500 whose outcome is known",
    );
  });

  test.each([
    [1, "a few seconds"],
    [100_000, "about 53 seconds to 2 minutes"],
    [1_000_000, "about 9 minutes to 17 minutes"],
  ])("%i addresses take %s", (addresses, words) => {
    expect(describeTime(addresses)).toBe(words);
  });
});
