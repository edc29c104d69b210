import { afterEach, beforeEach, expect, test, vi } from "vitest";

import {
  createClient,
  createOptOutQueue,
  unsubscribeAll,
  type HubSpotContractError,
  type RetryFacts,
} from "../../src/index.js";
import {
  allOut,
  collect,
  json,
  people,
  refuse,
  resultOf,
  scriptHubSpot,
  type Script,
} from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A client that keeps what its hooks are told. */
function watch(script: Script) {
  const hubspot = scriptHubSpot(script);
  const retries: RetryFacts[] = [];
  const violations: HubSpotContractError[] = [];
  const callIds: string[] = [];
  const client = createClient({
    accessToken: "test-token",
    fetch: hubspot.fetch,
    timeout: 60_000,
    onRequest: ({ callId }) => callIds.push(callId),
    onRetry: (facts) => retries.push(facts),
    onContractViolation: (error) => violations.push(error),
  });
  return { client, hubspot, retries, violations, callIds };
}

test.each<[string, Script, Partial<RetryFacts>]>([
  ["a server that is down", () => json(503, {}), { reason: "server", status: 503 }],
  ["a conflict", () => json(409, {}), { reason: "server", status: 409 }],
  ["a lock", () => json(423, {}), { reason: "lock", status: 423 }],
  [
    "a rate limit",
    () => json(429, { policyName: "SECONDLY" }, { "retry-after": "7" }),
    { reason: "rate-limit", status: 429, waitMs: 7_000 },
  ],
  [
    "a migration",
    () => json(477, {}, { "retry-after": "9" }),
    { reason: "migration", status: 477, waitMs: 9_000 },
  ],
  [
    "a connection that broke",
    () => {
      throw new TypeError("fetch failed");
    },
    { reason: "network", status: undefined },
  ],
  ["silence", () => new Promise<Response>(() => {}), { reason: "timeout", status: undefined }],
])("a job tells the hooks of its repeat after %s, as a call does", async (_, first, facts) => {
  const { client, hubspot, retries, callIds } = watch((call) =>
    call.number === 1 ? first(call) : allOut(call),
  );
  const job = unsubscribeAll(client, people(3));
  await collect(job);
  expect(hubspot.calls).toHaveLength(2);
  expect(retries).toMatchObject([{ operationId: "batchUnsubscribeAll", attempt: 1, ...facts }]);
  expect(retries[0]?.callId).toBe(callIds[0]);
  expect(retries[0]?.waitMs).toBeGreaterThan(0);
  expect(Object.isFrozen(retries[0])).toBe(true);
  expect(JSON.stringify(retries)).not.toContain("reader");
});

test("a queue tells them too", async () => {
  const { client, retries } = watch((call) => (call.number === 1 ? json(502, {}) : allOut(call)));
  const queue = createOptOutQueue(client);
  const asked = queue.optOut("ana@example.com");
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await asked).outcome).toBe("unsubscribed");
  expect(retries).toMatchObject([{ reason: "server", status: 502 }]);
});

test("what is not repeated is not told as a repeat", async () => {
  const script: Script = (call) => (call.inputs.length > 1 ? refuse("Invalid.") : json(401, {}));
  const { client, retries } = watch(script);
  await collect(unsubscribeAll(client, people(3)));
  expect(retries).toEqual([]);
  const down = watch(() => json(503, {}, { "retry-after": "100000" }));
  await collect(unsubscribeAll(down.client, people(3)));
  expect(down.retries).toEqual([]);
});

test("a job that was left tells of no repeat, since it makes none", async () => {
  const controller = new AbortController();
  const { client, retries } = watch(() => {
    controller.abort();
    return json(503, {});
  });
  await collect(unsubscribeAll(client, people(3), { signal: controller.signal }));
  expect(retries).toEqual([]);
});

test("identifiers as texts and times as numbers are told once for each call, and read all the same", async () => {
  const odd: Script = ({ inputs }) => {
    const results = inputs.map((input) => {
      const { statuses } = resultOf(input) as { readonly statuses: readonly object[] };
      const other = { subscriptionId: "1", timestamp: 1_767_225_600_000 };
      return { ...resultOf(input), statuses: statuses.map((status) => ({ ...status, ...other })) };
    });
    return json(200, { status: "COMPLETE", results });
  };
  const { client, hubspot, violations } = watch(odd);
  const job = unsubscribeAll(client, people(250));
  await collect(job);
  expect(job.totals.outcomes.unsubscribed).toBe(250);
  expect(violations).toHaveLength(hubspot.calls.length);
  expect(violations[0]?.violations.map(({ path }) => path)).toContain(
    "/results/0/statuses/0/subscriptionId",
  );
});
