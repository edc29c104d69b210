import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { unsubscribeAll } from "../../src/index.js";
import { allOut, collect, people, scriptHubSpot } from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Addresses one after the other, with a pause before each. */
async function* slowly(
  count: number,
  pauseMs: number,
  then?: Promise<void>,
): AsyncGenerator<string> {
  for (const address of people(count)) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    yield address;
  }
  await then;
}

test("what has waited goes once nothing more comes", async () => {
  const hubspot = scriptHubSpot(allOut);
  const never = new Promise<void>(() => {});
  const job = unsubscribeAll(hubspot.client, slowly(50, 1, never));
  const told: string[] = [];
  void (async () => {
    for await (const { outcome } of job) told.push(outcome);
  })();
  await vi.advanceTimersByTimeAsync(900);
  expect(hubspot.calls).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(400);
  expect(hubspot.calls.map(({ inputs }) => inputs.length)).toEqual([50]);
  expect(told).toHaveLength(50);
});

test("a slow steady source fills batches: ten a second are one call in ten seconds", async () => {
  const hubspot = scriptHubSpot(allOut);
  const outcomes = await collect(unsubscribeAll(hubspot.client, slowly(600, 100)));
  expect(outcomes).toHaveLength(600);
  expect(hubspot.calls.length).toBeGreaterThanOrEqual(6);
  expect(hubspot.calls.length).toBeLessThanOrEqual(7);
});

test("a source that is slower than the linger goes as it comes", async () => {
  const hubspot = scriptHubSpot(allOut);
  await collect(unsubscribeAll(hubspot.client, slowly(5, 300), { linger: 100 }));
  expect(hubspot.calls.map(({ inputs }) => inputs.length)).toEqual([1, 1, 1, 1, 1]);
});

test("a list does not linger", async () => {
  const hubspot = scriptHubSpot(allOut);
  const begun = performance.now();
  await collect(unsubscribeAll(hubspot.client, people(50)));
  expect(performance.now() - begun).toBeLessThan(500);
});
