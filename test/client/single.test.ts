import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { operations } from "../../generated/operations.js";
import {
  createClient,
  HubSpotError,
  HubSpotPermissionError,
  type Fetch,
  type HubSpotClient,
} from "../../src/index.js";
import { startMock } from "../../src/mock/index.js";
import { json, reply, serve, type Answer } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

const ANN = "Ann.Secret+news@example.com";
const SENT = "ann.secret+news@example.com";
const ENCODED = "ann.secret%2Bnews%40example.com";
const { path } = operations.unsubscribeAllForContact;
const pathOf = (encoded: string): string => path.replace("{subscriberIdString}", encoded);
const LEAK = /secret|news|example\.com/i;

const status = (change: object = {}): object => ({
  subscriberIdString: SENT,
  subscriptionId: 1,
  status: "UNSUBSCRIBED",
  source: "Public status API",
  timestamp: "2026-01-01T00:00:00Z",
  ...change,
});
const out = json(200, { status: "COMPLETE", results: [status()] });

async function clientOf(...answers: readonly Answer[]) {
  const server = await serve(...answers);
  const client = createClient({ accessToken: "test-token", baseUrl: server.url, retries: 0 });
  return { server, client };
}

const both = [
  ["unsubscribeAllForContact", (client: HubSpotClient) => client.unsubscribeAllForContact(ANN)],
  [
    "readUnsubscribeAllForContact",
    (client: HubSpotClient) => client.readUnsubscribeAllForContact(ANN),
  ],
] as const;

describe("a call on one address", () => {
  test("has the address in the path, encoded once, and no body", async () => {
    const { server, client } = await clientOf(out);
    await client.unsubscribeAllForContact(ANN, { businessUnitId: 0 });
    await client.readUnsubscribeAllForContact(ANN);
    expect(server.requests).toMatchObject([
      {
        method: "POST",
        url: `${pathOf(ENCODED)}?channel=EMAIL&businessUnitId=0&verbose=true`,
        body: "",
      },
      { method: "GET", url: `${pathOf(ENCODED)}?channel=EMAIL`, body: "" },
    ]);
    for (const { headers } of server.requests) {
      expect(headers).not.toHaveProperty("content-type");
      expect(headers.authorization).toBe("Bearer test-token");
    }
  });

  test.each([
    "a/b@example.com",
    "50%40off@example.com",
    "o'hara!*@example.com",
    "jörg&co=1?#@example.com",
    "$&$1@example.com",
  ])("reaches the mock as the address it is: %s", async (address) => {
    await using mock = await startMock();
    const client = createClient({ accessToken: mock.token, baseUrl: mock.url });
    const { outcome } = await client.unsubscribeAllForContact(address);
    expect(outcome).toMatchObject({ outcome: "unsubscribed", address });
    expect(mock.state().out["portal"]).toEqual([outcome.sent]);
    expect(await client.readUnsubscribeAllForContact(address)).toMatchObject({
      complete: true,
      outcome: { outcome: "confirmed" },
    });
    expect(await client.batchReadUnsubscribeAll([address])).toMatchObject({ complete: true });
  });

  test.each([
    [[status()], { complete: true, outcome: { outcome: "unsubscribed", address: ANN } }],
    [
      [status({ setStatusSuccessReason: "NO_STATUS_CHANGE" })],
      { complete: true, outcome: { outcome: "already-unsubscribed", sent: SENT } },
    ],
    [[], { complete: false, outcome: { outcome: "unknown", reason: "no-statuses" } }],
  ])("is judged by its flat results: %j", async (results, expected) => {
    const { client } = await clientOf(json(200, { status: "COMPLETE", results }));
    expect(await client.unsubscribeAllForContact(ANN)).toMatchObject(expected);
  });

  test("is accepted without verbose where the answer is empty", async () => {
    const { server, client } = await clientOf(json(200, { status: "COMPLETE", results: [] }));
    const result = await client.unsubscribeAllForContact(ANN, { verbose: false });
    expect(result).toMatchObject({ complete: true, outcome: { outcome: "accepted" } });
    expect(server.requests[0]?.url).toBe(`${pathOf(ENCODED)}?channel=EMAIL`);
  });

  test("that reads nothing finds the address not out", async () => {
    const { client } = await clientOf(json(200, { status: "COMPLETE", results: [] }));
    expect(await client.readUnsubscribeAllForContact(ANN)).toMatchObject({
      complete: false,
      outcome: { outcome: "not-confirmed" },
      response: { conforms: true },
    });
  });

  test.each([
    [3, /^address is not a string/],
    ["no address", /^address cannot be sent/],
    ["", /^address cannot be sent/],
    [["ann@example.com"], /^address is not a string/],
  ])("is nothing for what is none: %j", async (address, message) => {
    const { server, client } = await clientOf(out);
    for (const call of [client.unsubscribeAllForContact, client.readUnsubscribeAllForContact]) {
      await expect(call(address as string)).rejects.toThrow(TypeError);
      await expect(call(address as string)).rejects.toThrow(message);
    }
    expect(server.requests).toHaveLength(0);
  });
});

describe("a 403", () => {
  const refusal = json(403, {
    category: "MISSING_SCOPES",
    errors: [{ context: { requiredScopes: ["communication_preferences.write"] } }],
  });

  test("of one address names its scopes and no tier", async () => {
    const { client } = await clientOf(refusal);
    const error: unknown = await client.unsubscribeAllForContact(ANN).catch((thrown) => thrown);
    if (!(error instanceof HubSpotPermissionError)) throw error;
    expect(error.requiredScopes).toEqual([
      "communication_preferences.write",
      "communication_preferences.read_write",
      "subscriptions-status-write",
    ]);
    expect(error.message).toContain("HubSpot's answer names communication_preferences.write.");
    expect(error.message).not.toMatch(/Enterprise/);
  });

  test("of a batch says what HubSpot names, and that there is the other route", async () => {
    const { client } = await clientOf(refusal);
    const error: unknown = await client.batchUnsubscribeAll([ANN]).catch((thrown) => thrown);
    if (!(error instanceof HubSpotPermissionError)) throw error;
    expect(error.message).toContain("HubSpot's answer names communication_preferences.write.");
    expect(error.message).toMatch(/Enterprise.*Without it, use route "single"\./);
  });
});

describe("the address that is in the URL", () => {
  const url = `https://api.hubapi.com${pathOf(ENCODED)}?channel=EMAIL&verbose=true`;
  const spellings = [url, url.replaceAll("%", "%25"), url.toUpperCase(), decodeURIComponent(url)];

  /** All the ways in which an error gets into a log. */
  function shown(error: unknown): string {
    if (!(error instanceof HubSpotError)) throw error;
    return `${error.message} ${JSON.stringify(error)} ${inspect(error, { depth: 10 })}`;
  }

  test.each(both)("is in no hook of %s", async (_, call) => {
    const waits = skipWaits();
    const told: object[] = [];
    const tell = (facts: object): void => void told.push(facts);
    const server = await serve(reply(503), reply(200, "no JSON"));
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      onRequest: tell,
      onResponse: tell,
      onFault: tell,
      onContractViolation: tell,
      onRetry(facts) {
        tell(facts);
        waits.onRetry(facts);
      },
    });
    await call(client);
    expect(told).toHaveLength(6);
    expect(JSON.stringify(told)).toContain(`${server.url}${path}`);
    expect(inspect(told, { depth: 10 })).not.toMatch(LEAK);
  });

  test.each(both)("is in no error for an answer to %s that repeats it", async (_, call) => {
    for (const spelling of spellings) {
      for (const answer of [
        json(400, { message: `No route for ${spelling}`, context: { path: [spelling] } }),
        json(404, { message: spelling, category: spelling, correlationId: spelling }),
        reply(502, `<p>The page ${spelling} failed</p>`, { "Content-Type": "text/html" }),
        reply(302, "", { Location: spelling }),
      ]) {
        const { client } = await clientOf(answer);
        const error: unknown = await call(client).catch((thrown) => thrown);
        expect(shown(error), spelling).not.toMatch(LEAK);
      }
    }
  });

  test.each(both)("is in no error for what fetch throws at %s", async (_, call) => {
    for (const spelling of spellings) {
      // As undici, Deno and Bun put it.
      for (const words of [
        `Failed to parse URL from ${spelling}`,
        `error sending request for url (${spelling}): connection reset`,
        `Unable to connect. Is the computer able to access the url? ${spelling}`,
      ]) {
        const thrown = new TypeError("fetch failed", { cause: new Error(words) });
        const fetch: Fetch = () => Promise.reject(thrown);
        const client = createClient({ accessToken: "test-token", fetch, retries: 0 });
        const error: unknown = await call(client).catch((caught) => caught);
        expect(shown(error), words).not.toMatch(LEAK);
      }
    }
  });
});
