import { describe, expect, test } from "vitest";
import { readBatch } from "../../src/outcome/batch.js";
import { decideOutcomes } from "../../src/outcome/outcome.js";
import { ANN, BOB, decide, entry, naming, status } from "../client/answers.js";

describe("an error that names an address", () => {
  test("rejects that address alone, with category, message and context", () => {
    const batch = readBatch([ANN, BOB], 100);
    const value = { results: [], numErrors: 1, errors: [naming("ANN@example.com")] };
    expect(decideOutcomes(batch, { text: "{}", json: value }, false)).toEqual([
      {
        outcome: "rejected",
        address: ANN,
        sent: "ann@example.com",
        category: "VALIDATION_ERROR",
        message: "Not valid.",
        context: { email: ["ANN@example.com"] },
      },
      { outcome: "accepted", address: BOB, sent: BOB },
    ]);
  });

  test("counts before everything else that the answer says of the address", () => {
    const errors = [naming(ANN)];
    const results = [entry(ANN, status()), entry(BOB, status())];
    expect(decide({ results, errors }, true)).toEqual(["rejected", "unsubscribed"]);
    expect(decide({ results: [], errors, status: "PENDING" }, false)).toEqual([
      "rejected",
      "unknown: batch-unfinished",
    ]);
  });

  test("may name several, under any key, as a list or as a text", () => {
    expect(decide({ errors: [naming(BOB, ANN)] }, false)).toEqual(["rejected", "rejected"]);
    expect(decide({ errors: [{ context: { x: [7, null, BOB], y: ANN } }] }, false)).toEqual([
      "rejected",
      "rejected",
    ]);
  });

  test("may do so in a cause within it, whose own words go before", () => {
    const errors = [
      {
        category: "OUTER",
        message: "outer",
        errors: [{ message: "inner", context: { id: [BOB] } }],
      },
    ];
    const value = { errors };
    expect(decideOutcomes(readBatch([ANN, BOB], 100), { text: "{}", json: value }, false)).toEqual([
      { outcome: "accepted", address: ANN, sent: "ann@example.com" },
      {
        outcome: "rejected",
        address: BOB,
        sent: BOB,
        category: "OUTER",
        message: "inner",
        context: { id: [BOB] },
      },
    ]);
  });

  test("that has no words of its own, within an error that has, takes those", () => {
    const errors = [{ message: "outer", errors: [{ category: "INNER", context: { id: ANN } }] }];
    const value = { errors };
    expect(decideOutcomes(readBatch([ANN], 100), { text: "{}", json: value }, false)).toMatchObject(
      [{ outcome: "rejected", category: "INNER", message: "outer" }],
    );
  });

  test("the first of several about one address is kept", () => {
    const errors = [naming(ANN), { message: "second", context: { email: [ANN] } }];
    const [first] = decideOutcomes(readBatch([ANN], 100), { text: "{}", json: { errors } }, false);
    expect(first).toMatchObject({ message: "Not valid." });
  });

  test("has no category or message where it gives none that is text", () => {
    const errors = [{ category: 7, message: "", context: { email: [ANN] } }];
    const [first] = decideOutcomes(readBatch([ANN], 100), { text: "{}", json: { errors } }, false);
    expect(first).toMatchObject({ outcome: "rejected", category: undefined, message: undefined });
  });
});

describe("an error that names nobody", () => {
  test.each([
    ["no context", [{ message: `${ANN} is not valid` }]],
    ["a context printed as text", [{ context: `{email=[${ANN}]}` }]],
    ["a context as a list", [{ context: [ANN] }]],
    ["a context about something else", [{ context: { id: ["7"] } }]],
    ["an address that was not sent", [naming("eve@example.com")]],
    ["an address as a key", [{ context: { [ANN]: ["x"] } }]],
    ["an address deeper than the map promises", [{ context: { a: { b: [ANN] } } }]],
    ["an empty object", [{}]],
    ["null", [null]],
    ["text", ["it failed"]],
    ["errors that are no list", "it failed"],
    ["errors that are an object", { message: "it failed" }],
  ])("leaves all unknown without verbose: %s", (_, errors) => {
    expect(decide({ results: [], errors }, false)).toEqual([
      "unknown: unnamed-error",
      "unknown: unnamed-error",
    ]);
  });

  test("leaves those unknown whom no other error names", () => {
    expect(decide({ results: [], errors: [naming(ANN), {}] }, false)).toEqual([
      "rejected",
      "unknown: unnamed-error",
    ]);
  });

  test.each([2, 1e9, "2", "many", {}, [0]])("may be one that is only counted: %j", (numErrors) => {
    expect(decide({ results: [], numErrors, errors: [naming(ANN)] }, false)).toEqual([
      "rejected",
      "unknown: unnamed-error",
    ]);
  });

  test.each([undefined, null, 0, 1, "1"])("is none with numErrors %j", (numErrors) => {
    expect(decide({ results: [], numErrors, errors: [naming(ANN)] }, false)).toEqual([
      "rejected",
      "accepted",
    ]);
  });

  test("may be counted by nonsense of any depth", () => {
    const numErrors: unknown = JSON.parse("[".repeat(50_000) + "]".repeat(50_000));
    expect(decide({ results: [], numErrors }, false)).toEqual([
      "unknown: unnamed-error",
      "unknown: unnamed-error",
    ]);
  });

  test("does not matter to an address that verbose proves, and explains one that is missing", () => {
    const value = { results: [entry(ANN, status())], errors: [{}] };
    expect(decide(value, true)).toEqual(["unsubscribed", "unknown: unnamed-error"]);
  });
});
