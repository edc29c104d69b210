import { describe, expect, test, vi } from "vitest";
import { internals } from "../../src/client/internals.js";
import { createClient, type Fetch } from "../../src/index.js";
import { accepted, reply, serve } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

const LIST = ["ann@example.com"];

describe("onBegun", () => {
  test("is called right before fetch, once for each attempt", async () => {
    const waits = skipWaits();
    const seen: string[] = [];
    const server = await serve(reply(503), accepted);
    const fetch: Fetch = (url, init) => {
      seen.push("fetch");
      return globalThis.fetch(url, init);
    };
    const client = createClient({
      accessToken: () => {
        seen.push("token");
        return "test-token";
      },
      baseUrl: server.url,
      fetch,
      onRetry: waits.onRetry,
      onRequest: () => seen.push("request"),
    });
    await client.batchUnsubscribeAll(LIST, { onBegun: () => seen.push("begun") });
    const attempt = ["token", "request", "begun", "fetch"];
    expect(seen).toEqual([...attempt, ...attempt]);
    await client.batchReadUnsubscribeAll(LIST, { onBegun: () => seen.push("begun") });
    expect(seen).toEqual([...attempt, ...attempt, ...attempt]);
  });

  test("is not called where nothing is sent", async () => {
    const onBegun = vi.fn();
    const controller = new AbortController();
    const fetch = vi.fn<Fetch>();
    const client = createClient({
      accessToken: () => Promise.reject(new Error("no token")),
      fetch,
    });
    await expect(client.batchUnsubscribeAll(LIST, { onBegun })).rejects.toThrow("no token");
    const aborting = createClient({
      accessToken: "test-token",
      fetch,
      onRequest: () => controller.abort(),
    });
    const { signal } = controller;
    await expect(aborting.batchUnsubscribeAll(LIST, { onBegun, signal })).rejects.toThrow();
    expect(onBegun).not.toHaveBeenCalled();
    expect(fetch).not.toHaveBeenCalled();
  });

  test("costs nobody the outcome where it throws", async () => {
    const server = await serve(accepted);
    const client = createClient({ accessToken: "test-token", baseUrl: server.url });
    const onBegun = (): never => {
      throw new Error("hook");
    };
    const result = await client.batchUnsubscribeAll(LIST, { verbose: false, onBegun });
    expect(result.complete).toBe(true);
  });
});

describe("the internals of a client", () => {
  test("are the same each time, and know its server", () => {
    const client = createClient({ accessToken: "test-token", baseUrl: "http://127.0.0.1:1/hub/" });
    expect(internals(client)).toMatchObject({ own: true, server: "http://127.0.0.1:1/hub" });
    expect(internals(client)).toBe(internals(client));
    const other = createClient({ accessToken: "test-token" });
    expect(internals(other).pace).not.toBe(internals(client).pace);
  });

  test("of a wrapper or a double are made for it, and are not those of our own", () => {
    const client = createClient({ accessToken: "test-token" });
    const wrapper = { ...client };
    expect(internals(wrapper)).toMatchObject({ own: false, hooks: {} });
    expect(internals(wrapper).server).toBeUndefined();
    expect(internals(wrapper).pace).toBe(internals(wrapper).pace);
    expect(internals(wrapper).pace).not.toBe(internals(client).pace);
  });
});
