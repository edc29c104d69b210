import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { unsubscribeAll } from "../../src/job/unsubscribe-all.js";
import {
  allOut,
  collect,
  json,
  people,
  refuse,
  resultOf,
  scriptHubSpot,
} from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const bad = "reader42@example.com";

test("one bad address in a hundred is found in about 2·log2(n)+1 calls, and the others are out", async () => {
  const hubspot = scriptHubSpot((call) =>
    call.inputs.includes(bad) ? refuse("Invalid input.") : allOut(call),
  );
  const job = unsubscribeAll(hubspot.client, people(100));
  const outcomes = await collect(job);
  expect(hubspot.calls.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(100)) + 1);
  expect(outcomes.filter(({ outcome }) => outcome === "unsubscribed")).toHaveLength(99);
  expect(outcomes.filter(({ outcome }) => outcome === "rejected")).toMatchObject([
    { address: bad, row: 42, reason: "VALIDATION_ERROR", message: "Invalid input." },
  ]);
  expect(job.stop).toBeUndefined();
});

test("two bad addresses are both found, whatever the answer says of them", async () => {
  const two = new Set([bad, "reader43@example.com"]);
  const hubspot = scriptHubSpot((call) =>
    call.inputs.some((input) => two.has(input))
      ? refuse("reader1@example.com is invalid.")
      : allOut(call),
  );
  const outcomes = await collect(unsubscribeAll(hubspot.client, people(300)));
  const rejected = outcomes.filter(({ outcome }) => outcome === "rejected");
  expect(new Set(rejected.map(({ address }) => address))).toEqual(two);
  expect(outcomes).toHaveLength(300);
});

test("an answer that takes some addresses and names others rejects those it names", async () => {
  const hubspot = scriptHubSpot((call) => {
    const accused = call.inputs.filter((input) => input === bad);
    return json(207, {
      results: call.inputs.filter((input) => input !== bad).map(resultOf),
      numErrors: accused.length,
      errors: accused.map((address) => ({
        category: "VALIDATION_ERROR",
        message: "Invalid.",
        context: { subscriberIdString: [address] },
      })),
    });
  });
  const job = unsubscribeAll(hubspot.client, people(100));
  const outcomes = await collect(job);
  expect(hubspot.calls).toHaveLength(1);
  expect(outcomes.find(({ address }) => address === bad)?.outcome).toBe("rejected");
  expect(job.totals.outcomes).toMatchObject({ unsubscribed: 99, rejected: 1 });
});

test("what an answer names for a cause that passes is sent again", async () => {
  let failures = 0;
  const hubspot = scriptHubSpot((call) => {
    const accused: readonly string[] =
      failures < 2 ? [bad].filter((input) => call.inputs.includes(input)) : [];
    failures += accused.length;
    return json(207, {
      results: call.inputs.filter((input) => !accused.includes(input)).map(resultOf),
      errors: accused.map((address) => ({
        category: "INTERNAL_ERROR",
        context: { subscriberIdString: [address] },
      })),
    });
  });
  const job = unsubscribeAll(hubspot.client, people(100));
  await collect(job);
  expect(hubspot.calls.map(({ inputs }) => inputs.length)).toEqual([100, 1, 1]);
  expect(job.totals.outcomes.unsubscribed).toBe(100);
});

test("an address that failed alone before any other succeeded is rejected once one does", async () => {
  const [first = "", second = ""] = people(2);
  const hubspot = scriptHubSpot((call) =>
    call.inputs.includes(first) ? refuse("Invalid input.") : allOut(call),
  );
  const outcomes = await collect(unsubscribeAll(hubspot.client, [first, second]));
  expect(outcomes.map(({ address, outcome }) => [address, outcome])).toEqual([
    [first, "rejected"],
    [second, "unsubscribed"],
  ]);
});

test.each([
  ["a 400 that names the number", () => refuse("The maximum number of inputs supported is 30.")],
  ["a 413", () => refuse("Payload too large", "REQUEST_TOO_LARGE", 413)],
  ["a 400 that names none", () => refuse("Too many inputs in the batch.")],
])("after %s batches stay below the size that was refused", async (_name, answer) => {
  const hubspot = scriptHubSpot((call) => (call.inputs.length > 30 ? answer() : allOut(call)));
  const job = unsubscribeAll(hubspot.client, people(1_001));
  const outcomes = await collect(job);
  expect(job.totals.outcomes.unsubscribed).toBe(1_001);
  expect(outcomes).toHaveLength(1_001);
  const refused = hubspot.calls.filter(({ inputs }) => inputs.length > 30);
  expect(refused.length).toBeLessThanOrEqual(3);
  expect(hubspot.calls.every(({ inputs }) => inputs.length > 0)).toBe(true);
});

test("batches that were under way when the size was learned do not make it larger again", async () => {
  let large = 0;
  const hubspot = scriptHubSpot(async (call) => {
    const nth = call.inputs.length <= 20 ? 0 : (large += 1);
    if (nth <= 1) return allOut(call);
    await new Promise((resolve) => setTimeout(resolve, nth * 1_000));
    return refuse(`At most ${nth === 2 ? 20 : 60} inputs.`, "REQUEST_TOO_LARGE", 413);
  });
  const job = unsubscribeAll(hubspot.client, people(400));
  await collect(job);
  expect(job.totals.outcomes.unsubscribed).toBe(400);
  expect(large).toBeGreaterThan(2);
  const sizes = hubspot.calls.map(({ inputs }) => inputs.length);
  expect(sizes.filter((size) => size > 20)).toEqual(Array.from({ length: large }, () => 100));
});

test("a call that reads back is split too where it is refused for its size", async () => {
  const hubspot = scriptHubSpot((call) => {
    if (!call.reads) return json(200, { status: "COMPLETE", results: [] });
    return call.inputs.length > 30 ? refuse("Too large", "REQUEST_TOO_LARGE", 413) : allOut(call);
  });
  const job = unsubscribeAll(hubspot.client, people(50));
  await collect(job);
  expect(job.totals.outcomes.unsubscribed).toBe(50);
});

test("a refusal about the length of one address makes no batch smaller", async () => {
  const hubspot = scriptHubSpot((call) =>
    call.inputs.includes(bad)
      ? refuse("inputs[41]: the maximum length is 10 characters.")
      : allOut(call),
  );
  await collect(unsubscribeAll(hubspot.client, people(1_000)));
  expect(hubspot.calls.filter(({ inputs }) => inputs.length === 100).length).toBe(10);
});
