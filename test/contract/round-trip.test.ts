import { describe, expect, test } from "vitest";
import {
  createClient,
  HubSpotApiError,
  HubSpotAuthenticationError,
  HubSpotPermissionError,
  HubSpotRateLimitError,
  type HubSpotClient,
  type HubSpotContractError,
} from "../../src/index.js";
import { json, serve } from "../helpers/http.js";
import { jsonSamples } from "../helpers/samples.js";

/** The calls of the client by their operation, each asking for all that it can. */
const CALLS: Readonly<
  Record<string, (client: HubSpotClient, addresses: string[]) => Promise<unknown>>
> = {
  batchUnsubscribeAll: (client, addresses) =>
    client.batchUnsubscribeAll(addresses, { verbose: true }),
  batchReadUnsubscribeAll: (client, addresses) => client.batchReadUnsubscribeAll(addresses),
};

// The operations that the client has no method for are held to their samples by validator and type alone.
const samples = jsonSamples().filter(({ operationId }) => Object.hasOwn(CALLS, operationId));
const requests = samples.filter(({ of }) => of === "request");
const successes = samples.filter(({ of }) => of.startsWith("2"));
const errors = samples.filter(({ of }) => of !== "request" && !of.startsWith("2"));

/** A status for the ranges that the description declares. */
const STATUS_OF: Readonly<Record<string, number>> = { "5XX": 500, default: 404 };

const CLASS_OF: Readonly<Record<number, typeof HubSpotApiError>> = {
  401: HubSpotAuthenticationError,
  403: HubSpotPermissionError as unknown as typeof HubSpotApiError, // its constructor takes more
  429: HubSpotRateLimitError,
};

async function callAgainst(
  operationId: string,
  status: number,
  body: unknown,
  addresses = ["ana@example.com"],
) {
  const server = await serve(json(status, body));
  const violations: HubSpotContractError[] = [];
  const client = createClient({
    accessToken: "test-token",
    baseUrl: server.url,
    retries: 0,
    onContractViolation: (error) => violations.push(error),
  });
  const call = CALLS[operationId];
  if (call === undefined) throw new Error(`the client has no call for ${operationId}`);
  const result = await call(client, addresses).catch((error: unknown) => error);
  return { server, violations, result };
}

describe("a request sample", () => {
  test.each(requests)(
    "$name goes out as it is written, in lower case",
    async ({ operationId, value }) => {
      const { inputs } = value as { inputs: string[] };
      const { server } = await callAgainst(operationId, 200, { results: [] }, inputs);
      const sent = { inputs: inputs.map((address) => address.toLowerCase()) };
      expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual(sent);
    },
  );
});

describe("a success sample", () => {
  test.each(successes)(
    "$operationId $of $name comes back as it is written, without a complaint",
    async (sample) => {
      const { violations, result } = await callAgainst(
        sample.operationId,
        Number(sample.of),
        sample.value,
      );
      expect(violations).toEqual([]);
      expect(result).toMatchObject({
        outcomes: [{ address: "ana@example.com" }],
        response: { status: Number(sample.of), conforms: true, body: sample.value },
      });
    },
  );
});

describe("an error sample", () => {
  test.each(errors)(
    "$operationId $of $name becomes the error of its status, without a complaint",
    async (sample) => {
      const status = STATUS_OF[sample.of] ?? Number(sample.of);
      const { violations, result } = await callAgainst(sample.operationId, status, sample.value);
      expect(violations).toEqual([]);
      expect(result).toBeInstanceOf(CLASS_OF[status] ?? HubSpotApiError);
      const { correlationId, category, policyName } = sample.value as Record<string, unknown>;
      expect(result).toMatchObject({
        status,
        ...(typeof correlationId === "string" && { correlationId }),
        ...(typeof category === "string" && { category }),
        ...(typeof policyName === "string" && { policyName }),
      });
    },
  );
});
