import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createClient, type ClientOptions } from "../../src/index.js";

describe("a fault behind a proxy that Node's fetch goes past", () => {
  const HINT = /HTTPS_PROXY is set, but .* NODE_USE_ENV_PROXY=1/;
  const unreachable = Object.assign(new Error("it broke"), { code: "ENOTFOUND" });

  /** The message where the global `fetch` cannot connect. */
  async function message(options: Partial<ClientOptions> = {}) {
    vi.stubGlobal("fetch", () => Promise.reject(unreachable));
    onTestFinished(() => void vi.unstubAllGlobals().unstubAllEnvs());
    const client = createClient({ accessToken: "test-token", retries: 0, ...options });
    return client.batchUnsubscribeAll(["ann@example.com"]).then(String, String);
  }

  test("names the variable and the way to have it heeded, and never the value", async () => {
    vi.stubEnv("HTTPS_PROXY", "http://user:secret@127.0.0.1:9").stubEnv("NODE_USE_ENV_PROXY", "");
    expect(await message()).toMatch(HINT);
    expect(await message()).not.toMatch(/secret|127\.0/);
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    expect(await message()).not.toMatch(HINT);
  });

  test("is silent without the variable, on loopback, and with a fetch of the caller's", async () => {
    vi.stubEnv("HTTPS_PROXY", "").stubEnv("https_proxy", "").stubEnv("NODE_USE_ENV_PROXY", "");
    expect(await message()).not.toMatch(HINT);
    vi.stubEnv("HTTPS_PROXY", "http://127.0.0.1:9");
    expect(await message({ baseUrl: "http://127.0.0.1:9" })).not.toMatch(HINT);
    expect(await message({ fetch: () => Promise.reject(unreachable) })).not.toMatch(HINT);
  });
});
