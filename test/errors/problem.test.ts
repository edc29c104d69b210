import { describe, expect, test } from "vitest";
import { readProblem } from "../../src/errors/problem.js";

const NOTHING = {
  message: undefined,
  category: undefined,
  subCategory: undefined,
  policyName: undefined,
  scopes: [],
};

describe("an error body", () => {
  test("is read field by field", () => {
    const body = {
      status: "error",
      message: "No.",
      category: "VALIDATION_ERROR",
      subCategory: "X.Y",
      correlationId: "c-1",
      policyName: "DAILY",
    };
    expect(readProblem(body)).toEqual({
      message: "No.",
      category: "VALIDATION_ERROR",
      subCategory: "X.Y",
      policyName: "DAILY",
      scopes: [],
    });
  });

  test("of a rate limit has its errorType for a category", () => {
    expect(readProblem({ errorType: "RATE_LIMIT" }).category).toBe("RATE_LIMIT");
    expect(readProblem({ errorType: "RATE_LIMIT", category: "OTHER" }).category).toBe("OTHER");
  });

  test.each([
    undefined,
    null,
    "Bad Gateway",
    7,
    [],
    {},
    { message: null, category: 7, subCategory: {}, correlationId: [], policyName: "" },
    { context: null, errors: null },
    { context: [], errors: "x" },
    { errors: [null, 7, { context: 7, errors: [null] }] },
    JSON.parse('{"__proto__": {"message": "x", "category": "y"}}'),
  ])("may be anything: %j", (body) => {
    expect(readProblem(body)).toEqual(NOTHING);
  });
});

describe("the missing scopes", () => {
  test.each([
    ["a map", { context: { missingScopes: ["a.write", "b-read"] } }],
    [
      "a map with a text",
      { context: { requiredScopes: "a.write", x: "c", granularScope: "b-read" } },
    ],
    ["a map printed as text", { context: "{missingScopes=[a.write, b-read]}" }],
    [
      "the context of an error",
      { errors: [{ context: { requiredGranularScopes: ["a.write", "b-read"] } }] },
    ],
    [
      "a cause within an error",
      { errors: [{ errors: [{ context: "{scopes=[a.write,b-read]}" }] }] },
    ],
    [
      "several places",
      {
        context: { missingScopes: ["a.write"] },
        errors: [{ context: { missingScopes: ["b-read", "a.write"] } }],
      },
    ],
  ])("are found in %s, each once", (_, body) => {
    expect(readProblem(body).scopes).toEqual(["a.write", "b-read"]);
  });

  test("are names and nothing else", () => {
    const missingScopes = [
      "ann@example.com",
      "two words",
      "",
      7,
      null,
      "x".repeat(101),
      "ok.scope",
    ];
    expect(readProblem({ context: { missingScopes, other: ["no.scope"] } }).scopes).toEqual([
      "ok.scope",
    ]);
  });

  test("are no more than a few", () => {
    const missingScopes = Array.from({ length: 1_000 }, (_, index) => `scope.${index}`);
    expect(readProblem({ context: { missingScopes } }).scopes).toHaveLength(20);
  });
});
