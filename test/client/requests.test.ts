import { describe, expect, test } from "vitest";
import { operations } from "../../generated/operations.js";
import { createClient, type Fetch } from "../../src/index.js";
import { accepted, reply, serve } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

const { path } = operations.batchUnsubscribeAll;
const LIST = ["Ann@example.com", "bob@example.com", "ann@EXAMPLE.com"];

describe("what is sent", () => {
  test("is the operation of the description, with token, JSON and nothing of the list in the URL", async () => {
    const server = await serve(accepted);
    const client = createClient({ accessToken: "test-token", baseUrl: server.url });
    await client.batchUnsubscribeAll(LIST);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      url: `${path}?channel=EMAIL&verbose=true`,
      headers: {
        authorization: "Bearer test-token",
        "content-type": "application/json",
        accept: "application/json",
      },
      body: '{"inputs":["ann@example.com","bob@example.com"]}',
    });
  });

  test.each([
    [{}, "channel=EMAIL&verbose=true"],
    [{ businessUnitId: undefined, verbose: undefined }, "channel=EMAIL&verbose=true"],
    [{ verbose: false }, "channel=EMAIL"],
    [{ verbose: true }, "channel=EMAIL&verbose=true"],
    [{ businessUnitId: 0, verbose: false }, "channel=EMAIL&businessUnitId=0"],
    [{ businessUnitId: 7, verbose: true }, "channel=EMAIL&businessUnitId=7&verbose=true"],
  ])("has the brand 0 and leaves out what is not set: %j", async (options, query) => {
    const server = await serve(accepted);
    const client = createClient({ accessToken: "test-token", baseUrl: server.url });
    await client.batchUnsubscribeAll(LIST, options);
    expect(server.requests[0]?.url).toBe(`${path}?${query}`);
  });

  test.each([null, "verbose", true])("is nothing where the options are %j", async (options) => {
    const server = await serve(accepted);
    const client = createClient({ accessToken: "test-token", baseUrl: server.url });
    const call = client.batchUnsubscribeAll(LIST, options as unknown as object);
    await expect(call).rejects.toThrow(TypeError);
    expect(server.requests).toHaveLength(0);
  });

  test.each(["/hub", "/hub/", "/hub//"])(
    "goes below the path of the base URL: %s",
    async (base) => {
      const server = await serve(accepted);
      const client = createClient({ accessToken: "test-token", baseUrl: server.url + base });
      await client.batchUnsubscribeAll(LIST);
      expect(server.requests[0]?.url).toBe(`/hub${path}?channel=EMAIL&verbose=true`);
    },
  );

  test("is byte for byte the same at each attempt", async () => {
    const waits = skipWaits();
    const server = await serve(reply(503), reply(500), accepted);
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      onRetry: waits.onRetry,
    });
    const result = await client.batchUnsubscribeAll(LIST);
    expect(result.response.attempts).toBe(3);
    expect(server.requests).toHaveLength(3);
    expect(server.requests[1]).toEqual(server.requests[0]);
    expect(server.requests[2]).toEqual(server.requests[0]);
  });
});

describe("a wrong argument", () => {
  test.each([
    ["addresses", [], {}],
    ["addresses", Array.from({ length: 101 }, (_, index) => `a${index}@example.com`), {}],
    ["businessUnitId", LIST, { businessUnitId: -1 }],
    ["businessUnitId", LIST, { businessUnitId: 1.5 }],
    ["businessUnitId", LIST, { businessUnitId: 2 ** 53 }],
    ["businessUnitId", LIST, { businessUnitId: "0" as unknown as number }],
    ["businessUnitId", LIST, { businessUnitId: null as unknown as number }],
    ["bussinesUnitId", LIST, { bussinesUnitId: 3 } as object],
    ["verbose", LIST, { verbose: "true" as unknown as boolean }],
    ["signal", LIST, { signal: {} as unknown as AbortSignal }],
  ])("is a TypeError that names %s, and nothing is sent", async (name, list, options) => {
    const server = await serve(accepted);
    const client = createClient({ accessToken: "test-token", baseUrl: server.url });
    const call = client.batchUnsubscribeAll(list, options);
    await expect(call).rejects.toThrow(TypeError);
    await expect(call).rejects.toThrow(new RegExp(`^${name}`));
    expect(server.requests).toHaveLength(0);
  });
});

describe("the fetch option", () => {
  test("is called with the URL and plain values, each time anew", async () => {
    const waits = skipWaits();
    const calls: [string, RequestInit][] = [];
    const fetch: Fetch = async (url, init) => {
      calls.push([url, init]);
      return new Response("", { status: calls.length === 1 ? 503 : 200 });
    };
    const client = createClient({ accessToken: "test-token", fetch, onRetry: waits.onRetry });
    await client.batchUnsubscribeAll(LIST);
    expect(calls).toHaveLength(2);
    for (const [url, init] of calls) {
      expect(url).toBe(`https://api.hubapi.com${path}?channel=EMAIL&verbose=true`);
      expect(init).toMatchObject({
        method: "POST",
        redirect: "manual",
        body: '{"inputs":["ann@example.com","bob@example.com"]}',
      });
      expect(Object.getPrototypeOf(init.headers)).toBe(Object.prototype);
      expect(init.headers).toEqual({
        accept: "application/json",
        authorization: "Bearer test-token",
        "content-type": "application/json",
      });
      expect(init.signal?.aborted).toBe(false);
    }
    expect(calls[0]?.[1].signal).not.toBe(calls[1]?.[1].signal);
  });

  test("left out, it is the global fetch at the time of the call", async () => {
    const client = createClient({ accessToken: "test-token" });
    const original = globalThis.fetch;
    globalThis.fetch = async () => new Response('{"results":[]}');
    try {
      const result = await client.batchUnsubscribeAll(LIST, { verbose: false });
      expect(result.complete).toBe(true);
    } finally {
      globalThis.fetch = original;
    }
  });
});
