import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createClient, unsubscribeAll, type BulkJob, type EntryOutcome } from "../../src/index.js";
import { simulateHubSpot, type SimulatedHubSpot } from "../helpers/simulated-hubspot.js";

const window = 10_000;

beforeEach(() => {
  vi.useFakeTimers();
  // The same chance in each run, for the job's jitter and the latency of the simulation.
  let seed = 1;
  vi.spyOn(Math, "random").mockImplementation(() => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed / 0x80000000;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function jobOn(hubspot: SimulatedHubSpot, addresses: number, name = "a"): BulkJob<EntryOutcome> {
  const client = createClient({ accessToken: "test-token", fetch: hubspot.fetch });
  const list = Array.from({ length: addresses }, (_, n) => `${name}${n}@example.com`);
  return unsubscribeAll(client, list);
}

/** Runs a job while the simulated clock is driven on. */
async function finish(...jobs: BulkJob<EntryOutcome>[]): Promise<void> {
  let running = jobs.length;
  for (const job of jobs) {
    void (async () => {
      for await (const outcome of job) expect(outcome.outcome).toBe("unsubscribed");
      running -= 1;
    })();
  }
  while (running > 0) await vi.advanceTimersByTimeAsync(20);
}

/** The share of the limit that was used between two moments after the first call. */
function used({ taken }: SimulatedHubSpot, calls: number, from: number, to: number): number {
  const [start = 0] = taken;
  const count = taken.filter((at) => at >= start + from && at < start + to).length;
  return count / (calls * ((to - from) / window));
}

test("the limit is found out, used to 97 % after the first window, and never passed", async () => {
  const hubspot = simulateHubSpot({ calls: 190 });
  const job = jobOn(hubspot, 100_000);
  await finish(job);
  expect(hubspot.limited).toBe(0);
  expect(used(hubspot, 190, window, 5 * window)).toBeGreaterThanOrEqual(0.97);
  expect(job.totals.outcomes.unsubscribed).toBe(100_000);
  expect(job.stop).toBeUndefined();
});

test.each([100, 110, 250])("a limit of %d calls is kept from the first second", async (calls) => {
  const hubspot = simulateHubSpot({ calls });
  await finish(jobOn(hubspot, calls * 400));
  expect(hubspot.limited).toBe(0);
  expect(used(hubspot, calls, window, 3 * window)).toBeGreaterThanOrEqual(0.97);
});

test("what another client uses of the limit is left to it", async () => {
  const hubspot = simulateHubSpot({ calls: 190 });
  const other = setInterval(() => hubspot.otherCall(), window / 95);
  const job = jobOn(hubspot, 50_000);
  await finish(job);
  clearInterval(other);
  expect(used(hubspot, 190, window, 4 * window)).toBeGreaterThan(0.35);
  expect(hubspot.limited).toBeLessThan(10);
});

test.each([2, 5])("%d jobs that know nothing of each other lose nothing", async (count) => {
  const hubspot = simulateHubSpot({ calls: 190 });
  const jobs = Array.from({ length: count }, (_, n) => jobOn(hubspot, 30_000, `p${n}-`));
  await finish(...jobs);
  for (const job of jobs) expect(job.totals.outcomes.unsubscribed).toBe(30_000);
  expect(jobs.reduce((sum, job) => sum + job.progress.rateLimited, 0)).toBe(hubspot.limited);
  expect(hubspot.out.size).toBe(count * 30_000);
});
