import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { createOptOutWorker, enqueueOptOut } from "../../src/bullmq/index.js";
import type { OptOutWorkerOptions } from "../../src/bullmq/index.js";
import type { Fault } from "../../src/mock/index.js";
import { people } from "../helpers/scripted-hubspot.js";
import { hasRedis, Redis } from "../helpers/redis.js";
import { account, PERSON, Setup } from "./setup.js";

/** HubSpot does the work and does not say so, and reading back is refused. */
const nothingTold = (times: number | "always"): Fault[] => [
  { kind: "empty-200", when: "after", times, operation: "batchUnsubscribeAll" },
  { kind: "status", status: 400, body: "json", times, operation: "batchReadUnsubscribeAll" },
];

describe.skipIf(!hasRedis)("a worker on Redis", () => {
  let redis: Redis;
  beforeAll(async () => void (redis = await Redis.start()));
  afterAll(() => redis[Symbol.asyncDispose]());

  describe("returns the outcome", () => {
    test("of each address, of what goes out together", async () => {
      await using setup = new Setup(redis, {
        alreadyOut: ["reader7@example.com"],
        rate: { calls: 500, seconds: 10 },
      });
      const ids = await setup.enqueue(people(2_000));
      // So long that a busy machine has a batch together.
      await setup.work({ maxDelay: 1_000 });
      const jobs = await setup.finished(ids);
      const outcomes = jobs.map(({ returnvalue }) => returnvalue.outcome);
      expect(outcomes.filter((each) => each === "unsubscribed")).toHaveLength(1_999);
      expect(outcomes[6]).toBe("already-unsubscribed");
      expect(jobs[0]?.returnvalue).toEqual({
        outcome: "unsubscribed",
        time: expect.any(Number) as number,
        correlationId: expect.any(String) as string,
      });
      expect(await setup.kept(ids.slice(0, 20))).not.toMatch(PERSON);
      const { calls, out } = setup.mock.state();
      expect(new Set(out["portal"]).size).toBe(2_000);
      expect(Math.max(...calls.map(({ inputs }) => inputs))).toBe(100);
      expect(calls.length).toBeLessThanOrEqual(30);
      expect(setup.errors).toEqual([]);
    });

    test("by the route of one address a call, where that is asked for", async () => {
      await using setup = new Setup(redis, { scopes: ["communication_preferences.write"] });
      const ids = await setup.enqueue(people(20));
      await setup.work({ route: "single" });
      const jobs = await setup.finished(ids);
      expect(new Set(jobs.map(({ returnvalue }) => returnvalue.outcome))).toEqual(
        new Set(["unsubscribed"]),
      );
      const { calls } = setup.mock.state();
      expect(calls.map(({ operationId, inputs }) => [operationId, inputs])).toEqual(
        ids.map(() => ["unsubscribeAllForContact", 1]),
      );
    });

    test("by brand and by account, each with its own client", async () => {
      await using setup = new Setup(redis, { accounts: [{ token: "other-token" }] });
      await setup.work();
      const ids: (string | undefined)[] = [];
      for (const [key, businessUnitId] of [
        ["mock-token", 7],
        ["other-token", undefined],
      ] as const) {
        const request = { account: key, address: "ana@example.com", businessUnitId };
        ids.push((await enqueueOptOut(setup.queue, request)).id);
      }
      await setup.finished(ids);
      expect(setup.mock.state().accounts.map(({ out }) => out)).toEqual([
        { 7: ["ana@example.com"] },
        { portal: ["ana@example.com"] },
      ]);
    });
  });

  describe("a job that fails for good has its outcome and the category as its reason, and no stack", () => {
    const plainly = { attempts: 2, backoff: { type: "fixed", delay: 50 } };

    test("rejected, at its first attempt", async () => {
      const bad = "reader3@example.com";
      const faults = [{ kind: "bad-address", address: bad, answer: "207" }] as const;
      await using setup = new Setup(redis, { faults }, plainly);
      const ids = await setup.enqueue(people(5));
      await setup.work();
      const jobs = await setup.finished(ids);
      expect(jobs[2]).toMatchObject({
        failedReason: "rejected: VALIDATION_ERROR",
        attemptsMade: 1,
      });
      expect(jobs[2]?.stacktrace).toEqual([]);
      expect(await setup.kept(ids)).not.toMatch(PERSON);
    });

    test("unknown, after its last attempt", async () => {
      await using setup = new Setup(redis, { faults: [...nothingTold("always")] }, plainly);
      const ids = await setup.enqueue(["reader1@example.com"]);
      await setup.work();
      const [job] = await setup.finished(ids);
      expect(job?.failedReason).toMatch(/^unknown: [a-z-]+$/);
      expect(job).toMatchObject({ attemptsMade: 2, stacktrace: [] });
      expect(await setup.kept(ids)).not.toMatch(PERSON);
    });

    test("refused alone, with nothing that shows whose fault it is: an attempt each time", async () => {
      const address = "reader1@example.com";
      const faults = [{ kind: "bad-address", address, answer: "400", times: "always" }] as const;
      await using setup = new Setup(redis, { faults }, plainly);
      const ids = await setup.enqueue([address]);
      await setup.work();
      const [job] = await setup.finished(ids);
      expect(job).toMatchObject({ failedReason: "not-sent: request-fault", attemptsMade: 2 });
      expect(await setup.kept(ids)).not.toMatch(PERSON);
    });

    test.each<[string, unknown, string]>([
      ["no opt-out", { to: "ana@example.com" }, "invalid: no-opt-out"],
      ["no address", { account, address: "ana at example.com" }, "invalid: no-at"],
      [
        "a brand in a member of another name",
        { account, address: "ana@example.com", brand: 7 },
        "invalid: no-opt-out",
      ],
    ])("put there by somebody else: %s", async (_, data, reason) => {
      await using setup = new Setup(redis, {}, { attempts: 5 });
      const client = vi.fn(setup.client);
      await setup.work({ client });
      const { id } = await setup.queue.add("mail", data as { account: string; address: string });
      const [job] = await setup.finished([id]);
      expect(job).toMatchObject({ failedReason: reason, attemptsMade: 1, stacktrace: [] });
      // Known from what the job holds: its account is not even looked up.
      expect(client).not.toHaveBeenCalled();
      expect(setup.mock.state().calls).toEqual([]);
      expect(await setup.kept([id])).not.toMatch(PERSON);
    });
  });

  describe("what is not sent", () => {
    test("goes back until HubSpot takes calls again, spread out, and uses no attempt", async () => {
      const faults = [{ kind: "migration", retryAfter: 3_600 }] as const;
      await using setup = new Setup(redis, { faults });
      const from = Date.now() + 3_600_000;
      await setup.work();
      const ids = await setup.enqueue(people(50));
      const due: number[] = [];
      for (const id of ids) {
        const { attemptsMade, timestamp, delay: waits } = await setup.until(id, "delayed");
        expect(attemptsMade).toBe(0);
        due.push(timestamp + waits);
      }
      expect(Math.min(...due)).toBeGreaterThanOrEqual(from - 1_000);
      expect(new Set(due.map((each) => Math.floor(each / 100))).size).toBeGreaterThan(25);
      expect(setup.mock.state().calls).toHaveLength(1);
      // Who comes later is not tried.
      const [late] = await setup.enqueue(["late@example.com"]);
      await setup.until(late, "delayed");
      expect(setup.mock.state().calls).toHaveLength(1);
    });

    test("comes to its outcome later, and was out before where it was", async () => {
      const faults = [{ kind: "migration", retryAfter: 1 }] as const;
      await using setup = new Setup(redis, { faults, alreadyOut: ["reader2@example.com"] });
      await setup.work({ maxWait: 0 });
      const ids = await setup.enqueue(people(3));
      await setup.until(ids[1], "delayed");
      const jobs = await setup.finished(ids);
      expect(jobs.map(({ returnvalue }) => returnvalue.outcome)).toEqual([
        "unsubscribed",
        "already-unsubscribed",
        "unsubscribed",
      ]);
      expect(jobs.map(({ attemptsMade }) => attemptsMade)).toEqual([1, 1, 1]);
    });

    test("when the worker is closed, is back in the queue at once, for another worker", async () => {
      const rate = { calls: 2, seconds: 10 };
      await using setup = new Setup(redis, { rate, latencyMs: 200 });
      const ids = await setup.enqueue(people(600));
      const worker = await setup.work();
      while (setup.mock.state().calls.length === 0) await delay(10);
      await worker.close();
      const counts = await setup.queue.getJobCounts();
      expect(counts).toMatchObject({ active: 0, failed: 0 });
      expect((counts["completed"] ?? 0) + (counts["waiting"] ?? 0) + (counts["delayed"] ?? 0)).toBe(
        ids.length,
      );
      expect(counts["completed"]).toBeLessThanOrEqual(100);
    });
  });

  test("after an attempt that left it open, nobody is said to have been out before", async () => {
    // The first call and its repeat within an attempt.
    const faults = nothingTold(2);
    const again = { attempts: 3, backoff: { type: "fixed", delay: 50 } };
    await using setup = new Setup(redis, { faults, alreadyOut: ["reader1@example.com"] }, again);
    await setup.work();
    const [job] = await setup.finished(await setup.enqueue(["reader1@example.com"]));
    expect(job).toMatchObject({ attemptsMade: 2, returnvalue: { outcome: "unsubscribed" } });
  });

  test("waits of many times a lock's life leave the job with its worker", async () => {
    const faults = [{ kind: "rate-limit", policy: "SECONDLY", retryAfter: 4 }] as const;
    await using setup = new Setup(redis, { faults });
    const short = { lockDuration: 400, stalledInterval: 100 };
    await setup.work(short);
    await setup.work(short);
    const jobs = await setup.finished(await setup.enqueue(people(20)));
    for (const job of jobs) {
      expect(job).toMatchObject({ stalledCounter: 0, attemptsStarted: 1, attemptsMade: 1 });
    }
    expect(setup.errors).toEqual([]);
    const took = jobs.map(({ finishedOn = 0, processedOn = 0 }) => finishedOn - processedOn);
    expect(Math.max(...took)).toBeGreaterThan(3_900);
  });

  test("finished jobs go by their age", async () => {
    await using setup = new Setup(redis, {}, { removeOnComplete: { age: 1 } });
    await setup.work();
    const [old] = await setup.enqueue(["ana@example.com"]);
    await setup.finished([old]);
    await delay(2_100);
    await setup.finished(await setup.enqueue(["ben@example.com"]));
    expect(await setup.queue.getJob(old ?? "")).toBeUndefined();
    expect(await setup.queue.getCompletedCount()).toBe(1);
  });
});

describe("a wrong option of a worker is refused, by its name", () => {
  const right = { connection: { host: "127.0.0.1", port: 1 }, client: () => Promise.reject() };
  test.each<[string, object]>([
    ["client", { client: undefined }],
    ["concurrency", { concurrency: 0 }],
    ["accountSlots", { accountSlots: 1_001 }],
    ["accountSlots", { accountSlots: 0 }],
    ["idleTimeout", { idleTimeout: -1 }],
    ["maxDelay", { maxDelay: -1 }],
    ["share", { share: 0 }],
    ["dailyReserve", { dailyReserve: 2 }],
  ])("%s of %j", async (name, wrong) => {
    const made = createOptOutWorker("opt-outs", { ...right, ...wrong } as OptOutWorkerOptions);
    await expect(made).rejects.toThrow(TypeError);
    await expect(made).rejects.toThrow(name);
  });
});
