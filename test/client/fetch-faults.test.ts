import { inspect } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createClient, HubSpotNetworkError, type Fetch } from "../../src/index.js";
import { markFetch } from "../../src/client/request.js";
import { skipWaits } from "../helpers/waits.js";

const LIST = ["ann@example.com"];

async function failure(fetch: Fetch | undefined, retries = 0): Promise<HubSpotNetworkError> {
  const waits = skipWaits();
  const client = createClient({
    accessToken: "test-token",
    fetch,
    retries,
    onRetry: waits.onRetry,
  });
  const error: unknown = await client.batchUnsubscribeAll(LIST).catch((thrown) => thrown);
  if (error instanceof HubSpotNetworkError) return error;
  throw error;
}

/** Where the platform's own `fetch` throws. */
async function platformFailure(thrown: unknown, retries = 0): Promise<HubSpotNetworkError> {
  vi.stubGlobal("fetch", () => Promise.reject(thrown));
  onTestFinished(() => void vi.unstubAllGlobals());
  return failure(undefined, retries);
}

function fault(code: string | undefined, message = "it broke"): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });
}

describe("a fault of fetch", () => {
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
    const error = await platformFailure(fault(code));
    expect(error.code).toBe(code);
    expect(error.mayHaveBeenApplied).toBe(applied);
  });

  test("of a fetch that the caller passed proves nothing, whatever its code", async () => {
    const error = await failure(() => Promise.reject(fault("ECONNREFUSED")));
    expect(error).toMatchObject({ code: "ECONNREFUSED", mayHaveBeenApplied: true });
  });

  test("of a fetch of this package's own is believed, and not of a wrapper around it", async () => {
    const own = markFetch<Fetch>(() => Promise.reject(fault("ECONNREFUSED")));
    expect((await failure(own)).mayHaveBeenApplied).toBe(false);
    expect((await failure((url, init) => own(url, init))).mayHaveBeenApplied).toBe(true);
  });

  test("of a certificate is not repeated: it would fail again", async () => {
    const error = await platformFailure(fault("CERT_HAS_EXPIRED"), 4);
    expect(error).toMatchObject({ attempts: 1, permanent: true, mayHaveBeenApplied: false });
    expect(error.message).toMatch(/certificate was refused: .* NODE_EXTRA_CA_CERTS/);
  });

  test("finds its code on the error itself and in the first of several", async () => {
    const direct = Object.assign(new Error("x"), { code: "EPIPE" });
    expect((await failure(() => Promise.reject(direct))).code).toBe("EPIPE");
    const several = new AggregateError([fault("ECONNREFUSED").cause], "all failed");
    expect((await failure(() => Promise.reject(several))).code).toBe("ECONNREFUSED");
  });

  test.each([
    ["tcp connect error: Connection refused (os error 111)", false],
    ["dns error: failed to lookup address information: Name or service not known", false],
    ["connection error: Connection reset by peer (os error 104)", true],
  ])("without a code is told in the words of its innermost cause: %s", async (said, applied) => {
    const inner = new Error(`error sending request for ${LIST[0]}: ${said}`);
    const error = await platformFailure(new TypeError("fetch failed", { cause: inner }));
    expect(error.message).toContain(`failed: error sending request for [address]: ${said}. Hub`);
    expect(error.mayHaveBeenApplied).toBe(applied);
    expect(error).not.toHaveProperty("code");
  });

  test("is judged by its code where it has one, whatever its words", async () => {
    const error = await platformFailure(fault("ECONNRESET", "connection refused"));
    expect(error.mayHaveBeenApplied).toBe(true);
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
