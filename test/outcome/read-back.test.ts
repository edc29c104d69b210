import { describe, expect, test } from "vitest";
import { readBatch } from "../../src/outcome/batch.js";
import type { SuccessBody } from "../../src/outcome/decide.js";
import { describeUnknown } from "../../src/outcome/describe-unknown.js";
import { countReadBacks, decideReadBacks, isConfirmed } from "../../src/outcome/read-back.js";
import type { UnknownReason } from "../../src/outcome/unknown.js";
import { ANN, BOB, naming } from "../client/answers.js";

/** A status for the whole account, or for a brand; what is not given is as after an opt-out. */
const portal = (change: object = {}): object => ({
  channel: "EMAIL",
  status: "UNSUBSCRIBED",
  wideStatusType: "PORTAL_WIDE",
  ...change,
});
const brand = (businessUnitId: unknown, change: object = {}): object =>
  portal({ wideStatusType: "BUSINESS_UNIT_WIDE", businessUnitId, ...change });
const on = { status: "SUBSCRIBED" };
const unset = { status: "NOT_SPECIFIED" };

function entry(address: string, ...wideStatuses: readonly unknown[]): object {
  return { subscriberIdString: address, wideStatuses };
}

/** What is decided of each address, an `unknown` with its reason. */
function decideBody(body: SuccessBody, addresses: readonly string[], businessUnitId?: number) {
  return decideReadBacks(readBatch(addresses, 100), body, businessUnitId).map((outcome) =>
    outcome.outcome === "unknown" ? `unknown: ${outcome.reason}` : outcome.outcome,
  );
}
function decide(value: unknown, addresses: readonly string[] = [ANN, BOB], brandId?: number) {
  return decideBody({ text: "{}", json: value }, addresses, brandId);
}
/** What is decided of one address that has these statuses. */
function decideOne(statuses: readonly unknown[], businessUnitId?: number) {
  return decide({ results: [entry(ANN, ...statuses)] }, [ANN], businessUnitId)[0];
}

describe("an address is confirmed", () => {
  test.each([
    ["by an opt-out of the account, without a brand", [portal()], undefined],
    ["by an opt-out of the account, with a brand", [portal()], 7],
    ["by an opt-out of the brand that was asked for", [brand(7)], 7],
    ["by an opt-out of the brand 0", [brand(0)], 0],
    ["whatever else holds for the account", [portal(unset), brand(7)], 7],
    ["whatever holds for other brands", [brand(8, on), portal(), brand(9)], undefined],
    ["whatever holds for other channels", [portal(), portal({ channel: "SMS", ...on })], undefined],
    ["also by a status that names no channel", [portal({ channel: undefined })], undefined],
    ["also by several that agree", [portal(), portal()], undefined],
  ])("%s", (_, statuses, businessUnitId) => {
    expect(decideOne(statuses, businessUnitId)).toBe("confirmed");
    expect(decideOne([...statuses].reverse(), businessUnitId)).toBe("confirmed");
  });
});

describe("an address is not confirmed", () => {
  test.each([
    ["where nothing is listed", [], undefined],
    ["by a SUBSCRIBED", [portal(on)], undefined],
    ["by a NOT_SPECIFIED", [portal(unset)], undefined],
    ["by the brand's own SUBSCRIBED", [brand(7, on)], 7],
    ["by a SUBSCRIBED beside the opt-out of another brand", [portal(on), brand(8)], 7],
  ])("%s", (_, statuses, businessUnitId) => {
    expect(decideOne(statuses, businessUnitId)).toBe("not-confirmed");
  });
});

describe("anything else is unknown", () => {
  test.each<[UnknownReason, readonly unknown[], number | undefined]>([
    ["other-scope", [brand(7)], undefined],
    ["other-scope", [brand(8)], 7],
    ["other-scope", [brand(7)], 0],
    ["other-scope", [brand(undefined)], 7],
    ["other-scope", [brand(undefined)], undefined],
    ["other-scope", [brand("7")], 7],
    ["other-scope", [portal({ wideStatusType: "ACCOUNT_WIDE" })], undefined],
    ["other-scope", [brand(7, { wideStatusType: "ACCOUNT_WIDE" })], 7],
    ["other-scope", [portal({ channel: "SMS" })], undefined],
    ["contradictory", [portal(), portal(on)], undefined],
    ["contradictory", [brand(7), brand(7, unset)], 7],
    ["unreadable-status", [portal({ status: "PAUSED" })], undefined],
    ["unreadable-status", [portal({ status: "unsubscribed" })], undefined],
    ["unreadable-status", [portal(), portal({ status: null })], undefined],
    ["unreadable-status", [portal(), null], undefined],
    ["unreadable-status", [portal(), "UNSUBSCRIBED"], undefined],
    ["unreadable-status", [portal({ wideStatusType: undefined })], undefined],
    ["unreadable-status", [portal({ wideStatusType: 7 })], undefined],
    ["unreadable-status", [portal({ wideStatusType: "" })], undefined],
    ["unreadable-status", [portal({ subscriberIdString: BOB })], undefined],
  ])("%s: %j, brand %j", (reason, statuses, businessUnitId) => {
    expect(decideOne(statuses, businessUnitId)).toBe(`unknown: ${reason}`);
    expect(decideOne([...statuses].reverse(), businessUnitId)).toBe(`unknown: ${reason}`);
  });

  test.each([
    ["missing", [entry(BOB, portal())]],
    ["missing", undefined],
    ["no-statuses", [{ subscriberIdString: ANN }]],
    ["no-statuses", [{ subscriberIdString: ANN, wideStatuses: null }]],
    ["no-statuses", [{ subscriberIdString: ANN, statuses: [portal()] }]],
    ["unreadable-status", [{ subscriberIdString: ANN, wideStatuses: "none" }]],
    ["unnamed-error", [{ wideStatuses: [portal()] }]],
    ["unnamed-error", "none"],
  ])("%s: results %j", (reason, results) => {
    expect(decide({ results }, [ANN])).toEqual([`unknown: ${reason}`]);
  });

  test.each(["PENDING", "CANCELED", "NEW"])("a batch that is not finished: %s", (status) => {
    const results = [entry(ANN, portal()), entry(BOB)];
    const all = ["unknown: batch-unfinished", "unknown: batch-unfinished"];
    expect(decide({ status, results })).toEqual(all);
  });

  test.each([
    ["empty-body", undefined, ""],
    ["unreadable-body", undefined, "<p>"],
    ["unreadable-body", "unreadable-body", ""],
    ["body-too-large", "body-too-large", "{"],
    ["body-cut-off", "body-cut-off", ""],
  ] as const)("a body that is no whole JSON: %s", (reason, flaw, text) => {
    expect(decideBody({ text, json: undefined, flaw }, [ANN])).toEqual([`unknown: ${reason}`]);
  });
});

describe("an error of the answer", () => {
  test("that names an address leaves it unknown, whatever else the answer says of it", () => {
    const results = [entry(ANN, portal()), entry(BOB, portal())];
    expect(decide({ results, errors: [naming(ANN)], numErrors: 1 })).toEqual([
      "unknown: named-error",
      "confirmed",
    ]);
  });

  test("that names nobody may be why nothing is said of an address, and takes back no status", () => {
    const eve = "eve@example.com";
    const results = [entry(ANN), entry(BOB, portal(on)), entry(eve, portal())];
    expect(decide({ results, errors: [{}] }, [ANN, BOB, eve, "f@example.com"])).toEqual([
      "unknown: unnamed-error",
      "not-confirmed",
      "confirmed",
      "unknown: unnamed-error",
    ]);
  });
});

describe("the list of what was read", () => {
  test("goes by address, in any case and order, and has one for each address given", () => {
    const results = [entry("BOB@EXAMPLE.COM"), entry(" ann@example.com ", portal())];
    const given = [BOB, ANN, "bob@Example.com"];
    const outcomes = decideReadBacks(
      readBatch(given, 100),
      { text: "{}", json: { results } },
      undefined,
    );
    expect(outcomes).toEqual([
      { outcome: "not-confirmed", address: BOB, sent: BOB },
      { outcome: "confirmed", address: ANN, sent: ANN.toLowerCase() },
      { outcome: "not-confirmed", address: "bob@Example.com", sent: BOB },
    ]);
    expect(countReadBacks(outcomes)).toEqual({ confirmed: 1, "not-confirmed": 2, unknown: 0 });
    expect(outcomes.map(isConfirmed)).toEqual([false, true, false]);
  });

  test("takes several entries of one address for one", () => {
    expect(decide({ results: [entry(ANN), entry(ANN, portal())] }, [ANN])).toEqual(["confirmed"]);
    expect(decide({ results: [entry(ANN, portal(on)), entry(ANN, portal())] }, [ANN])).toEqual([
      "unknown: contradictory",
    ]);
  });

  test("has reasons that can be put in sentences of their own", () => {
    const reasons: readonly UnknownReason[] = ["named-error", "contradictory", "other-scope"];
    for (const reason of reasons) expect(describeUnknown(reason)).toMatch(/^[A-Z][^@]+\.$/);
    expect(new Set(reasons.map(describeUnknown)).size).toBe(3);
  });
});
