import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createClient } from "../../src/client/client.js";
import { createMemoryStore } from "../../src/job/memory-store.js";
import { unsubscribeAll } from "../../src/job/unsubscribe-all.js";
import {
  allOut,
  collect,
  json,
  people,
  refuse,
  scriptHubSpot,
} from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function limited(policyName: string, headers: Record<string, string> = {}): Response {
  return json(429, { status: "error", errorType: "RATE_LIMIT", policyName }, headers);
}

test("whose store another process has taken calls nobody not sent: that one may have sent them", async () => {
  const hubspot = scriptHubSpot(allOut);
  const gone = new Error("Another process has the store.");
  const store = Object.assign(createMemoryStore(), {
    lost: false,
    calling: () => {
      store.lost = true;
      return Promise.reject(gone);
    },
  });
  const told: unknown[] = [];
  const job = unsubscribeAll(hubspot.client, people(250), { store });
  await expect(
    (async () => {
      for await (const outcome of job) told.push(outcome);
    })(),
  ).rejects.toBe(gone);
  expect(told).toEqual([]);
  expect(hubspot.calls).toHaveLength(0);
});

describe("credentials", () => {
  test.each([401, 403])("a %d stops the job at once, and nobody is rejected", async (status) => {
    const hubspot = scriptHubSpot((call) =>
      call.number >= 7 ? refuse("No.", "SOME_CATEGORY", status) : allOut(call),
    );
    const job = unsubscribeAll(hubspot.client, people(2_000));
    const outcomes = await collect(job);
    expect(job.stop).toMatchObject({ reason: "credentials" });
    const { entries, pending } = job.totals;
    expect(pending).toBe(0);
    expect(job.totals.outcomes).toMatchObject({
      unsubscribed: 600,
      "not-sent": entries - 600,
      rejected: 0,
    });
    expect(outcomes).toHaveLength(entries);
    // What lies behind is left unread.
    expect(entries).toBeLessThan(2_000);
    // Those that were under way when the first refusal came, and none after.
    expect(hubspot.calls.length).toBeLessThan(12);
  });

  test("the same in a 400, known by its category, stops it after one way down", async () => {
    const hubspot = scriptHubSpot((call) =>
      call.number >= 4 ? refuse("Expired.", "EXPIRED_AUTHENTICATION") : allOut(call),
    );
    const job = unsubscribeAll(hubspot.client, people(2_000));
    await collect(job);
    expect(job.stop).toMatchObject({ reason: "credentials" });
    expect(job.totals.outcomes).toMatchObject({
      unsubscribed: 300,
      "not-sent": job.totals.entries - 300,
      rejected: 0,
    });
  });

  test("a token function that throws stops the job and is its cause", async () => {
    const hubspot = scriptHubSpot(allOut);
    const broken = new Error("the vault is sealed");
    let asked = 0;
    const client = createClient({
      fetch: hubspot.fetch,
      accessToken: () => {
        asked += 1;
        if (asked > 3) throw broken;
        return "test-token";
      },
    });
    const job = unsubscribeAll(client, people(1_000));
    await collect(job);
    expect(job.stop).toMatchObject({ reason: "credentials", cause: broken });
    const { entries } = job.totals;
    expect(job.totals.outcomes).toMatchObject({
      unsubscribed: 300,
      "not-sent": entries - 300,
      unknown: 0,
    });
  });
});

describe("limits", () => {
  test("a limit of the day stops the job, without a time where the server gives none", async () => {
    const hubspot = scriptHubSpot((call) => (call.number === 3 ? limited("DAILY") : allOut(call)));
    const job = unsubscribeAll(hubspot.client, people(1_000));
    await collect(job);
    expect(job.stop).toMatchObject({ reason: "rate-limit" });
    expect(job.stop?.message).toContain("midnight in the account's time zone");
    expect(job.stop).not.toHaveProperty("resumeAt");
  });

  test("a wait over maxWait stops the job with the time to come back", async () => {
    const wait = { "retry-after": "1200" };
    const hubspot = scriptHubSpot((call) =>
      call.number === 2 ? limited("TEN_SECONDLY_ROLLING", wait) : allOut(call),
    );
    const job = unsubscribeAll(hubspot.client, people(300));
    await collect(job);
    expect(job.stop?.reason).toBe("rate-limit");
    const inMinutes = ((job.stop?.resumeAt ?? 0) - Date.now()) / 60_000;
    expect(inMinutes).toBeGreaterThan(19);
    expect(inMinutes).toBeLessThanOrEqual(20);
  });

  test("a wait below maxWait is sat out by all workers, also where it is longer than a minute", async () => {
    const times: number[] = [];
    const hubspot = scriptHubSpot((call) => {
      times.push(performance.now());
      return call.number === 5
        ? limited("TEN_SECONDLY_ROLLING", { "retry-after": "120" })
        : allOut(call);
    });
    const job = unsubscribeAll(hubspot.client, people(1_000));
    await collect(job);
    expect(job.stop).toBeUndefined();
    expect(job.totals.outcomes.unsubscribed).toBe(1_000);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.max(...gaps)).toBeGreaterThanOrEqual(120_000 - 100);
    expect(job.progress.rateLimited).toBe(1);
  });

  test("while limited, one probe is made at a time", async () => {
    let limitedCalls = 0;
    const hubspot = scriptHubSpot((call) => {
      if (call.number <= 8 || performance.now() - start > 60_000) return allOut(call);
      limitedCalls += 1;
      return limited("TEN_SECONDLY_ROLLING");
    });
    const start = performance.now();
    const job = unsubscribeAll(hubspot.client, people(3_000));
    await collect(job);
    expect(job.totals.outcomes.unsubscribed).toBe(3_000);
    // The few that were under way, then fewer and fewer in a minute.
    expect(limitedCalls).toBeLessThan(12);
  });

  test("the daily reserve is left to the account's other apps", async () => {
    const hubspot = scriptHubSpot((call) =>
      json(
        200,
        { results: [] },
        {
          "x-hubspot-ratelimit-daily": "1000",
          "x-hubspot-ratelimit-daily-remaining": String(110 - call.number),
        },
      ),
    );
    const job = unsubscribeAll(hubspot.client, people(3_000), { dailyReserve: 0.1 });
    await collect(job);
    expect(job.stop).toMatchObject({ reason: "rate-limit" });
    expect(hubspot.calls.length).toBeLessThanOrEqual(10);
    expect(job.stop?.message).toContain("10 %");
  });

  test("a migration without a time, and one that is too long, stop the job", async () => {
    for (const headers of [{}, { "retry-after": "80000" }]) {
      const hubspot = scriptHubSpot(() => json(477, { message: "Migrating." }, headers));
      const job = unsubscribeAll(hubspot.client, people(5));
      await collect(job);
      expect(job.stop?.reason).toBe("migration");
      expect("resumeAt" in (job.stop ?? {})).toBe("retry-after" in headers);
    }
  });
});

describe("the server and the way to it", () => {
  test("a server that is down for longer than maxWait stops the job; what was sent is unknown", async () => {
    const hubspot = scriptHubSpot((call) =>
      call.number < 3 ? allOut(call) : new Response("<p>Bad gateway</p>", { status: 502 }),
    );
    const job = unsubscribeAll(hubspot.client, people(10_000), { maxWait: 120_000 });
    await collect(job);
    expect(job.stop?.reason).toBe("unavailable");
    expect(job.stop?.message).toContain("120 s");
    const { unsubscribed, unknown, "not-sent": notSent } = job.totals.outcomes;
    expect([unsubscribed, unknown + notSent]).toEqual([200, job.totals.entries - 200]);
    expect(unknown).toBeGreaterThanOrEqual(100);
    expect(hubspot.calls.length).toBeLessThan(40);
  });

  test("a connection that never stood leaves nobody unknown", async () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const hubspot = scriptHubSpot(() => {
      throw new TypeError("fetch failed", { cause: refused });
    });
    const job = unsubscribeAll(hubspot.client, people(150), { maxWait: 60_000 });
    await collect(job);
    expect(job.stop?.reason).toBe("unavailable");
    expect(job.totals.outcomes).toMatchObject({ "not-sent": 150, unknown: 0 });
  });

  test("a batch that fails each time, while others succeed, does not hold them up", async () => {
    const poison = "reader150@example.com";
    const hubspot = scriptHubSpot((call) =>
      call.inputs.includes(poison) && !call.reads
        ? new Response("", { status: 500 })
        : call.reads
          ? json(200, { results: [] })
          : allOut(call),
    );
    const job = unsubscribeAll(hubspot.client, people(60_000));
    await collect(job);
    expect(job.stop).toBeUndefined();
    expect(job.totals.outcomes).toMatchObject({ unsubscribed: 59_999, unknown: 1 });
  });

  test("a redirect or a wrong path is the request's fault, at once", async () => {
    for (const status of [301, 404, 405]) {
      const hubspot = scriptHubSpot(() => json(status, {}));
      const job = unsubscribeAll(hubspot.client, people(5));
      await collect(job);
      expect(job.stop?.reason).toBe("request-fault");
      expect(hubspot.calls).toHaveLength(1);
    }
  });
});
