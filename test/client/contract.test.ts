import { describe, expect, test } from "vitest";
import { createClient, type HubSpotContractError } from "../../src/index.js";
import { cutOff, json, reply, serve, type Answer } from "../helpers/http.js";
import { call, fail, LIST } from "./calls.js";

describe("a 2xx that breaks the contract", () => {
  const BROKEN = { results: [{ subscriberIdString: 7, statuses: "none" }], status: "COMPLETE" };

  test("is reported once and read as well as it can be", async () => {
    const value = {
      status: 7,
      results: [],
      errors: [{ message: "No.", context: { email: ["bob@example.com"] } }],
    };
    const { result, reports } = await call(json(200, value));
    expect(result.outcomes.map(({ outcome }) => outcome)).toEqual(["unknown", "rejected"]);
    expect(result.response).toMatchObject({ conforms: false, body: value });
    expect(reports).toHaveLength(1);
    expect(reports[0]?.violations[0]?.path).toBe("/status");
  });

  test("is thrown with strict, told as perhaps carried out, after the hook has heard of it", async () => {
    const server = await serve(json(200, BROKEN));
    const reports: HubSpotContractError[] = [];
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      validate: "strict",
      onContractViolation: (error) => reports.push(error),
    });
    const error: unknown = await client.batchUnsubscribeAll(LIST).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: "HubSpotContractError", mayHaveBeenApplied: true });
    expect(reports).toEqual([error]);
    expect(server.requests).toHaveLength(1);
  });

  test("is never shown by value, and by path without an address", async () => {
    const value = { results: [], errors: [{ context: { "eve@example.com": "ann@example.com" } }] };
    const { reports } = await call(json(200, value));
    expect(reports[0]?.violations.map(({ path }) => path)).toContain("/errors/0/context/[address]");
    expect(JSON.stringify(reports[0])).not.toMatch(/eve|ann/);
  });

  test("is silent where nobody listens", async () => {
    const { result } = await call(json(200, BROKEN), { onContractViolation: undefined });
    expect(result.complete).toBe(false);
  });
});

describe("an error body that breaks the contract", () => {
  async function reported(answer: Answer) {
    const reports: HubSpotContractError[] = [];
    const { error } = await fail(answer, {
      validate: "strict",
      onContractViolation: (report) => reports.push(report),
    });
    return { error, reports };
  }

  test("is reported once, and the API error stands, with strict too", async () => {
    const { error, reports } = await reported(json(400, { message: 7 }));
    expect(error.name).toBe("HubSpotApiError");
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({
      status: 400,
      mayHaveBeenApplied: false,
      violations: [{ path: "/message", keyword: "type" }],
    });
  });

  test("is one that says it is JSON and is not", async () => {
    const { reports } = await reported(reply(500, "oops"));
    expect(reports[0]?.violations).toEqual([{ path: "", keyword: "json" }]);
    expect(reports[0]?.mayHaveBeenApplied).toBe(true);
  });

  test("is not one that a broken connection cut off, nor an empty one, nor a page on the way", async () => {
    expect((await reported(cutOff(400, '{"message":'))).reports).toEqual([]);
    const page = await reported(reply(502, "<p>", { "Content-Type": "text/html" }));
    expect(page.reports).toEqual([]);
    expect((await reported(reply(502, ""))).reports).toEqual([]);
  });
});

test("numbers and times of the wrong type are reported once, and cost nobody the outcome", async () => {
  const status = {
    subscriberIdString: "ann@example.com",
    subscriptionId: "123",
    status: "UNSUBSCRIBED",
    source: "x",
    timestamp: 1_700_000_000_000,
  };
  for (const wrong of [{}, { subscriptionId: 123 }, { timestamp: "2026-01-01T00:00:00Z" }]) {
    const entries = LIST.map((subscriberIdString) => ({
      subscriberIdString,
      statuses: [{ ...status, subscriberIdString, ...wrong }],
    }));
    const { result, reports } = await call(json(200, { results: entries }), { verbose: true });
    expect(result.complete).toBe(true);
    expect(reports).toHaveLength(1);
    expect(reports[0]?.message).toMatch(
      /type at \/results\/0\/statuses\/0\/(?:subscriptionId|timestamp)/,
    );
  }
});
