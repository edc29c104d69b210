import { describe, expect, test } from "vitest";

import { proxyFetch } from "../../src/proxy/proxy-fetch.js";
import { createClient } from "../../src/index.js";
import { startMock } from "../../src/mock/index.js";
import { json, serve } from "../helpers/http.js";
import { startProxy } from "./proxy.js";

describe("a proxy that the environment names", () => {
  test.each(["HTTP_PROXY", "http_proxy"])("%s: the call goes through it, whole", async (name) => {
    const server = await serve(json(200, { ok: true }));
    const proxy = await startProxy(Number(new URL(server.url).port));
    const fetchThrough = await proxyFetch({ [name]: `http://someone:secret@${proxy.host}` });
    const answer = await fetchThrough?.("http://hubspot.example/path", {
      method: "POST",
      body: "x",
    });
    expect(await answer?.json()).toEqual({ ok: true });
    expect(server.requests).toMatchObject([{ method: "POST", url: "/path", body: "x" }]);
    expect(proxy.seen).toEqual([
      { target: "hubspot.example:80", authorization: `Basic ${btoa("someone:secret")}` },
    ]);
  });

  test.each([
    ["100%", "100%"],
    ["%zz%40%", "%zz@%"],
    ["p%C3%BC%E2%82%AC", "pü€"],
  ])("whose password is %j is told it as %j", async (written, meant) => {
    const proxy = await startProxy();
    const fetchThrough = await proxyFetch({
      HTTP_PROXY: `http://someone:${written}@${proxy.host}`,
    });
    const refused = fetchThrough?.("http://hubspot.example/", {});
    await expect(refused).rejects.toThrow(new TypeError("fetch failed"));
    const authorization = `Basic ${Buffer.from(`someone:${meant}`).toString("base64")}`;
    expect(proxy.seen).toMatchObject([{ authorization }]);
  });

  test("that refuses: the client's error, with neither its credentials nor the address", async () => {
    const proxy = await startProxy();
    const fetch = await proxyFetch({ HTTPS_PROXY: `http://someone:secret@${proxy.host}` });
    const client = createClient({ accessToken: "token-0", fetch, retries: 0 });
    const call = client.batchUnsubscribeAll(["ana@example.com"]);
    const failure: unknown = await call.catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "HubSpotNetworkError", mayHaveBeenApplied: false });
    const shown = [failure, (failure as Error).cause].map(
      (each) => JSON.stringify(each) + String(each),
    );
    expect(shown.join()).not.toMatch(/secret|someone|ana@|c29tZW9uZ/);
    expect(proxy.seen.map(({ target }) => target)).toEqual(["api.hubapi.com:443"]);
  });

  test("that refuses is named in the error, with what it has answered", async () => {
    const proxy = await startProxy();
    const fetch = await proxyFetch({ HTTPS_PROXY: proxy.host });
    const client = createClient({ accessToken: "token-0", fetch, retries: 0 });
    await expect(client.batchUnsubscribeAll(["ana@example.com"])).rejects.toThrow(
      /the connection failed: the proxy refused the connection with \d+\. HubSpot has not done the work\./,
    );
  });

  test("that is not there is named in the error, which says that nothing was sent", async () => {
    const fetch = await proxyFetch({ HTTPS_PROXY: "http://someone:secret@127.0.0.1:9" });
    const client = createClient({ accessToken: "token-0", fetch, retries: 0 });
    const call = client.batchUnsubscribeAll(["ana@example.com"]);
    await expect(call).rejects.toMatchObject({
      message:
        "batchUnsubscribeAll: the connection failed: the proxy 127.0.0.1:9 cannot be reached: " +
        "ECONNREFUSED. HubSpot has not done the work.",
      mayHaveBeenApplied: false,
      code: "ECONNREFUSED",
    });
  });

  test("is gone past for hosts in NO_PROXY and for this machine", async () => {
    const server = await serve(json(200, {}));
    const proxy = await startProxy();
    const fetch = await proxyFetch({ HTTP_PROXY: proxy.host, NO_PROXY: "hubspot.example" });
    expect((await fetch?.(server.url, {}))?.status).toBe(200);
    // No such host: it is asked for, and not the proxy.
    await expect(fetch?.("http://hubspot.example/", {})).rejects.toThrow();
    expect(proxy.seen).toEqual([]);
  });

  test("leaves the client's calls to this machine as they are", async () => {
    await using mock = await startMock();
    const fetch = await proxyFetch({ HTTPS_PROXY: "http://127.0.0.1:9" });
    const client = createClient({ accessToken: mock.token, baseUrl: mock.url, fetch });
    const { outcomes } = await client.batchUnsubscribeAll(["ana@example.com"], { verbose: true });
    expect(outcomes).toMatchObject([{ outcome: "unsubscribed", address: "ana@example.com" }]);
  });

  test("has no other name: the types refuse one that would be passed over in silence", async () => {
    // @ts-expect-error the name is that of a variable
    expect(await proxyFetch({ proxy: "http://127.0.0.1:9" })).toBeUndefined();
  });

  test("is none if it is empty, not set, or NO_PROXY is *", async () => {
    expect(await proxyFetch({})).toBeUndefined();
    expect(await proxyFetch({ HTTPS_PROXY: " " })).toBeUndefined();
    expect(await proxyFetch({ HTTPS_PROXY: "127.0.0.1:1", NO_PROXY: "*" })).toBeUndefined();
  });

  test.each(["http://some one:secret@:x", "socks5://secret@127.0.0.1:1"])(
    "%s: refused by the variable's name, its value not shown",
    async (value) => {
      const failure: unknown = await proxyFetch({ HTTPS_PROXY: value }).catch(
        (error: unknown) => error,
      );
      expect(String(failure)).toBe(
        "TypeError: HTTPS_PROXY must be the http: or https: URL of a proxy",
      );
    },
  );
});
