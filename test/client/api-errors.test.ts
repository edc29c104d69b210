import { describe, expect, test } from "vitest";
import {
  HubSpotApiError,
  HubSpotAuthenticationError,
  HubSpotError,
  HubSpotPermissionError,
  HubSpotRateLimitError,
} from "../../src/index.js";
import { accepted, cutOff, json, reply, serve } from "../helpers/http.js";
import { fail } from "./calls.js";

describe("an answer other than 2xx", () => {
  test.each([
    [301, HubSpotApiError, "HubSpotApiError"],
    [400, HubSpotApiError, "HubSpotApiError"],
    [401, HubSpotAuthenticationError, "HubSpotAuthenticationError"],
    [403, HubSpotPermissionError, "HubSpotPermissionError"],
    [404, HubSpotApiError, "HubSpotApiError"],
    [413, HubSpotApiError, "HubSpotApiError"],
    [418, HubSpotApiError, "HubSpotApiError"],
    [423, HubSpotApiError, "HubSpotApiError"],
    [429, HubSpotRateLimitError, "HubSpotRateLimitError"],
    [477, HubSpotApiError, "HubSpotApiError"],
    [500, HubSpotApiError, "HubSpotApiError"],
    [524, HubSpotApiError, "HubSpotApiError"],
    [599, HubSpotApiError, "HubSpotApiError"],
  ])("%i is an error of its class", async (status, errorClass, name) => {
    const { error } = await fail(json(status, { message: "No." }));
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toBeInstanceOf(HubSpotError);
    expect(error.constructor).toBe(errorClass);
    expect(error.name).toBe(name);
    expect(error.stack).toMatch(new RegExp(`^${name}: batchUnsubscribeAll: ${status}`));
    expect(error).toMatchObject({ status, operationId: "batchUnsubscribeAll", attempts: 1 });
  });

  test("tells of the limits that its headers give, in its JSON too, and of none that they do not", async () => {
    const headers = {
      "X-HubSpot-RateLimit-Max": "190",
      "X-HubSpot-RateLimit-Remaining": "0",
      "X-HubSpot-RateLimit-Interval-Milliseconds": "10000",
      "X-HubSpot-RateLimit-Daily-Remaining": "7",
    };
    const rateLimit = {
      max: 190,
      remaining: 0,
      intervalMs: 10_000,
      daily: undefined,
      dailyRemaining: 7,
    };
    for (const status of [400, 429]) {
      const { error } = await fail(json(status, {}, headers));
      expect(error.rateLimit).toEqual(rateLimit);
      expect(error.toJSON()).toMatchObject({ rateLimit });
    }
    const { error } = await fail(json(429, {}));
    expect(error).not.toHaveProperty("rateLimit");
  });

  test("carries what its body and headers say", async () => {
    const { error } = await fail(
      json(
        400,
        {
          status: "error",
          message: "Invalid input.",
          category: "VALIDATION_ERROR",
          subCategory: "Inputs.INVALID",
          correlationId: "c-body",
        },
        { "X-HubSpot-Correlation-Id": "c-header", "Retry-After": "7" },
      ),
    );
    expect(error).toMatchObject({
      category: "VALIDATION_ERROR",
      subCategory: "Inputs.INVALID",
      correlationId: "c-body",
      contentType: "application/json",
      retryAfterMs: 7_000,
    });
    expect(error.message).toBe(
      "batchUnsubscribeAll: 400 VALIDATION_ERROR: Invalid input. (correlation c-body)",
    );
  });

  test.each([
    ["an empty body", reply(502, "")],
    ["an empty body of known length", reply(503, "", { "Content-Length": "0" })],
    ["an HTML page", reply(500, "<h1>Bad gateway</h1>", { "Content-Type": "text/html" })],
    ["broken JSON", reply(413, '{"message":')],
    ["a null body", reply(400, "null")],
    ["a JSON text", reply(404, '"gone"')],
    ["a body cut off", cutOff(400, '{"message":')],
  ])("keeps its status with %s", async (_, answer) => {
    const { error } = await fail(answer);
    expect([400, 404, 413, 500, 502, 503]).toContain(error.status);
    expect(error.message).toMatch(/^batchUnsubscribeAll: \d{3}/);
    expect(error.category).toBeUndefined();
  });

  test("shows the words of a page, and keeps the page itself behind rawBody", async () => {
    const page = "<html><body><h1>Bad gateway</h1> Ray 12</body></html>";
    const { error } = await fail(reply(502, page, { "Content-Type": "text/html" }));
    expect(error.message).toMatch(/^batchUnsubscribeAll: 502: Bad gateway Ray 12\b/);
    expect(error.contentType).toBe("text/html");
    expect(error.rawBody()).toBe(page);
  });

  test("has the identifier of the header where the body has none", async () => {
    const { error } = await fail(reply(404, "", { "X-HubSpot-Correlation-Id": "c-header" }));
    expect(error.correlationId).toBe("c-header");
  });

  test.each([
    [400, false],
    [403, false],
    [423, true],
    [477, false],
    [302, false],
    [500, true],
    [504, true],
    [524, true],
  ])("%i tells whether the work may have been done: %s", async (status, applied) => {
    expect((await fail(reply(status))).error.mayHaveBeenApplied).toBe(applied);
  });

  test.each([301, 302, 303, 307, 308])("a redirect is not followed: %i", async (status) => {
    const other = await serve(accepted);
    const { error, server } = await fail(reply(status, "", { Location: other.url }));
    expect(error.message).toMatch(/Redirects are not followed.*baseUrl/);
    expect(server.requests).toHaveLength(1);
    expect(other.requests).toHaveLength(0);
  });

  test("a redirect that the platform hides is an error too", async () => {
    const hidden = Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" });
    const { error } = await fail(accepted, { fetch: async () => hidden });
    expect(error).toMatchObject({ status: 0, mayHaveBeenApplied: false });
    expect(error.message).toMatch(/a redirect.*Redirects are not followed/);
  });

  test("a body larger than the cap is cut off there, and its status stays", async () => {
    const { error } = await fail(reply(400, "x".repeat(5_000)), { maxBodyBytes: 100 });
    expect(error.status).toBe(400);
    expect(error.rawBody()).toHaveLength(100);
  });

  test("a body that is cut off leaves no half of an address", async () => {
    const text = "The value ann.long@example.com";
    for (const end of [14, 18, 20]) {
      const cut = await fail(cutOff(400, text.slice(0, end)));
      expect(cut.error.message).toMatch(/: The value…$/);
      const capped = await fail(reply(400, text), { maxBodyBytes: end });
      expect(capped.error.message).toMatch(/: The value…$/);
    }
    expect((await fail(cutOff(400, ""))).error.message).toMatch(/: 400$/);
  });

  test.each([
    [413, /fewer addresses/],
    [477, /moving the account/],
    [522, /support/],
    [525, /support/],
    [526, /support/],
    [401, /token/],
  ])("%i says what to do", async (status, advice) => {
    expect((await fail(reply(status))).error.message).toMatch(advice);
  });

  test.each([429, 477, 503])("%i says how long to wait where the server does", async (status) => {
    const { error } = await fail(reply(status, "", { "Retry-After": "90" }));
    expect(error.message).toMatch(/Try again in 90 s\./);
    expect(error.retryAfterMs).toBe(90_000);
    const atOnce = await fail(reply(status, "", { "Retry-After": "0" }));
    expect(atOnce.error.message).not.toContain("Try again");
  });
});

describe("a 403", () => {
  const NEEDED = [
    "communication_preferences.statuses.batch.write",
    "subscription-status-batch-write",
  ];

  test.each([
    ["a map", { context: { missingScopes: ["a.write"] } }, ["a.write"]],
    ["a map printed as text", { context: "{missingScopes=[a.write, b]}" }, ["a.write", "b"]],
    ["nothing", {}, []],
  ])(
    "lists the missing scopes from %s, and both spellings of the needed one",
    async (_, body, missing) => {
      const { error } = await fail(json(403, { category: "MISSING_SCOPES", ...body }));
      expect(error).toMatchObject({ missingScopes: missing, requiredScopes: NEEDED });
      for (const scope of NEEDED) expect(error.message).toContain(scope);
      expect(error.message).toContain("Marketing Hub Enterprise");
    },
  );
});

describe("a 429", () => {
  test("names its policy", async () => {
    const body = { errorType: "RATE_LIMIT", policyName: "TEN_SECONDLY_ROLLING", message: "Slow." };
    const { error } = await fail(json(429, body));
    expect(error).toMatchObject({ policyName: "TEN_SECONDLY_ROLLING", category: "RATE_LIMIT" });
    expect(error.message).toMatch(/429 RATE_LIMIT: Slow\. Make fewer calls/);
  });

  test("of the day says when the day ends", async () => {
    const { error } = await fail(json(429, { policyName: "DAILY" }));
    expect(error.message).toMatch(/midnight in the account's time zone/);
    const header = { "X-HubSpot-RateLimit-Daily-Remaining": "0" };
    expect((await fail(json(429, {}, header))).error.message).toMatch(/midnight/);
  });
});

describe("an error body that is JSON without a message", () => {
  test("is not shown, but stays behind rawBody", async () => {
    const { error } = await fail(json(429, { policyName: "DAILY" }));
    expect(error.message).toMatch(/^batchUnsubscribeAll: 429 DAILY\. The calls of the day/);
    expect(error.rawBody()).toBe('{"policyName":"DAILY"}');
  });

  test.each(["null", "{}", '["gone"]', '"gone"'])("is no text: %s", async (body) => {
    expect((await fail(reply(404, body))).error.message).toBe("batchUnsubscribeAll: 404");
  });
});

test("JSON that breaks off in an address shows no half of it", async () => {
  const { error } = await fail(reply(500, '{"errors":["ann@exam'));
  expect(error.message).not.toMatch(/ann|exam/);
  const { error: local } = await fail(reply(300, '{"errors":["x","ann'));
  expect(local.message).not.toContain("ann");
});
