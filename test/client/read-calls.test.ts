import { describe, expect, test } from "vitest";
import { operations } from "../../generated/operations.js";
import { createClient, HubSpotPermissionError, maxAddressesPerCall } from "../../src/index.js";
import { json, serve, type Answer } from "../helpers/http.js";
import { LIST } from "./calls.js";

const { path } = operations.batchReadUnsubscribeAll;
const entry = (address: string, ...wideStatuses: readonly object[]): object => ({
  subscriberIdString: address,
  wideStatuses,
});
const out = (address: string, change: object = {}): object => ({
  subscriberIdString: address,
  channel: "EMAIL",
  status: "UNSUBSCRIBED",
  wideStatusType: "PORTAL_WIDE",
  timestamp: "2026-04-14T09:30:00.412Z",
  ...change,
});
const allOut = { results: LIST.map((address) => entry(address, out(address))) };

async function clientOf(...answers: readonly Answer[]) {
  const server = await serve(...answers);
  const client = createClient({ accessToken: "test-token", baseUrl: server.url });
  return { server, client };
}

describe("a read", () => {
  test("is a POST of its own path, with the addresses in the body alone", async () => {
    const { server, client } = await clientOf(json(200, allOut));
    await client.batchReadUnsubscribeAll(LIST);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      url: `${path}?channel=EMAIL`,
      headers: { authorization: "Bearer test-token", "content-type": "application/json" },
      body: JSON.stringify({ inputs: LIST }),
    });
  });

  test.each([
    [{ businessUnitId: undefined, retries: undefined, signal: undefined }, "channel=EMAIL"],
    [{ businessUnitId: 0 }, "channel=EMAIL&businessUnitId=0"],
    [{ businessUnitId: 7 }, "channel=EMAIL&businessUnitId=7"],
  ])("asks for a brand where one is given, 0 too: %j", async (options, query) => {
    const { server, client } = await clientOf(json(200, allOut));
    await client.batchReadUnsubscribeAll(LIST, options);
    expect(server.requests[0]?.url).toBe(`${path}?${query}`);
  });

  test("is complete if every address is confirmed", async () => {
    const { client } = await clientOf(json(200, allOut));
    const result = await client.batchReadUnsubscribeAll(LIST);
    expect(result).toMatchObject({
      complete: true,
      outcomes: LIST.map((address) => ({ outcome: "confirmed", address })),
      counts: { confirmed: 2, "not-confirmed": 0, unknown: 0 },
      response: { status: 200, attempts: 1, conforms: true, body: allOut },
    });
  });

  test("is incomplete as soon as one is not, and says so of that one", async () => {
    const [ann = "", bob = ""] = LIST;
    const { client } = await clientOf(json(207, { results: [entry(ann, out(ann)), entry(bob)] }));
    const result = await client.batchReadUnsubscribeAll([...LIST, "cem@example.com"]);
    expect(result).toMatchObject({
      complete: false,
      outcomes: [
        { outcome: "confirmed" },
        { outcome: "not-confirmed" },
        { outcome: "unknown", reason: "missing" },
      ],
      counts: { confirmed: 1, "not-confirmed": 1, unknown: 1 },
    });
  });

  test("holds the brand of the call against the brands of the answer", async () => {
    const brandWide = { wideStatusType: "BUSINESS_UNIT_WIDE", businessUnitId: 7 };
    const results = LIST.map((address) => entry(address, out(address, brandWide)));
    const { client } = await clientOf(json(200, { results }));
    const read = async (options?: object) =>
      (await client.batchReadUnsubscribeAll(LIST, options)).counts;
    expect(await read({ businessUnitId: 7 })).toMatchObject({ confirmed: 2 });
    expect(await read({ businessUnitId: 0 })).toMatchObject({ unknown: 2 });
    expect(await read()).toMatchObject({ unknown: 2 });
  });

  test("that lacks its scope fails with both spellings of it", async () => {
    const { client } = await clientOf(json(403, { category: "MISSING_SCOPES" }));
    const error: unknown = await client.batchReadUnsubscribeAll(LIST).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(HubSpotPermissionError);
    expect(error).toMatchObject({
      operationId: "batchReadUnsubscribeAll",
      requiredScopes: [
        "communication_preferences.statuses.batch.read",
        "subscription-status-batch-read",
      ],
    });
  });

  test.each([
    ["addresses", [], {}],
    ["businessUnitId", LIST, { businessUnitId: -1 }],
    ["signal", LIST, { signal: {} }],
    ["retries", LIST, { retries: -1 }],
    ["verbose", LIST, { verbose: true }],
    ["the options", LIST, null],
  ])("with a wrong argument is a TypeError that names %s", async (name, list, options) => {
    const { server, client } = await clientOf(json(200, allOut));
    const call = client.batchReadUnsubscribeAll(list, options as object);
    await expect(call).rejects.toThrow(TypeError);
    await expect(call).rejects.toThrow(new RegExp(`^${name}`));
    expect(server.requests).toHaveLength(0);
  });
});

describe("the cap", () => {
  test("is the size of both operations, and one more is refused by both", async () => {
    expect(operations.batchUnsubscribeAll.batch.size).toBe(maxAddressesPerCall);
    expect(operations.batchReadUnsubscribeAll.batch.size).toBe(maxAddressesPerCall);
    const { server, client } = await clientOf(json(200, { results: [] }));
    const list = Array.from({ length: maxAddressesPerCall }, (_, index) => `a${index}@example.com`);
    await client.batchUnsubscribeAll(list);
    await client.batchReadUnsubscribeAll(list);
    list.push("one-more@example.com");
    await expect(client.batchUnsubscribeAll(list)).rejects.toThrow(/^addresses holds 101/);
    await expect(client.batchReadUnsubscribeAll(list)).rejects.toThrow(/^addresses holds 101/);
    expect(server.requests).toHaveLength(2);
  });
});
