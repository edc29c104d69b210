import { describe, expect, test } from "vitest";

import { sendingTime } from "../../src/text/sending-time.js";
import { describeList, describeSending, type Plan } from "../../src/cli/summary.js";

const plan: Plan = {
  list: "list.csv",
  notes: [],
  firstAddresses: [],
  reading: ["csv", "utf-8"],
  rows: 1205,
  headerRow: 1,
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
  route: "batch",
  routeBefore: undefined,
  dailyReserve: undefined,
};

describe("what was read", () => {
  test("is told in numbers, with the first few of what is not sent", () => {
    expect(describeList(plan)).toEqual([
      "List: list.csv (csv, utf-8)",
      "  1,205 rows (besides the header in row 1 and 2 blank), 1,204 entries, 1,200 addresses",
      "  3 duplicates:",
      "    row 9: Ana@Example.com (as in row 2)",
      "    and 2 more",
      "  1 invalid, never sent:",
      "    row 7: x\\u{001B}[2Jy\\u{202E} (there is no @)",
      "  2 taken from cells with other text:",
      "    row 5: Joe <joe@example.com> (sent as joe@example.com)",
      "    and 1 more",
    ]);
  });
});

test("says where all that is invalid can be seen, where only the first are shown", () => {
  expect(describeList({ ...plan, invalid: 4 })).toContain(
    "    (--dry-run --json gives a line for each)",
  );
});

describe("what is about to be done", () => {
  test("names the server, how long it takes, and that there is no way back", () => {
    const text = describeSending(plan).join("\n");
    expect(text).toContain("To send: 1,200 addresses\nServer: https://api.hubapi.com\n");
    expect(text).toContain("No single call undoes this");
    expect(text).toContain("Time: a few seconds at HubSpot's limits");
    const practice = {
      ...plan,
      server: "http://127.0.0.1:8080",
      addresses: 10_000,
      sending: 10_000,
    };
    expect(describeSending(practice).join("\n")).toMatch(
      /^Server: http:\/\/127\.0\.0\.1:8080 \(practice: .*\)$[^]*^Time: a few seconds to 10 seconds at/m,
    );
  });

  test("says what a brand that is not named leaves open", () => {
    expect(describeSending(plan).join("\n")).toContain(
      "none named (--business-unit ID). With the Brands",
    );
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

  test("names the route before the first run, and where it is not the usual one or not that of the run before", () => {
    const lines = (change: Partial<Plan>) =>
      describeSending({ ...plan, ...change }).filter((line) => line.startsWith("Route:"));
    expect(lines({})).toEqual([
      "Route: batch, up to 100 addresses a call; HubSpot asks for Marketing Hub Enterprise.",
    ]);
    expect(describeSending(plan).join("\n")).toContain(
      "With Free, Starter or Professional: --route single, about 63 seconds to 2 minutes at HubSpot's limits.",
    );
    expect(lines({ routeBefore: "batch" })).toEqual([]);
    expect(lines({ routeBefore: "single" })).toEqual([
      "Route: batch, up to 100 addresses a call. The run before went by single.",
    ]);
    const single = lines({ route: "single", routeBefore: "single" });
    expect(single).toHaveLength(1);
    expect(single[0]).toMatch(/one address a call: each address stands in a URL, .* logs/);
    expect(single[0]).not.toContain("before");
    expect(lines({ route: "single", routeBefore: "batch" })[0]).toContain("went by batch");
  });

  test.each([
    [1, "a few seconds at HubSpot's limits"],
    [15_000, "a few seconds to 15 seconds at HubSpot's limits"],
    [100_000, "about 53 seconds to 2 minutes at HubSpot's limits"],
    [1_000_000, "about 9 to 17 minutes at HubSpot's limits"],
  ])("%i addresses take %s", (addresses, words) => {
    expect(sendingTime(addresses)).toBe(words);
  });

  test.each([
    [500, undefined, "about 26 to 50 seconds at HubSpot's limits"],
    [225_000, undefined, "about 3.3 to 6.3 hours at HubSpot's limits"],
    [
      1_000_000,
      undefined,
      "about 5 days at 225,000 calls a day (with Professional 2 days at 562,500), 10 % being left " +
        "to your other apps; it stops each day, and the same command goes on",
    ],
    [
      1_000_000,
      0.5,
      "about 8 days at 125,000 calls a day (with Professional 4 days at 312,500), 50 % being left " +
        "to your other apps; it stops each day, and the same command goes on",
    ],
    [1, 1, "without end: no call is made, 100 % being left to your other apps"],
  ])(
    "%i addresses, one a call, with a reserve of %j, take %s",
    (addresses, dailyReserve, words) => {
      expect(sendingTime(addresses, { route: "single", dailyReserve })).toBe(words);
    },
  );
});
