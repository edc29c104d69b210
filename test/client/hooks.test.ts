import { runInNewContext } from "node:vm";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { operations } from "../../generated/operations.js";
import { createClient } from "../../src/index.js";
import { accepted, json, reply, reset, serve } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

const LIST = ["ann@example.com"];

describe("the hooks", () => {
  test("hear of each request, answer and repeat, in their order", async () => {
    const waits = skipWaits();
    const told: [string, object][] = [];
    const server = await serve(
      reply(503, "", { "Retry-After": "2", "X-HubSpot-Correlation-Id": "c-1" }),
      reset,
      json(200, { results: [] }, { "X-HubSpot-RateLimit-Remaining": "7" }),
    );
    const client = createClient({
      accessToken: "test-token",
      baseUrl: `${server.url}/hub`,
      onRequest: (facts) => told.push(["request", facts]),
      onResponse: (facts) => told.push(["response", facts]),
      onRetry(facts) {
        told.push(["retry", facts]);
        waits.onRetry(facts);
      },
    });
    await client.batchUnsubscribeAll(LIST, { businessUnitId: 0 });
    const operationId = "batchUnsubscribeAll";
    const url = `${server.url}/hub${operations.batchUnsubscribeAll.path}`;
    const request = { operationId, method: "POST", url };
    const answer = { operationId, durationMs: expect.any(Number) as number };
    expect(told).toEqual([
      ["request", { ...request, attempt: 1 }],
      [
        "response",
        {
          ...answer,
          attempt: 1,
          status: 503,
          correlationId: "c-1",
          rateLimit: undefined,
          retryAfterMs: 2_000,
        },
      ],
      ["retry", { operationId, attempt: 1, waitMs: 2_000, reason: "server", status: 503 }],
      ["request", { ...request, attempt: 2 }],
      [
        "retry",
        {
          operationId,
          attempt: 2,
          waitMs: expect.any(Number) as number,
          reason: "network",
          status: undefined,
        },
      ],
      ["request", { ...request, attempt: 3 }],
      [
        "response",
        {
          ...answer,
          attempt: 3,
          status: 200,
          correlationId: undefined,
          rateLimit: {
            max: undefined,
            remaining: 7,
            intervalMs: undefined,
            daily: undefined,
            dailyRemaining: undefined,
          },
          retryAfterMs: undefined,
        },
      ],
    ]);
  });

  test.each([
    [
      "throw",
      () => {
        throw new Error("hook");
      },
    ],
    ["reject", () => Promise.reject(new Error("hook"))],
    ["reject in another realm", () => runInNewContext('Promise.reject(new Error("hook"))')],
    ["never end", () => new Promise(() => {})],
  ])("cost nobody the outcome of a call where they %s", async (_, hook: () => unknown) => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    onTestFinished(() => void process.off("unhandledRejection", unhandled));
    const waits = skipWaits();
    const server = await serve(reply(503), json(200, { results: "none" }), accepted);
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      onRequest: hook,
      onResponse: hook,
      onContractViolation: hook,
      onRetry(facts) {
        waits.onRetry(facts);
        return hook();
      },
    });
    const result = await client.batchUnsubscribeAll(LIST);
    expect(result.response).toMatchObject({ attempts: 2, conforms: false });
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).not.toHaveBeenCalled();
  });
});
