import { describe, expect, test } from "vitest";
import { readBatch } from "../../src/outcome/batch.js";
import { describeUnknown } from "../../src/outcome/describe-unknown.js";
import { countOutcomes, decideOutcomes, isOptedOut } from "../../src/outcome/outcome.js";
import type { UnknownReason } from "../../src/outcome/unknown.js";
import {
  ANN,
  BOB,
  decide,
  decideBody,
  entry,
  naming,
  status,
  unchanged,
} from "../client/answers.js";

describe("the envelope's status", () => {
  test.each(["COMPLETE", "SUCCESS", undefined, null])("%j is a finished batch", (state) => {
    expect(decide({ status: state, results: [] }, false)).toEqual(["accepted", "accepted"]);
  });

  test.each(["PENDING", "PROCESSING", "CANCELED", "complete", "NEW", "", 0, true, {}])(
    "%j leaves all unknown",
    (state) => {
      const results = [entry(ANN, status()), entry(BOB, status())];
      const all = ["unknown: batch-unfinished", "unknown: batch-unfinished"];
      expect(decide({ status: state, results }, true)).toEqual(all);
      expect(decide({ status: state, results: [] }, false)).toEqual(all);
    },
  );
});

describe("with verbose", () => {
  test("every status unsubscribed and one changed: unsubscribed", () => {
    const results = [entry(ANN, unchanged, status(), unchanged), entry(BOB, status())];
    expect(decide({ results }, true)).toEqual(["unsubscribed", "unsubscribed"]);
  });

  test("a reason that is null or new is not NO_STATUS_CHANGE", () => {
    const results = [
      entry(ANN, status({ setStatusSuccessReason: null })),
      entry(BOB, status({ setStatusSuccessReason: "NEW" }), unchanged),
    ];
    expect(decide({ results }, true)).toEqual(["unsubscribed", "unsubscribed"]);
  });

  test("none changed: already unsubscribed", () => {
    const results = [entry(ANN, unchanged), entry(BOB, unchanged, unchanged)];
    expect(decide({ results }, true)).toEqual(["already-unsubscribed", "already-unsubscribed"]);
  });

  const decideFor = (businessUnitId: number | undefined, ...statuses: object[]) => {
    const value = { results: [entry(ANN, ...statuses)] };
    const body = { text: "{}", json: value } as const;
    const [outcome] = decideOutcomes(readBatch([ANN], 100), body, true, businessUnitId);
    return outcome?.outcome === "unknown" ? outcome.reason : outcome?.outcome;
  };

  test.each([
    [undefined, { channel: "SMS" }],
    [undefined, { channel: "EMAIL " }],
    [undefined, { channel: 5 }],
    [7, { businessUnitId: 8 }],
    [7, { businessUnitId: 0 }],
    [7, { businessUnitId: "7" }],
    [0, { businessUnitId: 7 }],
    [7, { businessUnitId: 7, channel: "WHATSAPP" }],
  ])("for brand %j a status of another channel or brand proves nothing: %j", (brand, other) => {
    expect(decideFor(brand, status(other), status(other))).toBe("other-scope");
    expect(decideFor(brand, status(other), unchanged)).toBe("already-unsubscribed");
  });

  test.each([
    [undefined, { businessUnitId: 7 }],
    [undefined, { businessUnitId: null, channel: null }],
    [7, { businessUnitId: 7, channel: "EMAIL" }],
    [0, { businessUnitId: 0 }],
    [7, {}],
  ])("for brand %j this status is one of those asked for: %j", (brand, own) => {
    expect(decideFor(brand, status(own))).toBe("unsubscribed");
  });

  test("entries are matched by address, in any case and order, never by place", () => {
    const results = [entry("BOB@EXAMPLE.COM", unchanged), entry(" ann@example.com ", status())];
    expect(decide({ results }, true)).toEqual(["unsubscribed", "already-unsubscribed"]);
  });

  test("several entries of one address are one", () => {
    const results = [entry(ANN, unchanged), entry(BOB, unchanged), entry(ANN, status())];
    expect(decide({ results }, true)).toEqual(["unsubscribed", "already-unsubscribed"]);
    expect(decide({ results: [...results].reverse() }, true)[0]).toBe("unsubscribed");
    const mixed = [entry(ANN, status()), entry(ANN, status({ status: "SUBSCRIBED" }))];
    for (const order of [mixed, [...mixed].reverse()]) {
      expect(decide({ results: order }, true, [ANN])).toEqual(["unknown: not-unsubscribed"]);
    }
  });

  test.each([
    ["missing", [entry(BOB, status())]],
    ["missing", undefined],
    ["missing", [{ subscriberIdString: "" }]],
    ["no-statuses", [entry(ANN)]],
    ["no-statuses", [{ subscriberIdString: ANN }]],
    ["no-statuses", [{ subscriberIdString: ANN, statuses: null }]],
    ["unreadable-status", [{ subscriberIdString: ANN, statuses: "UNSUBSCRIBED" }]],
    ["unreadable-status", [entry(ANN, status(), null)]],
    ["unreadable-status", [entry(ANN, status(), {})]],
    ["unreadable-status", [entry(ANN, status(), status({ status: null }))]],
    ["unreadable-status", [entry(ANN, status({ status: "" }))]],
    ["unreadable-status", [entry(ANN, status({ status: 7 }))]],
    ["unreadable-status", [entry(ANN, status({ subscriberIdString: BOB }))]],
    ["not-unsubscribed", [entry(ANN, status(), status({ status: "SUBSCRIBED" }))]],
    ["not-unsubscribed", [entry(ANN, status({ status: "NOT_SPECIFIED" }))]],
    ["not-unsubscribed", [entry(ANN, status({ status: "unsubscribed" }))]],
    ["unnamed-error", [{ statuses: [status()] }]],
    ["unnamed-error", [null]],
    ["unnamed-error", "none"],
  ])("anything less leaves the address unknown: %s, %j", (reason, results) => {
    expect(decide({ results }, true, [ANN])).toEqual([`unknown: ${reason}`]);
  });

  test("a status that repeats the address of its entry is its own", () => {
    const results = [entry(ANN, status({ subscriberIdString: "ann@example.com" }))];
    expect(decide({ results }, true, [ANN])).toEqual(["unsubscribed"]);
  });
});

describe("without verbose", () => {
  test.each([
    ["no results", {}],
    ["results that are null", { results: null }],
    ["empty results", { results: [] }],
    ["entries without statuses", { results: [{ subscriberIdString: ANN }] }],
    ["entries with empty statuses", { results: [entry(ANN), entry(BOB)] }],
    ["an empty entry", { results: [{}] }],
    ["no errors", { results: [], errors: [], numErrors: 0 }],
    ["statuses that agree", { results: [entry(ANN, status()), entry(BOB, unchanged)] }],
  ])("nothing speaks against an address: %s", (_, value) => {
    expect(decide(value, false)).toEqual(["accepted", "accepted"]);
  });

  test.each([
    ["not-unsubscribed", [entry(ANN, status({ status: "SUBSCRIBED" }))]],
    ["unreadable-status", [entry(ANN, status({ status: null }))]],
  ])("a status may speak against its address alone: %s", (reason, results) => {
    expect(decide({ results }, false)).toEqual([`unknown: ${reason}`, "accepted"]);
  });

  test.each([
    ["a status of nobody", [{ statuses: [status({ status: "SUBSCRIBED" })] }]],
    ["an entry that is text", ["x"]],
    ["results that are an object", {}],
  ])("what cannot be laid to anyone speaks against all: %s", (_, results) => {
    expect(decide({ results }, false)).toEqual([
      "unknown: unnamed-error",
      "unknown: unnamed-error",
    ]);
  });
});

describe("a body that is no envelope", () => {
  test("an empty one proves nothing with verbose, and nothing against without", () => {
    expect(decideBody({ text: "", json: undefined }, true)).toEqual([
      "unknown: empty-body",
      "unknown: empty-body",
    ]);
    expect(decideBody({ text: "", json: undefined }, false)).toEqual(["accepted", "accepted"]);
  });

  test.each([
    ["unreadable-body", undefined, "<p>"],
    ["unreadable-body", "unreadable-body", ""],
    ["body-too-large", "body-too-large", "{"],
    ["body-cut-off", "body-cut-off", ""],
  ] as const)("one that is no whole JSON leaves all unknown: %s", (reason, flaw, text) => {
    for (const verbose of [true, false]) {
      const outcomes = decideBody({ text, json: undefined, flaw }, verbose);
      expect(outcomes).toEqual([`unknown: ${reason}`, `unknown: ${reason}`]);
    }
  });

  test.each([null, [], "COMPLETE", 7, true])("so does JSON that is no object: %j", (value) => {
    expect(decide(value, false, [ANN])).toEqual(["unknown: unreadable-body"]);
    expect(decide(value, true, [ANN])).toEqual(["unknown: unreadable-body"]);
  });
});

describe("the list of outcomes", () => {
  test("has one for each address given, in that order and spelling", () => {
    const given = [BOB, "ANN@example.com", "bob@EXAMPLE.com", ANN];
    const value = { results: [entry(ANN, status()), entry(BOB, unchanged)] };
    const outcomes = decideOutcomes(readBatch(given, 100), { text: "{}", json: value }, true);
    expect(outcomes.map(({ address }) => address)).toEqual(given);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      "already-unsubscribed",
      "unsubscribed",
      "already-unsubscribed",
      "unsubscribed",
    ]);
  });

  test("names of Object.prototype are addresses and keys like any other", () => {
    const value: unknown = JSON.parse(
      `{"__proto__": {"status": "PENDING"}, "results": [],
        "errors": [{"context": {"__proto__": ["__proto__@a.example"], "constructor": ["toString@a.example"]}}]}`,
    );
    const names = ["__proto__", "constructor", "tostring"].map((name) => `${name}@a.example`);
    expect(decide(value, false, names)).toEqual(["rejected", "accepted", "rejected"]);
    expect(decide(value, true, names)).toEqual(["rejected", "unknown: missing", "rejected"]);
  });

  test("is counted by kind", () => {
    const results = [
      entry("a@example.com", status()),
      entry("b@example.com", unchanged),
      entry("c@example.com", unchanged),
    ];
    const errors = [naming("d@example.com")];
    const given = ["a", "b", "c", "d", "e", "E"].map((name) => `${name}@example.com`);
    const batch = readBatch(given, 100);
    const outcomes = decideOutcomes(batch, { text: "{}", json: { results, errors } }, true);
    expect(countOutcomes(outcomes)).toEqual({
      unsubscribed: 1,
      "already-unsubscribed": 2,
      accepted: 0,
      rejected: 1,
      unknown: 2,
    });
    expect(outcomes.map(isOptedOut)).toEqual([true, true, true, false, false, false]);
  });

  test("a reason can be put in a sentence that holds no address", () => {
    const reasons: readonly UnknownReason[] = ["missing", "unnamed-error", "body-cut-off"];
    for (const reason of reasons) expect(describeUnknown(reason)).toMatch(/^[A-Z][^@]+\.$/);
    expect(new Set(reasons.map(describeUnknown)).size).toBe(3);
  });
});
