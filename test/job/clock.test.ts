import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { unsubscribeAll } from "../../src/index.js";
import { allOut, collect, json, people, scriptHubSpot } from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hour = 3_600_000;

test("a wall clock that jumps makes no wait longer or shorter", async () => {
  const times: number[] = [];
  const hubspot = scriptHubSpot((call) => {
    times.push(performance.now());
    if (call.number !== 2 && call.number !== 4) return allOut(call);
    const jump = call.number === 2 ? 7 * hour : -14 * hour;
    setTimeout(() => vi.setSystemTime(Date.now() + jump), 1_000);
    return json(429, { policyName: "TEN_SECONDLY_ROLLING" }, { "retry-after": "30" });
  });
  const job = unsubscribeAll(hubspot.client, people(600));
  await collect(job);
  expect(job.totals.outcomes.unsubscribed).toBe(600);
  const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(waits.filter((wait) => wait > 29_000 && wait < 31_000)).toHaveLength(2);
});

test("a Retry-After date is judged by the server's own clock", async () => {
  const times: number[] = [];
  const server = Date.now() - 5 * hour;
  const hubspot = scriptHubSpot((call) => {
    times.push(performance.now());
    if (call.number > 1) return allOut(call);
    const headers = {
      date: new Date(server).toUTCString(),
      "retry-after": new Date(server + 20_000).toUTCString(),
    };
    return json(429, { policyName: "TEN_SECONDLY_ROLLING" }, headers);
  });
  const job = unsubscribeAll(hubspot.client, people(5));
  await collect(job);
  expect(job.totals.outcomes.unsubscribed).toBe(5);
  const [first = 0, second = 0] = times;
  expect(second - first).toBeGreaterThanOrEqual(20_000);
  expect(second - first).toBeLessThan(21_000);
});

test("with everybody settled a job ends at once, however far the limit is used up", async () => {
  const headers = {
    "x-hubspot-ratelimit-max": "1",
    "x-hubspot-ratelimit-remaining": "0",
    "x-hubspot-ratelimit-interval-milliseconds": "60000",
  };
  const hubspot = scriptHubSpot((call) => new Response(allOut(call).body, { headers }));
  const started = performance.now();
  const job = unsubscribeAll(hubspot.client, people(2));
  await collect(job);
  expect(job.totals.outcomes.unsubscribed).toBe(2);
  expect(performance.now() - started).toBeLessThan(1_000);
});
