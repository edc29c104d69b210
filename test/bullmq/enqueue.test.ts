import { setTimeout as delay } from "node:timers/promises";
import { Redis as Client } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { enqueueOptOut, InvalidAddressError, type OptOutRequest } from "../../src/bullmq/index.js";
import { hasRedis, Redis } from "../helpers/redis.js";
import { account, Setup } from "./setup.js";

describe.skipIf(!hasRedis)("an opt-out that is put into a queue on Redis", () => {
  let redis: Redis;
  beforeAll(async () => void (redis = await Redis.start()));
  afterAll(() => redis[Symbol.asyncDispose]());

  test("is there once that has resolved, with the address as it goes out", async () => {
    await using setup = new Setup(redis);
    const { id } = await enqueueOptOut(setup.queue, {
      account,
      address: " Ana@Example.com",
      businessUnitId: 0,
    });
    expect((await setup.job(id)).data).toEqual({
      account,
      address: "ana@example.com",
      businessUnitId: 0,
    });
    expect(await setup.queue.getWaitingCount()).toBe(1);
  });

  test("has a key from which nobody can read the address", async () => {
    await using setup = new Setup(redis);
    await setup.enqueue(["ana@example.com"]);
    const client = new Client(redis.connection);
    const keys = await client.keys(`bull:${setup.queue.name}:*`);
    client.disconnect();
    expect(keys.filter((key) => /:de:[0-9a-f]{64}$/.test(key))).toHaveLength(1);
    expect(keys.join("\n")).not.toMatch(/ana|example/);
  });

  test("is refused where it has a member that means nothing, such as a mistyped brand", async () => {
    await using setup = new Setup(redis);
    const mistyped = { account, address: "ana@example.com", brand: 7 };
    await expect(enqueueOptOut(setup.queue, mistyped)).rejects.toThrow(
      new TypeError("brand is no option of an opt-out; there are account, address, businessUnitId"),
    );
    expect(await setup.queue.getWaitingCount()).toBe(0);
  });

  test("is refused at once where the address is none, and not quoted", async () => {
    await using setup = new Setup(redis);
    const asked = enqueueOptOut(setup.queue, { account, address: "ana\u0007@example.com" });
    const error: unknown = await asked.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidAddressError);
    expect(error).toMatchObject({ reason: "control-character", codePoint: "U+0007" });
    expect(String(error)).not.toContain("example");
    expect(await setup.queue.getJobCounts()).toMatchObject({ waiting: 0, delayed: 0 });
  });

  test.each<[string, unknown, RegExp]>([
    ["no account", { address: "ana@example.com" }, /^account must be/],
    ["an empty account", { account: "", address: "ana@example.com" }, /^account must be/],
    ["no address", { account }, /^address must be/],
    [
      "a brand of -1",
      { account, address: "ana@example.com", businessUnitId: -1 },
      /^businessUnitId must be/,
    ],
    ["a text", "ana@example.com", /^an opt-out must be/],
  ])("is refused with %s", async (_, request, message) => {
    await using setup = new Setup(redis);
    const asked = enqueueOptOut(setup.queue, request as OptOutRequest); // as a caller without types gives it
    await expect(asked).rejects.toThrow(TypeError);
    await expect(asked).rejects.toThrow(message);
  });

  test("waits once for the same account, brand and address, in whatever spelling", async () => {
    await using setup = new Setup(redis);
    const ids: (string | undefined)[] = [];
    for (const request of [
      { account, address: "ana@example.com" },
      { account, address: "ANA@example.COM " },
      { account, address: "ana@example.com", businessUnitId: 0 },
      { account, address: "ana@example.com", businessUnitId: 7 },
      { account: "another", address: "ana@example.com" },
      { account, address: "ben@example.com" },
    ]) {
      ids.push((await enqueueOptOut(setup.queue, request)).id);
    }
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(5);
    expect(await setup.queue.getWaitingCount()).toBe(5);
  });

  test("asked for again while a worker is about it, it is sent again afterwards", async () => {
    await using setup = new Setup(redis, { latencyMs: 600 });
    await setup.work();
    const first = await enqueueOptOut(setup.queue, { account, address: "ana@example.com" });
    await setup.until(first.id, "active");
    for (let time = 0; time < 3; time += 1) {
      await enqueueOptOut(setup.queue, { account, address: "ana@example.com" });
    }
    await setup.finished([first.id]);
    while ((await setup.queue.getCompletedCount()) < 2) await delay(20);
    await delay(100);
    expect(await setup.queue.getJobCounts()).toMatchObject({ completed: 2, active: 0, waiting: 0 });
    expect(setup.mock.state().calls.map(({ addresses }) => addresses)).toEqual([
      ["ana@example.com"],
      ["ana@example.com"],
    ]);
    // Nothing is remembered once it is settled.
    const third = await enqueueOptOut(setup.queue, { account, address: "ana@example.com" });
    const [settled] = await setup.finished([third.id]);
    expect(settled?.returnvalue.outcome).toBe("already-unsubscribed");
  });

  test("is kept for a day once it is finished, for fourteen where it failed, unless the queue says otherwise", async () => {
    const day = 86_400;
    await using setup = new Setup(redis);
    const job = await enqueueOptOut(setup.queue, { account, address: "ana@example.com" });
    const kept = { removeOnComplete: { age: day }, removeOnFail: { age: 14 * day } };
    expect(job.opts).toMatchObject({ attempts: 5, ...kept });
    const own = { attempts: 9, removeOnComplete: { age: 7 * day }, stackTraceLimit: 10 };
    await using other = new Setup(redis, {}, own);
    const { opts } = await enqueueOptOut(other.queue, { account, address: "ana@example.com" });
    expect(opts).toMatchObject({ ...kept, ...own, stackTraceLimit: 0 });
  });
});
