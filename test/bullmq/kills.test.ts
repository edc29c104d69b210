import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Queue } from "bullmq";
import { expect, test } from "vitest";

import { enqueueOptOut, type OptOutRequest, type OptOutResult } from "../../src/bullmq/index.js";
import { startMock } from "../../src/mock/index.js";
import { hasRedis, Redis } from "../helpers/redis.js";
import { WorkerProcesses } from "../helpers/worker-processes.js";

test.skipIf(!hasRedis)(
  "an opt-out under which five workers die one after another comes to its outcome, and nobody was out before",
  async () => {
    await using redis = await Redis.start();
    // HubSpot does the work when a call arrives; these five answers would come a minute later.
    await using mock = await startMock({ faults: [{ kind: "latency", ms: 60_000, times: 5 }] });
    const { connection, port } = redis;
    const name = `opt-outs-${randomUUID()}`;
    const options = { lockDuration: 600, stalledInterval: 200 };
    const plan = { name, port, baseUrl: mock.url, options };
    await using workers = await WorkerProcesses.prepare(plan);
    const queue = new Queue<OptOutRequest, OptOutResult>(name, { connection });
    const request = { account: mock.token, address: "ana@example.com" };
    const { id = "" } = await enqueueOptOut(queue, request);
    for (let kill = 1; kill <= 5; kill += 1) {
      const worker = workers.start();
      while (mock.state().calls.length < kill) await delay(20);
      await workers.end(worker, "SIGKILL");
    }
    expect(mock.state().out).toEqual({ portal: ["ana@example.com"] });
    workers.start();
    while ((await queue.getJobState(id)) !== "completed") await delay(20);
    const job = await queue.getJob(id);
    expect(job).toMatchObject({ stalledCounter: 5, attemptsMade: 1 });
    expect(job?.returnvalue.outcome).toBe("unsubscribed");
    await queue.close();
  },
  120_000,
);
