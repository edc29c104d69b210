import { describe, expect, test } from "vitest";
import { createClient, HubSpotApiError, type HubSpotClient } from "../../src/index.js";
import { reply, serve } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";
import { LIST } from "./calls.js";

const methods = [
  "batchUnsubscribeAll",
  "batchReadUnsubscribeAll",
  "unsubscribeAllForContact",
  "readUnsubscribeAllForContact",
] as const satisfies readonly (keyof HubSpotClient)[];

type Method = (typeof methods)[number];

function callOn(
  client: HubSpotClient,
  method: Method,
  options?: { readonly retries?: number | undefined },
): Promise<unknown> {
  return method === "batchUnsubscribeAll" || method === "batchReadUnsubscribeAll"
    ? client[method](LIST, options)
    : client[method]("ann@example.com", options);
}

/** How many requests a call makes of a server that always fails, and how it ends. */
async function run(method: Method, ofClient: number, ofCall: number | undefined) {
  const waits = skipWaits();
  const server = await serve(reply(503));
  const client = createClient({
    accessToken: "test-token",
    baseUrl: server.url,
    retries: ofClient,
    onRetry: waits.onRetry,
  });
  const error: unknown = await callOn(client, method, { retries: ofCall }).catch(
    (thrown) => thrown,
  );
  return { requests: server.requests.length, error, client, server };
}

describe.each(methods)("the retries of one call of %s", (method) => {
  test.each([
    [2, 0, 1],
    [0, 2, 3],
    [1, undefined, 2],
  ])("count in place of the client's: %j, %j", async (ofClient, ofCall, expected) => {
    const { requests, error } = await run(method, ofClient, ofCall);
    expect(error).toBeInstanceOf(HubSpotApiError);
    expect(error).toMatchObject({ status: 503, attempts: expected });
    expect(requests).toBe(expected);
  });

  test("are for that call only", async () => {
    const { client, server } = await run(method, 1, 0);
    await callOn(client, method).catch(() => undefined);
    expect(server.requests).toHaveLength(1 + 2);
  });

  test.each([-1, 1.5, Infinity, Number.NaN, "2", null])(
    "refuse what the client's refuse: %j",
    async (retries) => {
      const server = await serve(reply(503));
      const client = createClient({ accessToken: "test-token", baseUrl: server.url });
      const call = callOn(client, method, { retries: retries as number });
      await expect(call).rejects.toThrow(/^retries must be an integer of at least 0$/);
      expect(server.requests).toHaveLength(0);
    },
  );
});
