import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { createClient, HubSpotNetworkError } from "../../src/index.js";
import { accepted, reply, reset, serve, type Answer } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

const LIST = ["ann@example.com"];

describe("a network fault", () => {
  test("is repeated, and the call goes on", async () => {
    const waits = skipWaits();
    const server = await serve(reset, reset, accepted);
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      onRetry: waits.onRetry,
    });
    const result = await client.batchUnsubscribeAll(LIST);
    expect(result).toMatchObject({ complete: true, response: { attempts: 3 } });
    expect(waits.seen).toMatchObject([
      { attempt: 1, reason: "network", status: undefined },
      { attempt: 2, reason: "network", status: undefined },
    ]);
  });

  test("that stays is told with its code and a safe copy of its cause", async () => {
    const waits = skipWaits();
    const server = await serve(reset);
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      retries: 2,
      onRetry: waits.onRetry,
    });
    const error: unknown = await client.batchUnsubscribeAll(LIST).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(HubSpotNetworkError);
    expect(error).toMatchObject({
      name: "HubSpotNetworkError",
      code: "UND_ERR_SOCKET",
      attempts: 3,
      mayHaveBeenApplied: true,
      cause: { name: "TypeError", message: "fetch failed", cause: { code: "UND_ERR_SOCKET" } },
    });
    expect(String(error)).toMatch(/UND_ERR_SOCKET \(3 attempts\)\. HubSpot may have done the work/);
    expect(server.requests).toHaveLength(3);
  });

  test("on a kept-alive connection that the server has closed costs one repeat at most", async () => {
    const waits = skipWaits();
    const closing: Answer = (response) => {
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end('{"results":[]}', () => response.socket?.destroy());
    };
    const server = await serve(closing);
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      onRetry: waits.onRetry,
    });
    for (let call = 0; call < 3; call += 1) {
      const { response } = await client.batchUnsubscribeAll(LIST);
      expect(response.attempts).toBeLessThanOrEqual(2);
    }
  });

  test("of a port where nobody listens was certainly not carried out", async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
    const { port } = probe.address() as AddressInfo; // of a server that listens on TCP
    await new Promise((resolve) => probe.close(resolve));
    const client = createClient({
      accessToken: "test-token",
      baseUrl: `http://127.0.0.1:${port}`,
      retries: 0,
    });
    const error: unknown = await client.batchUnsubscribeAll(LIST).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: "ECONNREFUSED", mayHaveBeenApplied: false });
    expect(String(error)).toMatch(/ECONNREFUSED\. HubSpot has not done the work\./);
  });
});

describe("a server that is silent", () => {
  test("once is asked again after the time-out, on a connection of its own", async () => {
    const waits = skipWaits();
    let closed: Promise<unknown> | undefined;
    const silentOnce: Answer = (response) => {
      closed = new Promise((resolve) => response.on("close", resolve));
      vi.advanceTimersByTime(100);
    };
    const server = await serve(silentOnce, accepted);
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      timeout: 100,
      onRetry: waits.onRetry,
    });
    const result = await client.batchUnsubscribeAll(LIST);
    expect(result).toMatchObject({ complete: true, response: { attempts: 2 } });
    expect(waits.seen).toMatchObject([{ attempt: 1, reason: "timeout", status: undefined }]);
    // It would wait for ever on a connection that is kept.
    await closed;
  });
});

describe("mayHaveBeenApplied", () => {
  test("stays true once an attempt may have been carried out", async () => {
    const waits = skipWaits();
    const server = await serve(reply(504), reply(400));
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      onRetry: waits.onRetry,
    });
    await expect(client.batchUnsubscribeAll(LIST)).rejects.toMatchObject({
      status: 400,
      attempts: 2,
      mayHaveBeenApplied: true,
    });
  });

  test("stays false where none of the attempts can have been", async () => {
    const waits = skipWaits();
    const server = await serve(reply(429), reply(429), reply(400));
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      onRetry: waits.onRetry,
    });
    await expect(client.batchUnsubscribeAll(LIST)).rejects.toMatchObject({
      status: 400,
      attempts: 3,
      mayHaveBeenApplied: false,
    });
  });
});
