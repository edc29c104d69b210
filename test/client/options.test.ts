import { describe, expect, test } from "vitest";
import openapi from "../../generated/openapi.json" with { type: "json" };
import { DEFAULT_BASE_URL, readBaseUrl } from "../../src/client/base-url.js";
import { createClient, type ClientOptions } from "../../src/index.js";
import { readOptions } from "../../src/client/options.js";

const OPTIONS: ClientOptions = { accessToken: "test-token" };

describe("the base URL", () => {
  test("is the server of the description by default", () => {
    expect(readOptions(OPTIONS).baseUrl).toBe(DEFAULT_BASE_URL);
    expect(openapi.servers[0]?.url).toBe(DEFAULT_BASE_URL);
  });

  test.each([
    ["https://api.example.com", "https://api.example.com"],
    ["https://api.example.com/", "https://api.example.com"],
    ["https://api.example.com/hub", "https://api.example.com/hub"],
    ["https://api.example.com/hub/", "https://api.example.com/hub"],
    ["https://api.example.com:8443/a/b///", "https://api.example.com:8443/a/b"],
    ["HTTPS://API.Example.com", "https://api.example.com"],
    [new URL("https://api.example.com/hub/"), "https://api.example.com/hub"],
    ["http://localhost:3000", "http://localhost:3000"],
    ["http://127.0.0.1:3000/", "http://127.0.0.1:3000"],
    ["http://127.8.9.10", "http://127.8.9.10"],
    ["http://127.1", "http://127.0.0.1"],
    ["http://[::1]:3000", "http://[::1]:3000"],
  ])("%s keeps its path and loses its last slashes", (given, read) => {
    expect(readBaseUrl(given)).toBe(read);
  });

  test.each([
    "",
    "api.hubapi.com",
    "/hub",
    "ftp://api.example.com",
    "file:///etc/hosts",
    "http://api.example.com",
    "http://10.0.0.1",
    "http://128.0.0.1",
    "http://localhost.api.example.com",
    "http://127.0.0.1.api.example.com",
    "http://127.0.0.1@api.example.com",
    "http://[::2]",
    "http://0.0.0.0",
    "https://api.example.com?secret=1",
    "https://api.example.com/?",
    "https://api.example.com#secret",
    "https://api.example.com/#",
    "https://user@api.example.com",
    "https://user:hidden@api.example.com",
    "https://:hidden@api.example.com",
  ])("%j is refused, and not quoted", (baseUrl) => {
    const attempt = () => createClient({ ...OPTIONS, baseUrl });
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(/^baseUrl /);
    expect(attempt).not.toThrow(/secret|user|hidden|example/);
  });
});

describe("the other options", () => {
  test("have defaults", () => {
    expect(readOptions(OPTIONS)).toMatchObject({
      timeout: 120_000,
      deadline: Infinity,
      retries: 4,
      maxBodyBytes: 10_485_760,
      strict: false,
    });
  });

  test.each([
    ["accessToken", undefined],
    ["accessToken", ""],
    ["accessToken", "two words"],
    ["accessToken", "secret\n"],
    ["accessToken", "sécret"],
    ["accessToken", 7],
    ["fetch", "fetch"],
    ["fetch", null],
    ["signal", {}],
    ["signal", null],
    ["timeout", 0],
    ["timeout", -1],
    ["timeout", Number.NaN],
    ["timeout", "100"],
    ["timeout", 2 ** 31],
    ["deadline", 0],
    ["deadline", 2 ** 31],
    ["retries", -1],
    ["retries", 1.5],
    ["retries", Infinity],
    ["maxBodyBytes", 0],
    ["maxBodyBytes", 1.5],
    ["validate", "lax"],
    ["validate", true],
    ["onRequest", "log"],
    ["onResponse", 7],
    ["onFault", "log"],
    ["onRetry", {}],
    ["onContractViolation", null],
  ])("%s refuses %j by its name, quoting no token", (name, value) => {
    const attempt = () => createClient({ ...OPTIONS, [name]: value });
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(new RegExp(`^${name} `));
    expect(attempt).not.toThrow(/s.cret|words/);
  });

  test.each([
    ["timeout", 1],
    ["timeout", Infinity],
    ["timeout", 2 ** 31 - 1],
    ["deadline", 0.5],
    ["retries", 0],
    ["maxBodyBytes", 1],
    ["validate", "strict"],
    ["fetch", undefined],
    ["onRetry", undefined],
  ])("%s takes %j", (name, value) => {
    expect(() => createClient({ ...OPTIONS, [name]: value })).not.toThrow();
  });

  test.each(["nonsense", "accesToken", "onretry", "toString"])(
    "an unknown one is refused by its name: %s",
    (name) => {
      const attempt = () => createClient({ ...OPTIONS, [name]: undefined });
      expect(attempt).toThrow(TypeError);
      expect(attempt).toThrow(new RegExp(`^${name} is no option of createClient; there are acc`));
    },
  );

  test.each(["ann@example.com", "test-token", "x".repeat(41)])(
    "an unknown one that may be no name is not quoted: %s",
    (name) => {
      const attempt = () => createClient({ ...OPTIONS, [name]: true });
      expect(attempt).toThrow(/^a member is no option of createClient/);
      expect(attempt).not.toThrow(name);
    },
  );

  test.each([undefined, null, "test-token"])("must be an object: %j", (options) => {
    expect(() => createClient(options as unknown as ClientOptions)).toThrow(
      /^the options of createClient must be an object$/,
    );
  });
});

test.each([undefined, 0, -1, 1.5, Number.NaN])(
  "account: %s is refused, and not taken as left out",
  (account) => {
    // @ts-expect-error -- with exactOptionalPropertyTypes the compiler refuses `undefined` too
    const attempt = () => createClient({ ...OPTIONS, account });
    expect(attempt).toThrow(/^account must be an integer of at least 1/);
    expect(() => createClient(OPTIONS)).not.toThrow();
  },
);
