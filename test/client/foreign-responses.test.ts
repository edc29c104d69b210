import { describe, expect, test, vi } from "vitest";
import { createClient } from "../../src/index.js";
import { LIST, reasons } from "./calls.js";

const ERRORS = JSON.stringify({
  results: [],
  numErrors: 1,
  errors: [{ category: "VALIDATION_ERROR", message: "Not valid.", context: { email: [LIST[1]] } }],
});

/** What the client makes of what a `fetch` of the caller's gives. */
function outcomesOf(response: object, verbose = false) {
  const fetch = async () => response as Response; // a double, as people write them
  const client = createClient({ accessToken: "test-token", fetch, retries: 0 });
  return client.batchUnsubscribeAll(LIST, { verbose });
}

describe("a response of another fetch", () => {
  test.each([
    ["without a body member", {}],
    ["with a body that is no stream of the web", { body: { pipe() {} } }],
    ["with a body of null", { body: null }],
  ])("is read by text(): %s", async (_, members) => {
    const text = vi.fn(async () => ERRORS);
    const headers = new Headers();
    const result = await outcomesOf({ status: 207, headers, text, ...members });
    expect(result.complete).toBe(false);
    expect(result.outcomes.map(({ outcome }) => outcome)).toEqual(["accepted", "rejected"]);
    expect(text).toHaveBeenCalledTimes(1);
  });

  test("needs no headers", async () => {
    const result = await outcomesOf({ status: 207, text: async () => ERRORS });
    expect(result.response.headers.get("content-type")).toBeNull();
    expect(result.counts.rejected).toBe(1);
  });

  test.each([
    ["json() alone", { json: async () => JSON.parse(ERRORS) as unknown }],
    ["nothing to read", {}],
    ["a text() that gives no text", { text: async () => undefined }],
  ])("is unknown with %s, and never taken for empty", async (_, members) => {
    for (const verbose of [false, true]) {
      const result = await outcomesOf({ status: 200, headers: new Headers(), ...members }, verbose);
      expect(reasons(result.outcomes)).toEqual(["unreadable-body", "unreadable-body"]);
      expect(result.response.conforms).toBe(false);
    }
  });

  test("is empty where its text is, or where it says that there is no body", async () => {
    const text = async () => "";
    expect((await outcomesOf({ status: 200, headers: new Headers(), text })).complete).toBe(true);
    const nothing = { status: 204, headers: new Headers(), body: null };
    expect((await outcomesOf(nothing)).complete).toBe(true);
  });
});
