import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { createClient, HubSpotNetworkError, type Fetch } from "../../src/index.js";
import { accepted, reply, reset, serve, type Answer } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

const LIST = ["ann@example.com"];

/** The error of a call whose every attempt fails in `fetch`. */
async function failure(fetch: Fetch, retries = 0): Promise<HubSpotNetworkError> {
  const waits = skipWaits();
  const client = createClient({ accessToken: "test-token", fetch, retries, ...waits });
  const error: unknown = await client.batchUnsubscribeAll(LIST).catch((thrown) => thrown);
  if (error instanceof HubSpotNetworkError) return error;
  throw error;
}

function fault(code: string | undefined, message = "it broke"): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });
}

describe("a network fault", () => {
  test("is repeated, and the call goes on", async () => {
    const waits = skipWaits();
    const server = await serve(reset, reset, accepted);
    const client = createClient({ accessToken: "test-token", baseUrl: server.url, ...waits });
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
      ...waits,
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
    const client = createClient({ accessToken: "test-token", baseUrl: server.url, ...waits });
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

  test.each([
    ["ECONNREFUSED", false],
    ["ENOTFOUND", false],
    ["EAI_AGAIN", false],
    ["EHOSTUNREACH", false],
    ["UND_ERR_CONNECT_TIMEOUT", false],
    ["ConnectionRefused", false],
    ["CERT_HAS_EXPIRED", false],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", false],
    ["SELF_SIGNED_CERT_IN_CHAIN", false],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", false],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", false],
    ["ERR_TLS_CERT_ALTNAME_INVALID", false],
    ["ERR_SSL_WRONG_VERSION_NUMBER", false],
    ["ECONNRESET", true],
    ["EPIPE", true],
    ["ETIMEDOUT", true],
    ["UND_ERR_SOCKET", true],
    ["UND_ERR_HEADERS_TIMEOUT", true],
    ["SOMETHING_NEW", true],
    [undefined, true],
  ])("with the code %s may have been carried out: %s", async (code, applied) => {
    const error = await failure(() => Promise.reject(fault(code)));
    expect(error.code).toBe(code);
    expect(error.mayHaveBeenApplied).toBe(applied);
  });

  test("of a certificate is not repeated: it would fail again", async () => {
    let calls = 0;
    await failure(() => {
      calls += 1;
      return Promise.reject(fault("CERT_HAS_EXPIRED"));
    }, 4);
    expect(calls).toBe(1);
  });

  test("finds its code on the error itself and in the first of several", async () => {
    const direct = Object.assign(new Error("x"), { code: "EPIPE" });
    expect((await failure(() => Promise.reject(direct))).code).toBe("EPIPE");
    const several = new AggregateError([fault("ECONNREFUSED").cause], "all failed");
    expect((await failure(() => Promise.reject(several))).code).toBe("ECONNREFUSED");
  });

  test("is told as a sentence", async () => {
    const error = await failure(() => Promise.reject(new Error("Network connection lost.")));
    expect(error.message).toMatch(/failed: Network connection lost\. HubSpot may/);
  });

  test("may be anything that fetch throws, a ring of causes too", async () => {
    const ring = new Error("ring");
    ring.cause = ring;
    const trap = {
      get message(): string {
        throw new Error("trap");
      },
    };
    for (const thrown of [ring, trap, "text", null, undefined, 7, {}]) {
      const error = await failure(() => {
        throw thrown;
      });
      expect(error.mayHaveBeenApplied).toBe(true);
      expect(() => JSON.stringify(error)).not.toThrow();
    }
  });

  test("is what a fetch that gives no response comes to, or one already read", async () => {
    const none = await failure(async () => undefined as unknown as Response);
    expect(none.message).toMatch(/fetch gave no response with a body to read/);
    const used = await failure(async () => {
      const response = new Response('{"results":[],"errors":[{}]}');
      await response.text();
      return response;
    });
    expect(used.message).toMatch(/fetch gave no response with a body to read/);
    expect(used.mayHaveBeenApplied).toBe(true);
  });

  test.each([
    ["null", null],
    ["an object without a status", {}],
    ["a status that is text", { status: LIST[0] }],
    ["an error instead of an answer", Response.error()],
    [
      "a status that cannot be read",
      {
        get status() {
          throw new Error(LIST[0]);
        },
      },
    ],
  ])("is what a fetch comes to that gives %s", async (_, given) => {
    const error = await failure(async () => given as unknown as Response);
    expect(error.mayHaveBeenApplied).toBe(true);
    expect(inspect(error)).not.toContain(LIST[0]);
  });

  test("is what a body comes to that can be neither read nor let go", async () => {
    const body = {
      getReader: () => ({
        read: async () => ({ done: false }),
        cancel() {
          throw new Error(LIST[0]);
        },
      }),
    };
    const odd = { status: 200, headers: new Headers(), body };
    const error = await failure(async () => odd as unknown as Response);
    expect(error).toMatchObject({ status: 200, mayHaveBeenApplied: true });
    expect(inspect(error)).not.toContain(LIST[0]);
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
      ...waits,
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
    const client = createClient({ accessToken: "test-token", baseUrl: server.url, ...waits });
    await expect(client.batchUnsubscribeAll(LIST)).rejects.toMatchObject({
      status: 400,
      attempts: 2,
      mayHaveBeenApplied: true,
    });
  });

  test("stays false where none of the attempts can have been", async () => {
    const waits = skipWaits();
    const server = await serve(reply(429), reply(423), reply(400));
    const client = createClient({ accessToken: "test-token", baseUrl: server.url, ...waits });
    await expect(client.batchUnsubscribeAll(LIST)).rejects.toMatchObject({
      status: 400,
      attempts: 3,
      mayHaveBeenApplied: false,
    });
  });
});
