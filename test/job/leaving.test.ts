import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import {
  createClient,
  unsubscribeAll,
  verifyAll,
  type BulkJob,
  type Fetch,
} from "../../src/index.js";
import { allOut, collect, people, scriptHubSpot } from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type AnyJob = BulkJob<{ readonly outcome: string }>;

/** A source that gives some addresses and then nothing any more, and tells when it is closed. */
function silent(addresses: readonly string[], returned: () => unknown): AsyncIterable<string> {
  let place = 0;
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const value = addresses[place];
        place += 1;
        return value === undefined
          ? new Promise<never>(() => {})
          : Promise.resolve({ done: false, value });
      },
      return: async () => {
        await returned();
        return { done: true, value: undefined };
      },
    }),
  };
}

const kinds: readonly (readonly [
  string,
  (source: AsyncIterable<string>, signal?: AbortSignal) => AnyJob,
])[] = [
  [
    "unsubscribeAll",
    (source, signal) =>
      unsubscribeAll(scriptHubSpot(allOut).client, source, { signal, linger: 50 }),
  ],
  [
    "verifyAll",
    (source, signal) => verifyAll(scriptHubSpot(allOut).client, source, { signal, linger: 50 }),
  ],
];

describe.each(kinds)("%s", (_name, start) => {
  test("leaving the loop while the source is silent ends at once, and closes it without waiting", async () => {
    const returned = vi.fn(() => new Promise<never>(() => {}));
    const job = start(silent(["a@example.com"], returned));
    const leaving = (async () => {
      for await (const _ of job) break;
    })();
    await vi.advanceTimersByTimeAsync(200);
    await leaving;
    expect(returned).toHaveBeenCalledTimes(1);
    await job.finished;
  });

  test("so does the job's signal, also where closing the source fails", async () => {
    const stop = new AbortController();
    const returned = vi.fn(() => Promise.reject(new Error("it will not close")));
    const job = start(silent(["a@example.com"], returned), stop.signal);
    const reading = (async () => {
      let outcomes = 0;
      for await (const _ of job) outcomes += 1;
      return outcomes;
    })();
    await vi.advanceTimersByTimeAsync(5_000);
    stop.abort();
    expect(await reading).toBe(1);
    await job.finished;
    expect(returned).toHaveBeenCalledTimes(1);
    expect(job.stop?.reason).toBe("stopped");
  });

  test("an endless source is no reason to stay", async () => {
    async function* endless(): AsyncGenerator<string> {
      for (let n = 0; ; n += 1) yield `reader${n}@example.com`;
    }
    const job = start(endless());
    const leaving = (async () => {
      for await (const _ of job) break;
    })();
    await vi.advanceTimersByTimeAsync(1_000);
    await leaving;
    await vi.advanceTimersByTimeAsync(1_000);
    await job.finished;
    expect(job.totals.pending).toBe(0);
  });
});

test("what was under way when the loop was left is put on record, and can be had", async () => {
  const hubspot = scriptHubSpot(allOut);
  const job = unsubscribeAll(hubspot.client, people(5_000));
  let told = 0;
  const leaving = (async () => {
    for await (const _ of job) {
      told += 1;
      if (told === 150) break;
    }
  })();
  await vi.advanceTimersByTimeAsync(2_000);
  await leaving;
  await job.finished;
  const out = new Set(hubspot.calls.flatMap(({ inputs }) => inputs));
  let unsubscribed = 0;
  for await (const part of job.outcomes()) {
    for (const { address, outcome } of part) {
      expect(outcome).toBe(out.has(address) ? "unsubscribed" : "not-sent");
      if (outcome === "unsubscribed") unsubscribed += 1;
    }
  }
  expect(unsubscribed).toBe(out.size);
  expect(out.size).toBeGreaterThan(150);
});

test("the client's signal cuts calls off, which leaves unknown what had begun, whatever its reason is", async () => {
  for (const reason of [new Error("SIGTERM"), "deploy", undefined]) {
    const stop = new AbortController();
    const out = new Set<string>();
    const fetch: Fetch = (_url, init) => {
      const { inputs } = JSON.parse(String(init.body)) as { inputs: string[] };
      for (const input of inputs) out.add(input);
      return new Promise(() => {});
    };
    const client = createClient({ accessToken: "test-token", fetch, signal: stop.signal });
    const job = unsubscribeAll(client, people(300));
    const reading = collect(job);
    setTimeout(() => stop.abort(reason), 1_000);
    const outcomes = await reading;
    expect(outcomes).toHaveLength(job.totals.entries);
    for (const { address, outcome } of outcomes) {
      expect(outcome).toBe(out.has(address) ? "unknown" : "not-sent");
    }
    expect(out.size).toBeGreaterThan(0);
    expect(job.stop?.reason).toBe("stopped");
    if (typeof reason === "string") expect(job.stop?.message).toContain("deploy");
  }
});

test("what a fetch throws after it was called makes nobody not sent", async () => {
  class Own extends Error {
    override readonly name = "HubSpotNetworkError";
    readonly mayHaveBeenApplied = false;
    readonly code = "ECONNREFUSED";
  }
  const out = new Set<string>();
  const fetch: Fetch = async (_url, init) => {
    const { inputs } = JSON.parse(String(init.body)) as { inputs: string[] };
    for (const input of inputs) out.add(input);
    throw new Own("after the answer");
  };
  const client = createClient({ accessToken: "test-token", fetch });
  const outcomes = await collect(unsubscribeAll(client, people(3), { maxWait: 5_000 }));
  for (const { address, outcome } of outcomes) {
    expect(outcome).toBe(out.has(address) ? "unknown" : "not-sent");
  }
});

test("a stop leaves the source: it is not read to its end to say not sent of everybody", async () => {
  let read = 0;
  function* list(): Generator<string> {
    for (; read < 1_000_000; read += 1) yield `reader${read}@example.com`;
  }
  const hubspot = scriptHubSpot((call) =>
    call.number > 50 ? new Response("", { status: 401 }) : allOut(call),
  );
  const job = unsubscribeAll(hubspot.client, list());
  const outcomes = await collect(job);
  expect(job.stop?.reason).toBe("credentials");
  expect(read).toBeLessThan(20_000);
  expect(outcomes).toHaveLength(job.totals.entries);
  expect(job.totals.pending).toBe(0);
});

test("an endless source with a limit ends", async () => {
  async function* endless(): AsyncGenerator<string> {
    for (let n = 0; ; n += 1) yield `reader${n}@example.com`;
  }
  const hubspot = scriptHubSpot(allOut);
  const job = unsubscribeAll(hubspot.client, endless(), { limit: 5 });
  const outcomes = await collect(job);
  expect(job.stop?.reason).toBe("limit");
  expect(job.totals.outcomes.unsubscribed).toBe(5);
  expect(outcomes.length).toBeLessThanOrEqual(100);
});
