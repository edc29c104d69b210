import { describe, expect, test } from "vitest";
import { readBatch } from "../../src/outcome/batch.js";
import { describeUnknown } from "../../src/outcome/describe-unknown.js";
import {
  countOutcomes,
  decideOutcomes,
  isSettled,
  type SuccessBody,
  type UnknownReason,
} from "../../src/outcome/outcome.js";

const ANN = "Ann@Example.com";
const BOB = "bob@example.com";

/** A status row; what is not given is as after a successful call. */
function status(change: object = {}): object {
  return {
    status: "UNSUBSCRIBED",
    setStatusSuccessReason: "UNSUBSCRIBE_FROM_ALL_OCCURRED",
    ...change,
  };
}
const unchanged = status({ setStatusSuccessReason: "NO_STATUS_CHANGE" });

function entry(address: string, ...statuses: readonly unknown[]): object {
  return { subscriberIdString: address, statuses };
}

function naming(...addresses: readonly string[]): object {
  return { category: "VALIDATION_ERROR", message: "Not valid.", context: { email: addresses } };
}

/** The outcomes of Ann and Bob, an `unknown` with its reason. */
function decide(value: unknown, verbose: boolean, addresses: readonly string[] = [ANN, BOB]) {
  return decideBody({ kind: "json", value }, verbose, addresses);
}
function decideBody(
  body: SuccessBody,
  verbose: boolean,
  addresses = [ANN, BOB] as readonly string[],
) {
  return decideOutcomes(readBatch(addresses, 100), body, verbose).map((outcome) =>
    outcome.outcome === "unknown" ? `unknown: ${outcome.reason}` : outcome.outcome,
  );
}

describe("an error that names an address", () => {
  test("rejects that address alone, with category, message and context", () => {
    const batch = readBatch([ANN, BOB], 100);
    const value = { results: [], numErrors: 1, errors: [naming("ANN@example.com")] };
    expect(decideOutcomes(batch, { kind: "json", value }, false)).toEqual([
      {
        outcome: "rejected",
        address: ANN,
        category: "VALIDATION_ERROR",
        message: "Not valid.",
        context: { email: ["ANN@example.com"] },
      },
      { outcome: "accepted", address: BOB },
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
    expect(decideOutcomes(readBatch([ANN, BOB], 100), { kind: "json", value }, false)).toEqual([
      { outcome: "accepted", address: ANN },
      {
        outcome: "rejected",
        address: BOB,
        category: "OUTER",
        message: "inner",
        context: { id: [BOB] },
      },
    ]);
  });

  test("that has no words of its own, within an error that has, takes those", () => {
    const errors = [{ message: "outer", errors: [{ category: "INNER", context: { id: ANN } }] }];
    const value = { errors };
    expect(decideOutcomes(readBatch([ANN], 100), { kind: "json", value }, false)).toMatchObject([
      { outcome: "rejected", category: "INNER", message: "outer" },
    ]);
  });

  test("the first of several about one address is kept", () => {
    const errors = [naming(ANN), { message: "second", context: { email: [ANN] } }];
    const [first] = decideOutcomes(
      readBatch([ANN], 100),
      { kind: "json", value: { errors } },
      false,
    );
    expect(first).toMatchObject({ message: "Not valid." });
  });

  test("has no category or message where it gives none that is text", () => {
    const errors = [{ category: 7, message: "", context: { email: [ANN] } }];
    const [first] = decideOutcomes(
      readBatch([ANN], 100),
      { kind: "json", value: { errors } },
      false,
    );
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
    expect(decideBody({ kind: "empty" }, true)).toEqual([
      "unknown: empty-body",
      "unknown: empty-body",
    ]);
    expect(decideBody({ kind: "empty" }, false)).toEqual(["accepted", "accepted"]);
  });

  test.each([
    ["unreadable", "unreadable-body"],
    ["too-large", "body-too-large"],
    ["cut-off", "body-cut-off"],
  ] as const)("one that is %s leaves all unknown", (kind, reason) => {
    for (const verbose of [true, false]) {
      expect(decideBody({ kind }, verbose)).toEqual([`unknown: ${reason}`, `unknown: ${reason}`]);
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
    const outcomes = decideOutcomes(readBatch(given, 100), { kind: "json", value }, true);
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
        "errors": [{"context": {"__proto__": ["__proto__"], "constructor": ["toString"]}}]}`,
    );
    const names = ["__proto__", "constructor", "toString"];
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
    const outcomes = decideOutcomes(batch, { kind: "json", value: { results, errors } }, true);
    expect(countOutcomes(outcomes)).toEqual({
      unsubscribed: 1,
      "already-unsubscribed": 2,
      accepted: 0,
      rejected: 1,
      unknown: 2,
    });
    expect(outcomes.map(isSettled)).toEqual([true, true, true, false, false, false]);
  });

  test("a reason can be put in a sentence that holds no address", () => {
    const reasons: readonly UnknownReason[] = ["missing", "unnamed-error", "body-cut-off"];
    for (const reason of reasons) expect(describeUnknown(reason)).toMatch(/^[A-Z][^@]+\.$/);
    expect(new Set(reasons.map(describeUnknown)).size).toBe(3);
  });
});
