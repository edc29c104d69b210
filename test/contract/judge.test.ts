import { describe, expect, test } from "vitest";
import { createClient, type ClientOptions } from "../../src/index.js";
import { startMock, type Fault } from "../../src/mock/index.js";
import { json, serve } from "../helpers/http.js";
import { Recorder } from "../helpers/judge.js";

const addresses = ["ana@example.com", "ben@example.org", "cem@example.net"];

/** Every way in which the mock answers with something that a description can speak of. */
const faults: readonly Fault[] = [
  { kind: "rate-limit", policy: "TEN_SECONDLY_ROLLING", retryAfter: 1 },
  { kind: "rate-limit", policy: "SECONDLY" },
  { kind: "rate-limit", policy: "DAILY" },
  { kind: "migration", retryAfter: 3600 },
  { kind: "status", status: 423, body: "json" },
  { kind: "status", status: 403, body: "json" },
  { kind: "status", status: 500, body: "json" },
  { kind: "status", status: 502, body: "html" },
  { kind: "envelope", status: "PENDING" },
];

describe("an independent judge", () => {
  test("finds nothing wrong in the traffic between the client and the mock", async () => {
    const recorder = new Recorder();
    await using mock = await startMock({ alreadyOut: ["cem@example.net"] });
    const options: ClientOptions = {
      accessToken: mock.token,
      baseUrl: mock.url,
      fetch: recorder.fetch,
      retries: 0,
    };
    const client = createClient(options);
    await client.batchUnsubscribeAll(addresses);
    await client.batchUnsubscribeAll(addresses, { verbose: true });
    await client.batchUnsubscribeAll(addresses, { verbose: true, businessUnitId: 0 });
    mock.inject({ kind: "bad-address", address: "ben@example.org", answer: "207", times: 1 });
    await client.batchUnsubscribeAll(addresses, { verbose: true });
    await client.batchReadUnsubscribeAll(addresses);
    await client.batchReadUnsubscribeAll([...addresses, "dan@example.com"], { businessUnitId: 0 });
    mock.inject({ kind: "bad-address", address: "ben@example.org", answer: "207", times: 1 });
    await client.batchReadUnsubscribeAll(addresses);
    for (const fault of faults) {
      mock.inject(fault, fault);
      await client.batchUnsubscribeAll(addresses).catch(() => undefined);
      await client.batchReadUnsubscribeAll(addresses).catch(() => undefined);
    }
    const stranger = createClient({ ...options, accessToken: "another-token" });
    await stranger.batchUnsubscribeAll(addresses).catch(() => undefined);

    const statuses = "/communication-preferences/2026-03/statuses";
    const one = `${statuses}/${encodeURIComponent("eva+x@example.com")}/unsubscribe-all?channel=EMAIL`;
    mock.inject({ kind: "bad-address", address: "eva+x@example.com", answer: "207", times: 2 });
    for (const [method, path] of [
      ["POST", one],
      ["GET", one],
      ["GET", one],
      ["POST", `${one}&verbose=true`],
      ["POST", `${one}&businessUnitId=0`],
      ["GET", one],
      ["GET", "/account-info/2026-03/details"],
    ] as const) {
      const headers = { authorization: `Bearer ${mock.token}` };
      await recorder.fetch(mock.url + path, { method, headers });
    }

    expect(recorder.count).toBe(4 + 3 + 2 * faults.length + 1 + 7);
    expect(await recorder.judge(mock.url)).toEqual([]);
  });

  test("objects to an answer and to a request that break the description", async () => {
    const recorder = new Recorder();
    const server = await serve(json(200, { results: "none" }));
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      fetch: recorder.fetch,
    });
    await client.batchUnsubscribeAll(addresses);
    const { url } = server.requests[0] ?? { url: "" };
    await recorder.fetch(server.url + url.replace("channel=EMAIL", "channel=SMS"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ inputs: [] }),
    });

    const messages = (await recorder.judge(server.url)).map(({ message }) => message);
    expect(messages).toContainEqual(expect.stringContaining('"results" must be array'));
    expect(messages).toContainEqual(expect.stringContaining('query parameter "channel"'));
    expect(messages).toContainEqual(expect.stringContaining("fewer than 1 items"));
    expect(messages).toContainEqual(expect.stringContaining("security requirements"));
  });
});
