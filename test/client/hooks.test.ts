import { runInNewContext } from "node:vm";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { operations } from "../../generated/operations.js";
import {
  createClient,
  type AttemptFacts,
  type ClientOptions,
  type FaultFacts,
  type Fetch,
} from "../../src/index.js";
import { accepted, json, reply, reset, serve } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

const LIST = ["ann@example.com"];

describe("the hooks", () => {
  test("hear of each request, answer, fault and repeat, in their order", async () => {
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
      onFault: (facts) => told.push(["fault", facts]),
      onRetry(facts) {
        told.push(["retry", facts]);
        waits.onRetry(facts);
      },
    });
    const { response } = await client.batchUnsubscribeAll(LIST, { businessUnitId: 0 });
    const { callId } = response;
    const operationId = "batchUnsubscribeAll";
    const url = `${server.url}/hub${operations.batchUnsubscribeAll.path}`;
    const request = { callId, operationId, method: "POST", url };
    const answer = { callId, operationId, durationMs: expect.any(Number) as number };
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
      ["retry", { callId, operationId, attempt: 1, waitMs: 2_000, reason: "server", status: 503 }],
      ["request", { ...request, attempt: 2 }],
      [
        "fault",
        {
          callId,
          operationId,
          attempt: 2,
          kind: "network",
          begun: true,
          mayHaveBeenApplied: true,
          durationMs: expect.any(Number) as number,
          status: undefined,
          code: "UND_ERR_SOCKET",
        },
      ],
      [
        "retry",
        {
          callId,
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

describe("onFault", () => {
  /** What it is told of a call that rejects. */
  async function faults(options: Partial<ClientOptions>, signal?: AbortSignal) {
    const told: FaultFacts[] = [];
    const requested: number[] = [];
    const client = createClient({
      accessToken: "test-token",
      retries: 0,
      onFault: (facts) => told.push(facts),
      onRequest: ({ attempt }) => requested.push(attempt),
      ...options,
    });
    await expect(client.batchUnsubscribeAll(LIST, { signal })).rejects.toBeDefined();
    return { told, requested };
  }

  test("hears of an abort while the server is silent", async () => {
    const controller = new AbortController();
    const server = await serve(() => controller.abort());
    const { told } = await faults({ baseUrl: server.url }, controller.signal);
    expect(told).toMatchObject([
      { attempt: 1, kind: "aborted", begun: true, mayHaveBeenApplied: true },
    ]);
  });

  test("hears of an abort before the request, and during a wait, as of an attempt never made", async () => {
    const before = await faults({}, AbortSignal.abort());
    expect(before.told).toMatchObject([{ attempt: 1, kind: "aborted", begun: false }]);
    expect(before.requested).toEqual([]);
    const controller = new AbortController();
    const server = await serve(reply(503, "", { "Retry-After": "60" }));
    const onRetry = () => setImmediate(() => controller.abort());
    const options = { baseUrl: server.url, retries: 1, onRetry };
    const waiting = await faults(options, controller.signal);
    expect(waiting.told).toMatchObject([
      { attempt: 2, kind: "aborted", begun: false, mayHaveBeenApplied: true },
    ]);
    expect(waiting.requested).toEqual([1]);
  });

  test("hears of a time-out, and of a token that cannot be had", async () => {
    const fetch: Fetch = () => new Promise(() => {});
    const late = await faults({ fetch, timeout: 1 });
    expect(late.told).toMatchObject([{ kind: "timeout", begun: true, mayHaveBeenApplied: true }]);
    const accessToken = () => Promise.reject(new Error("the vault is shut"));
    const tokenless = await faults({ fetch, accessToken });
    expect(tokenless.told).toMatchObject([
      { kind: "token", begun: false, mayHaveBeenApplied: false, code: undefined },
    ]);
  });
});

test("each call has an identifier of its own, in all that is told of it", async () => {
  const waits = skipWaits();
  const told: AttemptFacts[] = [];
  const tell = (facts: AttemptFacts): void => void told.push(facts);
  const server = await serve(reply(503), accepted, reply(400));
  const client = createClient({
    accessToken: "test-token",
    baseUrl: server.url,
    onRequest: tell,
    onResponse: tell,
    onFault: tell,
    onRetry(facts) {
      tell(facts);
      waits.onRetry(facts);
    },
  });
  const { response } = await client.batchUnsubscribeAll(LIST);
  expect(told).toHaveLength(5);
  expect(new Set(told.map(({ callId }) => callId))).toEqual(new Set([response.callId]));
  const error: unknown = await client.batchUnsubscribeAll(LIST).catch((thrown) => thrown);
  expect(error).toHaveProperty("callId", told.at(-1)?.callId);
  expect(told.at(-1)?.callId).not.toBe(response.callId);
});
