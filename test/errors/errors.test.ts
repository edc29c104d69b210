import { describe, expect, expectTypeOf, test } from "vitest";
import {
  HubSpotApiError,
  HubSpotError,
  HubSpotPermissionError,
  isHubSpotError,
  type AnyHubSpotError,
  type HubSpotRateLimitError,
} from "../../src/index.js";

const facts = { operationId: "batchUnsubscribeAll", attempts: 1, mayHaveBeenApplied: false };

describe("isHubSpotError", () => {
  test("knows the errors of the client, each class of them", () => {
    expect(isHubSpotError(new HubSpotError("x", facts))).toBe(true);
    expect(isHubSpotError(new HubSpotApiError("x", facts))).toBe(true);
    const scopes = { missing: [], required: [] };
    expect(isHubSpotError(new HubSpotPermissionError("x", facts, {}, scopes))).toBe(true);
  });

  test("knows the error of another copy, by its brand, and no stranger", () => {
    const brand = Symbol.for("hubspot-batch-unsubscribe.HubSpotError");
    expect(isHubSpotError(Object.assign(new Error("x"), { [brand]: true }))).toBe(true);
    const named = Object.assign(new Error("x"), {
      name: "HubSpotError",
      mayHaveBeenApplied: false,
    });
    for (const stranger of [named, new Error("x"), {}, null, undefined, "HubSpotError", 7]) {
      expect(isHubSpotError(stranger)).toBe(false);
    }
  });

  test("narrows to one class by its name", () => {
    expectTypeOf<
      Extract<AnyHubSpotError, { name: "HubSpotPermissionError" }>
    >().toEqualTypeOf<HubSpotPermissionError>();
    const scopesOf = (error: unknown): readonly string[] =>
      isHubSpotError(error) && error.name === "HubSpotPermissionError" ? error.requiredScopes : [];
    const scopes = { missing: [], required: ["a"] };
    expect(scopesOf(new HubSpotPermissionError("x", facts, {}, scopes))).toEqual(["a"]);
    expect(scopesOf(new HubSpotApiError("x", facts))).toEqual([]);
    expectTypeOf<HubSpotRateLimitError["name"]>().toEqualTypeOf<"HubSpotRateLimitError">();
  });
});
