import { describe, expect, test, vi } from "vitest";
import { createClient, HubSpotAuthenticationError, type TokenContext } from "../../src/index.js";
import { accepted, json, reply, serve, type Answer } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

const LIST = ["ann@example.com"];

describe("the access token", () => {
  test("that is a function is asked once for each attempt", async () => {
    const waits = skipWaits();
    const server = await serve(reply(503), reply(503), accepted);
    let count = 0;
    const accessToken = () => `token-${(count += 1)}`;
    const client = createClient({ accessToken, baseUrl: server.url, onRetry: waits.onRetry });
    await client.batchUnsubscribeAll(LIST);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
      "Bearer token-3",
    ]);
  });

  test("that cannot be had rejects with what the function throws, unchanged", async () => {
    const server = await serve(accepted);
    const fault = new Error("the vault is shut");
    const asynchronous = createClient({
      accessToken: () => Promise.reject(fault),
      baseUrl: server.url,
    });
    await expect(asynchronous.batchUnsubscribeAll(LIST)).rejects.toBe(fault);
    const synchronous = createClient({
      accessToken: () => {
        throw fault;
      },
      baseUrl: server.url,
    });
    await expect(synchronous.batchUnsubscribeAll(LIST)).rejects.toBe(fault);
    expect(server.requests).toHaveLength(0);
  });

  test.each(["", "sec ret", "secret\r\nX-Evil: 1", "secret\u2028", undefined as unknown as string])(
    "that a header cannot hold is refused by name and not quoted: %j",
    async (token) => {
      const server = await serve(accepted);
      const client = createClient({ accessToken: async () => token, baseUrl: server.url });
      const error: unknown = await client.batchUnsubscribeAll(LIST).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toMatch(/^TypeError: accessToken /);
      expect(String(error)).not.toMatch(/sec|ret/);
      expect(server.requests).toHaveLength(0);
    },
  );

  test("is asked for once by calls that need it at the same moment", async () => {
    const server = await serve(accepted);
    const accessToken = vi.fn(async () => "test-token");
    const client = createClient({ accessToken, baseUrl: server.url });
    await Promise.all(Array.from({ length: 50 }, () => client.batchUnsubscribeAll(LIST)));
    expect(server.requests).toHaveLength(50);
    expect(accessToken).toHaveBeenCalledTimes(1);
    await client.batchUnsubscribeAll(LIST);
    expect(accessToken).toHaveBeenCalledTimes(2);
  });
});

/** Takes the tokens that are valid, and refuses others as HubSpot does. */
function guarded(valid: ReadonlySet<string>): Answer {
  return (response, request) => {
    const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
    const refusal = json(401, { category: "EXPIRED_AUTHENTICATION", message: "Expired." });
    (valid.has(token) ? accepted : refusal)(response, request);
  };
}

describe("a token that is refused", () => {
  test("is asked about once for all calls under way, and each goes on with the new one", async () => {
    const valid = new Set(["token-1"]);
    const server = await serve(guarded(valid));
    const asked: TokenContext[] = [];
    let current = 1;
    const client = createClient({
      accessToken: async (context) => {
        asked.push(context);
        if (context.refusedToken !== undefined) current += 1;
        return `token-${current}`;
      },
      baseUrl: server.url,
      retries: 0,
    });
    await client.batchUnsubscribeAll(LIST);
    valid.clear();
    valid.add("token-2");
    const calls = Array.from({ length: 50 }, () => client.batchUnsubscribeAll(LIST));
    for (const { complete, response } of await Promise.all(calls)) {
      expect(complete).toBe(true);
      expect(response.attempts).toBe(2);
    }
    expect(asked).toEqual([{}, {}, { refusedToken: "token-1" }]);
  });

  test("is not used again, also where the function does not remember", async () => {
    const server = await serve(guarded(new Set(["new"])));
    const accessToken = vi.fn(({ refusedToken }: TokenContext) =>
      refusedToken === undefined ? "old" : "new",
    );
    const client = createClient({ accessToken, baseUrl: server.url });
    await client.batchUnsubscribeAll(LIST);
    const second = await client.batchUnsubscribeAll(LIST);
    expect(second.response.attempts).toBe(1);
    const renewals = accessToken.mock.calls.filter(([{ refusedToken }]) => refusedToken === "old");
    expect(renewals).toHaveLength(1);
  });

  test("stands where the function gives the same one, and the call ends with the 401", async () => {
    const server = await serve(reply(401));
    const accessToken = vi.fn((_: TokenContext) => "test-token");
    const client = createClient({ accessToken, baseUrl: server.url });
    const calls = Array.from({ length: 5 }, () => client.batchUnsubscribeAll(LIST));
    for (const settled of await Promise.allSettled(calls)) {
      expect(settled).toMatchObject({ reason: { status: 401, attempts: 1 } });
    }
    expect(server.requests).toHaveLength(5);
    expect(accessToken.mock.calls).toEqual([[{}], [{ refusedToken: "test-token" }]]);
  });

  test("and works again is asked about when it is refused the next time", async () => {
    const server = await serve(reply(401), accepted, reply(401), accepted);
    let renewable = false;
    const accessToken = ({ refusedToken }: TokenContext): string =>
      renewable && refusedToken !== undefined ? "new" : "old";
    const client = createClient({ accessToken, baseUrl: server.url });
    await expect(client.batchUnsubscribeAll(LIST)).rejects.toThrow(HubSpotAuthenticationError);
    await client.batchUnsubscribeAll(LIST);
    renewable = true;
    const { response } = await client.batchUnsubscribeAll(LIST);
    expect(response.attempts).toBe(2);
    expect(server.requests.at(-1)?.headers.authorization).toBe("Bearer new");
  });

  test("ends the call where the function has none that works", async () => {
    const server = await serve(reply(401));
    let count = 0;
    const accessToken = (): string => `token-${(count += 1)}`;
    const client = createClient({ accessToken, baseUrl: server.url });
    await expect(client.batchUnsubscribeAll(LIST)).rejects.toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(4);
  });

  test("that is a text is not asked about", async () => {
    const server = await serve(reply(401));
    const client = createClient({ accessToken: "test-token", baseUrl: server.url });
    await expect(client.batchUnsubscribeAll(LIST)).rejects.toMatchObject({ attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  test("rejects with what the function throws; a later call asks once more", async () => {
    const server = await serve(reply(401), reply(401), accepted);
    const fault = new Error("the vault is shut");
    let shut = true;
    const client = createClient({
      accessToken: ({ refusedToken }) => {
        if (refusedToken === undefined) return "old";
        if (shut) throw fault;
        return "new";
      },
      baseUrl: server.url,
    });
    await expect(client.batchUnsubscribeAll(LIST)).rejects.toBe(fault);
    shut = false;
    expect((await client.batchUnsubscribeAll(LIST)).complete).toBe(true);
  });

  test("is told to onRetry, costs no repeat and no wait", async () => {
    const waits = skipWaits();
    const server = await serve(reply(401), reply(503), accepted);
    const client = createClient({
      accessToken: ({ refusedToken }) => (refusedToken === undefined ? "old" : "new"),
      baseUrl: server.url,
      retries: 1,
      onRetry: waits.onRetry,
    });
    expect((await client.batchUnsubscribeAll(LIST)).complete).toBe(true);
    expect(waits.seen).toMatchObject([
      { attempt: 1, reason: "token", status: 401, waitMs: 0 },
      { attempt: 2, reason: "server", status: 503 },
    ]);
  });
});
