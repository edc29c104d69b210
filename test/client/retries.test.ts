import { describe, expect, test, vi } from "vitest";
import { createClient, type RetryFacts } from "../../src/index.js";
import { accepted, json, reply, serve, type Answer } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

const LIST = ["ann@example.com"];

/** A call against some answers, with every wait skipped. */
async function run(
  answers: readonly Answer[],
  options: { retries?: number; deadline?: number } = {},
) {
  const { onRetry, seen } = skipWaits();
  const server = await serve(...answers);
  const client = createClient({
    accessToken: "test-token",
    baseUrl: server.url,
    onRetry,
    ...options,
  });
  const [settled] = await Promise.allSettled([client.batchUnsubscribeAll(LIST)]);
  return { settled, waits: seen as readonly RetryFacts[], requests: server.requests.length };
}

describe("what is repeated", () => {
  test.each([423, 429, 500, 502, 503, 504, 521, 523, 524])("a %i", async (status) => {
    const { settled, requests } = await run([reply(status), accepted]);
    expect(settled.status).toBe("fulfilled");
    expect(requests).toBe(2);
  });

  test.each([301, 400, 401, 403, 404, 408, 409, 413, 414, 422, 477, 501, 522, 525, 526])(
    "not a %i",
    async (status) => {
      const { settled, requests } = await run([reply(status), accepted]);
      expect(settled).toMatchObject({ status: "rejected", reason: { status } });
      expect(requests).toBe(1);
    },
  );

  test("not a daily limit", async () => {
    const { settled, requests } = await run([json(429, { policyName: "DAILY" }), accepted]);
    expect(settled).toMatchObject({ reason: { policyName: "DAILY" } });
    expect(requests).toBe(1);
  });

  test("four times by default, then the last error is thrown", async () => {
    const { settled, requests } = await run([reply(503), reply(503), reply(503), reply(500)]);
    expect(requests).toBe(5);
    expect(settled).toMatchObject({ reason: { status: 500, attempts: 5 } });
  });

  test.each([0, 1, 2])("as often as told: %i", async (retries) => {
    const { requests } = await run([reply(503)], { retries });
    expect(requests).toBe(retries + 1);
  });

  test("a 504 after which HubSpot finds everybody out already: done, and perhaps by this very call", async () => {
    const statuses = [{ status: "UNSUBSCRIBED", setStatusSuccessReason: "NO_STATUS_CHANGE" }];
    const value = { results: [{ subscriberIdString: LIST[0], statuses }] };
    const waits = skipWaits();
    const server = await serve(reply(504), json(200, value));
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      onRetry: waits.onRetry,
    });
    const result = await client.batchUnsubscribeAll(LIST, { verbose: true });
    expect(result).toMatchObject({
      complete: true,
      counts: { unsubscribed: 1, "already-unsubscribed": 0 },
      response: { attempts: 2 },
    });
  });
});

describe("how long is waited", () => {
  test.each([
    ["seconds", "30", 30_000],
    ["a date", "Mon, 08 Mar 2027 06:15:30 GMT", 30_000],
  ])("as Retry-After says: %s", async (_, value, waitMs) => {
    const headers = { "Retry-After": value, Date: "Mon, 08 Mar 2027 06:15:00 GMT" };
    const { waits } = await run([reply(429, "", headers), accepted]);
    expect(waits).toMatchObject([{ attempt: 1, status: 429, reason: "rate-limit", waitMs }]);
  });

  test.each([
    ["zero", "0"],
    ["a date in the past", "Mon, 08 Mar 2027 06:14:59 GMT"],
  ])("the whole window of a limit where Retry-After asks for no wait: %s", async (_, value) => {
    vi.spyOn(Math, "random").mockReturnValueOnce(0);
    const headers = { "Retry-After": value, Date: "Mon, 08 Mar 2027 06:15:00 GMT" };
    const limit = json(429, { policyName: "TEN_SECONDLY_ROLLING" }, headers);
    const { waits } = await run([limit, accepted]);
    expect(waits).toMatchObject([{ attempt: 1, status: 429, waitMs: 10_000 }]);
  });

  test.each(["soon", "", "-5", "1.5"])("not as it says where it is junk: %j", async (value) => {
    vi.spyOn(Math, "random").mockReturnValueOnce(0.5);
    const { waits } = await run([reply(503, "", { "Retry-After": value }), accepted]);
    expect(waits).toMatchObject([{ waitMs: 500, reason: "server" }]);
  });

  test("not at all where it says more than a minute: the error comes at once and tells", async () => {
    for (const status of [429, 477, 503]) {
      const { settled, requests } = await run([
        reply(status, "", { "Retry-After": "61" }),
        accepted,
      ]);
      expect(settled).toMatchObject({ reason: { status, retryAfterMs: 61_000 } });
      expect(requests).toBe(1);
    }
  });

  test("a migration is waited for where its end is near", async () => {
    const { settled, waits } = await run([reply(477, "", { "Retry-After": "20" }), accepted]);
    expect(settled.status).toBe("fulfilled");
    expect(waits).toMatchObject([{ waitMs: 20_000, reason: "migration" }]);
  });

  test("by the window that the headers of a 429 name, else by its policy", async () => {
    vi.spyOn(Math, "random").mockReturnValueOnce(0).mockReturnValueOnce(0);
    const { waits } = await run([
      reply(429, "", { "X-HubSpot-RateLimit-Interval-Milliseconds": "5000" }),
      json(429, { policyName: "SECONDLY" }),
      accepted,
    ]);
    expect(waits).toMatchObject([{ waitMs: 5_000 }, { waitMs: 1_000 }]);
  });

  test("really: no request goes out before the time", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    try {
      const statuses = [429, 200];
      const fetch = vi.fn(async () => {
        const status = statuses.shift() ?? 200;
        return new Response("", { status, headers: { "Retry-After": "30" } });
      });
      const client = createClient({ accessToken: "test-token", fetch });
      const call = client.batchUnsubscribeAll(LIST, { verbose: false });
      await vi.advanceTimersByTimeAsync(29_999);
      expect(fetch).toHaveBeenCalledTimes(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(fetch).toHaveBeenCalledTimes(2);
      await expect(call).resolves.toMatchObject({ complete: true });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("the deadline", () => {
  test("a wait that would pass it is not begun; the last error is thrown", async () => {
    const answers = [reply(503, "", { "Retry-After": "10" }), accepted];
    const late = await run(answers, { deadline: 10_000 });
    expect(late.settled).toMatchObject({ reason: { status: 503, attempts: 1 } });
    expect(late.waits).toEqual([]);
    expect(late.requests).toBe(1);
    const early = await run(answers, { deadline: 10_100 });
    expect(early.settled.status).toBe("fulfilled");
  });

  test("counts the waits that are over", async () => {
    const wait = reply(503, "", { "Retry-After": "10" });
    const { settled, requests } = await run([wait, wait, wait, accepted], { deadline: 25_000 });
    expect(requests).toBe(3);
    expect(settled).toMatchObject({ reason: { status: 503, attempts: 3 } });
  });
});
