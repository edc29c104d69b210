import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Accounts } from "../../src/bullmq/accounts.js";
import { createClient } from "../../src/index.js";
import { people } from "../helpers/scripted-hubspot.js";
import { hasRedis, Redis } from "../helpers/redis.js";
import { Setup } from "./setup.js";

describe("the slots of a worker", () => {
  /** Accounts whose calls never end, and which take as many jobs as they may. */
  function fill(slots: number, accountSlots: number, count: number): number[] {
    const never = new Promise<Response>(() => {});
    const accounts = new Accounts({
      client: () => createClient({ accessToken: "test-token", fetch: () => never }),
      queue: {},
      slots,
      accountSlots,
      idleTimeout: 1_000,
      onError: () => {},
    });
    const all = Array.from({ length: count }, (_, index) => accounts.of(String(index)));
    for (let job = 0; job < slots * count; job += 1) {
      const account = all[job % count];
      if (account === undefined || !accounts.hasRoom(account)) continue;
      void account.optOut({ account: "", address: `reader${job}@example.com` });
    }
    return all.map(({ held }) => held);
  }

  test("are held by one account up to its share", () => {
    expect(fill(300, 150, 1)).toEqual([150]);
    expect(fill(300, 30, 1)).toEqual([30]);
    expect(fill(300, 300, 1)).toEqual([300]);
    expect(fill(1, 1, 1)).toEqual([1]);
  });

  test("are shared by several alike, and some stay free for another", () => {
    for (const count of [2, 5, 20]) {
      const held = fill(300, 150, count);
      expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
      const free = 300 - held.reduce((sum, each) => sum + each, 0);
      expect(free).toBeGreaterThanOrEqual(Math.floor(300 / (count + 1)));
    }
  });

  test("are never denied to an account that holds none", () => {
    expect(fill(4, 2, 30).every((held) => held >= 1)).toBe(true);
  });
});

describe.skipIf(!hasRedis)("an account at its limit of the day, with 20,000 jobs that wait", () => {
  let redis: Redis;
  beforeAll(async () => void (redis = await Redis.start()));
  afterAll(() => redis[Symbol.asyncDispose]());

  test("does not keep another's from being answered, all behind them", async () => {
    const accounts = [{ token: "account-b" }];
    await using setup = new Setup(redis, { token: "account-a", daily: 0, accounts });
    await setup.enqueue(people(20_000), "account-a");
    const behind = await setup.enqueue(people(300), "account-b");
    const accountSlots = 100;
    await setup.work({ concurrency: 300, accountSlots });
    const jobs = await setup.finished(behind);
    for (const { returnvalue } of jobs) expect(returnvalue.outcome).toBe("unsubscribed");
    const {
      completed,
      failed,
      active = 0,
      waiting = 0,
      delayed = 0,
    } = await setup.queue.getJobCounts();
    expect([completed, failed]).toEqual([300, 0]);
    expect(active + waiting + delayed).toBe(20_000);
    // No more of its jobs came as far as a call than it may hold slots.
    const { calls, accounts: seen } = setup.mock.state();
    const own = calls.filter(({ portalId }) => portalId === seen[0]?.portalId);
    const tried = own.reduce((sum, { inputs }) => sum + inputs, 0);
    expect(tried).toBeGreaterThan(0);
    expect(tried).toBeLessThanOrEqual(accountSlots);
  }, 120_000);
});
