import { describe, expect, test } from "vitest";
import { readSingle } from "../../src/outcome/batch.js";
import type { SuccessBody } from "../../src/outcome/decide.js";
import { decideOutcomes } from "../../src/outcome/outcome.js";
import { decideReadBacks } from "../../src/outcome/read-back.js";
import { ANN, BOB, naming, status, unchanged } from "../client/answers.js";

const batch = readSingle(ANN);
const named = (change: object = {}): object => status({ subscriberIdString: ANN, ...change });

/** The outcome, an `unknown` with its reason. */
function show(outcome: { readonly outcome: string; readonly reason?: unknown } | undefined) {
  return outcome?.outcome === "unknown" ? `unknown: ${String(outcome.reason)}` : outcome?.outcome;
}
const decide = (value: unknown, verbose = true, appliedBefore = false) =>
  show(decideOutcomes(batch, { text: "{}", json: value }, verbose, undefined, appliedBefore)[0]);
const readBack = (value: unknown, businessUnitId?: number) =>
  show(decideReadBacks(batch, { text: "{}", json: value }, businessUnitId)[0]);

describe("the outcome of an opt-out of one address", () => {
  test.each([
    ["statuses that name it", { results: [named(), named()] }, "unsubscribed"],
    ["statuses that name nobody", { results: [status()] }, "unsubscribed"],
    [
      "statuses of which none has changed",
      { results: [unchanged, unchanged] },
      "already-unsubscribed",
    ],
    ["a status that has changed", { results: [unchanged, status()] }, "unsubscribed"],
    ["no statuses", { results: [] }, "unknown: no-statuses"],
    ["no results", {}, "unknown: no-statuses"],
    ["results that are no list", { results: "none" }, "unknown: unreadable-status"],
    [
      "a status of somebody else",
      { results: [named({ subscriberIdString: BOB })] },
      "unknown: unreadable-status",
    ],
    ["a status that cannot be read", { results: [{ status: 7 }] }, "unknown: unreadable-status"],
    ["another status", { results: [named({ status: "SUBSCRIBED" })] }, "unknown: not-unsubscribed"],
    [
      "an envelope that is not complete",
      { status: "PENDING", results: [named()] },
      "unknown: batch-unfinished",
    ],
    ["an error that names it", { results: [], errors: [naming(ANN)] }, "rejected"],
    [
      "an error that names nobody",
      { results: [], errors: [{ category: "X", message: "No." }] },
      "rejected",
    ],
    [
      "an error with a printed context",
      { results: [], errors: [{ context: "{a=[b]}" }] },
      "rejected",
    ],
    ["an error beside statuses", { results: [named()], errors: [{}] }, "rejected"],
    ["more errors counted than listed", { results: [], numErrors: 1 }, "unknown: no-statuses"],
    ["errors that are no list", { results: [], errors: "many" }, "unknown: no-statuses"],
    ["no object", [named()], "unknown: unreadable-body"],
  ])("by %s", (_, value, expected) => {
    expect(decide(value)).toBe(expected);
  });

  test("is not that it was out before, where an earlier attempt may have done it", () => {
    expect(decide({ results: [unchanged] }, true, true)).toBe("unsubscribed");
  });

  test.each([
    [{ results: [] }, "accepted"],
    [{}, "accepted"],
    [{ results: [], errors: [{ message: "No." }] }, "rejected"],
    [{ results: [], numErrors: 1 }, "unknown: unnamed-error"],
    [{ results: "none" }, "unknown: unreadable-status"],
  ])("without verbose, by %j", (value, expected) => {
    expect(decide(value, false)).toBe(expected);
  });

  test("has the words of the error, also of one that names nobody", () => {
    const error = { category: "VALIDATION_ERROR", message: "Not valid.", context: { a: ["b"] } };
    const [outcome] = decideOutcomes(batch, { text: "{}", json: { errors: [error] } }, true);
    expect(outcome).toMatchObject({ outcome: "rejected", address: ANN, ...error });
  });

  test.each([
    [undefined, true, "unknown: empty-body"],
    [undefined, false, "accepted"],
    ["body-cut-off", true, "unknown: body-cut-off"],
  ] as const)("by an empty body, flaw %s, verbose %j", (flaw, verbose, expected) => {
    const body: SuccessBody = { text: "", json: undefined, flaw };
    expect(show(decideOutcomes(batch, body, verbose)[0])).toBe(expected);
  });
});

describe("the reading back of one address", () => {
  const wide = (change: object = {}): object => ({
    subscriberIdString: ANN,
    channel: "EMAIL",
    status: "UNSUBSCRIBED",
    wideStatusType: "PORTAL_WIDE",
    ...change,
  });
  const brand = (businessUnitId: number) => ({
    wideStatusType: "BUSINESS_UNIT_WIDE",
    businessUnitId,
  });

  test.each([
    ["a row for the account", { results: [wide()] }, "confirmed"],
    ["nothing on record", { results: [] }, "not-confirmed"],
    ["a row that says it is in", { results: [wide({ status: "SUBSCRIBED" })] }, "not-confirmed"],
    ["a row of another brand", { results: [wide(brand(7))] }, "unknown: other-scope"],
    [
      "rows that contradict",
      { results: [wide(), wide({ status: "SUBSCRIBED" })] },
      "unknown: contradictory",
    ],
    [
      "a row of somebody else",
      { results: [wide({ subscriberIdString: BOB })] },
      "unknown: unreadable-status",
    ],
    ["an error", { results: [], errors: [{ message: "No." }] }, "unknown: named-error"],
    ["an error that is only counted", { results: [], numErrors: 1 }, "unknown: unnamed-error"],
    ["no results", {}, "unknown: no-statuses"],
    [
      "an envelope that is not complete",
      { status: "PENDING", results: [] },
      "unknown: batch-unfinished",
    ],
  ])("by %s", (_, value, expected) => {
    expect(readBack(value)).toBe(expected);
  });

  test("holds for the brand that was asked for, 0 too", () => {
    expect(readBack({ results: [wide(brand(0))] }, 0)).toBe("confirmed");
    expect(readBack({ results: [wide(brand(0))] }, 7)).toBe("unknown: other-scope");
    expect(readBack({ results: [wide()] }, 7)).toBe("confirmed");
  });
});
