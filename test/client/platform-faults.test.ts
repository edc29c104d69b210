import { createServer as createTlsServer } from "node:https";
import { createServer, type AddressInfo, type Server } from "node:net";
import { generate } from "selfsigned";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createClient, HubSpotNetworkError } from "../../src/index.js";
import { accepted, serve } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port; // of a server that listens on TCP
}

/** What a call comes to with the platform's own `fetch`. */
async function failure(baseUrl: string): Promise<HubSpotNetworkError> {
  const waits = skipWaits();
  const client = createClient({
    accessToken: "test-token",
    baseUrl,
    retries: 1,
    onRetry: waits.onRetry,
  });
  const error: unknown = await client.batchUnsubscribeAll(["ann@example.com"]).catch((e) => e);
  if (error instanceof HubSpotNetworkError) return error;
  throw error;
}

describe("the platform's fetch, where it cannot connect: nothing was sent, and it is said at once", () => {
  test("that a port is blocked", async () => {
    const error = await failure("http://127.0.0.1:6000");
    expect(error).toMatchObject({ attempts: 1, permanent: true, mayHaveBeenApplied: false });
    expect(error.message).toMatch(/has not done the work\. fetch never connects to this port/);
  });

  test("that a certificate is nobody's", async () => {
    const { private: key, cert } = await generate([{ name: "commonName", value: "127.0.0.1" }]);
    const port = await listen(createTlsServer({ key, cert }));
    const error = await failure(`https://127.0.0.1:${port}`);
    expect(error).toMatchObject({ attempts: 1, permanent: true, mayHaveBeenApplied: false });
    expect(error.message).toMatch(/certificate was refused: .* NODE_EXTRA_CA_CERTS/);
  });

  test("that the server speaks no TLS", async () => {
    const { url } = await serve(accepted);
    const error = await failure(url.replace("http:", "https:"));
    expect(error).toMatchObject({ attempts: 1, permanent: true, mayHaveBeenApplied: false });
    expect(error.message).toMatch(/does not speak TLS .* check baseUrl/);
  });

  test("that there is no global fetch", async () => {
    vi.stubGlobal("fetch", undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const error = await failure("https://api.example.com");
    expect(error).toMatchObject({ attempts: 1, permanent: true, mayHaveBeenApplied: false });
    expect(error.message).toMatch(/no global fetch; give createClient one as `fetch`/);
  });
});

describe("what may pass is repeated, and proves as well that nothing was sent", () => {
  test("a handshake that breaks off", async () => {
    const port = await listen(createServer((socket) => socket.destroy()));
    const error = await failure(`https://127.0.0.1:${port}`);
    expect(error).toMatchObject({ attempts: 2, permanent: false, mayHaveBeenApplied: false });
  });

  test("a name of which no address answers", async () => {
    const probe = createServer();
    const port = await listen(probe);
    await new Promise((resolve) => probe.close(resolve));
    const error = await failure(`http://localhost:${port}`);
    expect(error).toMatchObject({ attempts: 2, permanent: false, mayHaveBeenApplied: false });
  });

  test.each([
    ["any code of a connect", { code: "EWHATEVER", syscall: "connect" }, false],
    ["any code of a look-up", { code: "EWHATEVER", syscall: "getaddrinfo" }, false],
    ["a time-out of a connect", { code: "ETIMEDOUT", syscall: "connect" }, false],
    ["a time-out of a read", { code: "ETIMEDOUT", syscall: "read" }, true],
    ["a reset of a read", { code: "ECONNRESET", syscall: "read" }, true],
  ])("%s", async (_, details, applied) => {
    const cause = Object.assign(new Error("it broke"), details);
    const several = new AggregateError([cause, cause], "all failed");
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed", { cause })));
    onTestFinished(() => void vi.unstubAllGlobals());
    expect((await failure("http://127.0.0.1:1")).mayHaveBeenApplied).toBe(applied);
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("x", { cause: several })));
    expect((await failure("http://127.0.0.1:1")).mayHaveBeenApplied).toBe(applied);
  });

  test("but of several addresses, one that may have been reached is enough", async () => {
    const refused = Object.assign(new Error("no"), { code: "ECONNREFUSED", syscall: "connect" });
    const reset = Object.assign(new Error("no"), { code: "ECONNRESET", syscall: "read" });
    const cause = Object.assign(new AggregateError([refused, reset]), { code: "ECONNREFUSED" });
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed", { cause })));
    onTestFinished(() => void vi.unstubAllGlobals());
    expect((await failure("http://127.0.0.1:1")).mayHaveBeenApplied).toBe(true);
  });
});
