import { describe, expect, test, vi } from "vitest";
import {
  createClient,
  type ClientOptions,
  type Fetch,
  type HubSpotContractError,
} from "../../src/index.js";
import { accepted, cutOff, json, reply, reset, serve, type Answer } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";
import { call, LIST, reasons } from "./calls.js";

const ALL_UNKNOWN = ["body-cut-off", "body-cut-off"];
const CUT_OFF = cutOff(200, '{"results":');

/** A call against some answers, with every wait skipped. */
async function run(answers: readonly Answer[], options: Partial<ClientOptions> = {}) {
  const waits = skipWaits();
  const server = await serve(...answers);
  const reports: HubSpotContractError[] = [];
  const client = createClient({
    accessToken: "test-token",
    baseUrl: server.url,
    onRetry: waits.onRetry,
    onContractViolation: (error) => reports.push(error),
    ...options,
  });
  return { done: client.batchUnsubscribeAll(LIST), reports, server, waits };
}

/** Takes the request and lets a minute pass. */
const aMinute: Answer = () => {
  vi.advanceTimersByTime(60_000);
};

describe("a 2xx cut off by a broken connection", () => {
  test("is repeated, and a whole one takes its place", async () => {
    const { done, reports, waits } = await run([CUT_OFF, accepted]);
    expect(await done).toMatchObject({ complete: true, response: { attempts: 2, conforms: true } });
    expect(waits.seen).toMatchObject([{ attempt: 1, reason: "network", status: 200 }]);
    expect(reports).toEqual([]);
  });

  test("at every attempt leaves all unknown and is reported once", async () => {
    const { done, reports, server } = await run([CUT_OFF], { retries: 2 });
    const result = await done;
    expect(server.requests).toHaveLength(3);
    expect(reasons(result.outcomes)).toEqual(ALL_UNKNOWN);
    expect(result.response).toMatchObject({ attempts: 3, conforms: false, body: undefined });
    expect(reports).toHaveLength(1);
    expect(reports[0]?.violations).toEqual([{ path: "", keyword: "cut-off" }]);
  });

  test("shortly before the deadline leaves all unknown as well", async () => {
    const { result, server } = await call(CUT_OFF, { deadline: 200 });
    expect(server.requests).toHaveLength(1);
    expect(reasons(result.outcomes)).toEqual(ALL_UNKNOWN);
  });

  test.each<[string, Answer, number]>([
    ["a 403", json(403, { message: "No." }), 2],
    ["a 400", reply(400), 2],
    ["a daily limit", json(429, { policyName: "DAILY" }), 2],
    ["a wait of more than a minute", reply(503, "", { "Retry-After": "61" }), 2],
    ["a redirect", reply(302), 2],
    ["a 500 that stays", reply(500), 5],
    ["a broken connection", reset, 5],
    ["the end of the call's time", aMinute, 2],
  ])("is not lost to what comes after it: %s", async (_, next, attempts) => {
    const { done, reports, server } = await run([CUT_OFF, next], { deadline: 60_000 });
    const result = await done;
    expect(reasons(result.outcomes)).toEqual(ALL_UNKNOWN);
    expect(result.response).toMatchObject({ status: 200, attempts, conforms: false });
    expect(server.requests).toHaveLength(attempts);
    expect(reports).toMatchObject([{ status: 200, attempts }]);
  });

  test("is not lost to a connection that is refused then", async () => {
    const fetch = vi
      .fn<Fetch>()
      .mockRejectedValue(Object.assign(new Error("no"), { code: "ECONNREFUSED" }))
      .mockImplementationOnce((url, init) => globalThis.fetch(url, init));
    const { done } = await run([CUT_OFF], { fetch });
    expect(reasons((await done).outcomes)).toEqual(ALL_UNKNOWN);
    expect(fetch).toHaveBeenCalledTimes(5);
  });

  test("is thrown with strict, told as perhaps carried out", async () => {
    const { done, reports } = await run([CUT_OFF, reply(403)], { validate: "strict" });
    const error: unknown = await done.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: "HubSpotContractError",
      status: 200,
      attempts: 2,
      mayHaveBeenApplied: true,
      violations: [{ path: "", keyword: "cut-off" }],
    });
    expect((error as HubSpotContractError).rawBody()).toBe('{"results":');
    expect(reports).toEqual([error]);
  });

  test("gives way to the caller's abort", async () => {
    const controller = new AbortController();
    const { done } = await run([CUT_OFF, accepted], {
      signal: controller.signal,
      onRetry: () => controller.abort(new Error("enough")),
    });
    await expect(done).rejects.toThrow("enough");
  });

  test("gives way to what the token function throws", async () => {
    const tokens = ["test-token"];
    const accessToken = (): string => {
      const token = tokens.shift();
      if (token === undefined) throw new Error("the vault is shut");
      return token;
    };
    const { done } = await run([CUT_OFF, accepted], { accessToken });
    await expect(done).rejects.toThrow("the vault is shut");
  });
});

describe("a 2xx that stalls in its body", () => {
  test("is a time-out and no cut-off", async () => {
    const half: Answer = (response) => {
      response.writeHead(200, { "Content-Type": "application/json" });
      response.write('{"results":');
    };
    const fetch: Fetch = async (url, init) => {
      const response = await globalThis.fetch(url, init);
      setImmediate(() => vi.advanceTimersByTime(1_000));
      return response;
    };
    const { done, reports } = await run([half], { fetch, timeout: 1_000, retries: 0 });
    await expect(done).rejects.toMatchObject({
      name: "HubSpotTimeoutError",
      status: 200,
      mayHaveBeenApplied: true,
    });
    expect(reports).toEqual([]);
  });
});
