import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Queue } from "bullmq";

import { enqueueOptOut, type OptOutRequest, type OptOutResult } from "../../src/bullmq/index.js";
import { startMock } from "../../src/mock/index.js";
import { hasRedis, Redis } from "../helpers/redis.js";
import { WorkerProcesses } from "../helpers/worker-processes.js";
import { latencyMs, used, windowMs } from "./pace-bench.js";
import type { Line, Table } from "./table.js";

/** The smallest limit that HubSpot gives, so that workers, Redis and the mock fit on two cores. */
const calls = 100;
/** Seven windows. */
const jobs = 70_000;
const waiting = 20_000;

/** How much of HubSpot's limit one, two and five workers use, and how soon an account is answered behind one that waits. */
export async function benchWorkers(): Promise<Table> {
  if (!hasRedis) throw new Error("There is no redis-server on the PATH.");
  const lines: Line[] = [];
  for (const workers of [1, 2, 5]) lines.push(await share(workers));
  lines.push(await behind());
  return {
    title: `WORKERS ON REDIS, ${calls} calls per ${windowMs / 1000} s, ${latencyMs} ms to answer`,
    columns: [
      { head: "of the limit", digits: 3 },
      { head: "429s" },
      { head: "calls" },
      { head: "opt-outs" },
      { head: "wall s", digits: 1 },
    ],
    lines,
    note: "Of the limit: between the end of the first window and the last full one. Behind: until account B is answered.",
  };
}

async function share(count: number): Promise<Line> {
  const rate = { calls, seconds: windowMs / 1000 };
  await using redis = await Redis.start();
  await using mock = await startMock({ rate, latencyMs });
  const name = `opt-outs-${randomUUID()}`;
  const queue = new Queue<OptOutRequest, OptOutResult>(name, { connection: redis.connection });
  await fill(queue, mock.token, jobs);
  const plan = { name, port: redis.port, baseUrl: mock.url, options: {} };
  await using workers = await WorkerProcesses.prepare(plan);
  const started = performance.now();
  for (let worker = 0; worker < count; worker += 1) workers.start();
  while ((await queue.getCompletedCount()) < jobs) await delay(250);
  const wallS = (performance.now() - started) / 1000;
  await queue.close();
  const { calls: seen, out } = mock.state();
  const limited = seen.filter(({ status }) => status === 429).length;
  const who = count === 1 ? "one worker" : `${count} workers, one account`;
  return {
    name: who,
    figures: [used(seen, calls), limited, seen.length, new Set(out["portal"]).size, wallS],
  };
}

/** Account A is at its limit of the day, and has its jobs before those of B. */
async function behind(): Promise<Line> {
  const rate = { calls, seconds: windowMs / 1000 };
  await using redis = await Redis.start();
  const accounts = [{ token: "account-b", rate }];
  await using mock = await startMock({ token: "account-a", daily: 0, accounts, latencyMs });
  const name = `opt-outs-${randomUUID()}`;
  const queue = new Queue<OptOutRequest, OptOutResult>(name, { connection: redis.connection });
  await fill(queue, "account-a", waiting);
  await fill(queue, "account-b", 300);
  const plan = { name, port: redis.port, baseUrl: mock.url, options: {} };
  await using workers = await WorkerProcesses.prepare(plan);
  const started = performance.now();
  workers.start();
  while ((await queue.getCompletedCount()) < 300) await delay(20);
  const wallS = (performance.now() - started) / 1000;
  await queue.close();
  const { calls: seen } = mock.state();
  const limited = seen.filter(({ status }) => status === 429).length;
  return {
    name: `B's 300 behind ${waiting} of A`,
    figures: [undefined, limited, seen.length, 300, wallS],
  };
}

async function fill(
  queue: Queue<OptOutRequest, OptOutResult>,
  account: string,
  count: number,
): Promise<void> {
  for (let from = 0; from < count; from += 1_000) {
    const some = Array.from({ length: Math.min(1_000, count - from) }, (_, at) =>
      enqueueOptOut(queue, { account, address: `reader${from + at}@example.com` }),
    );
    await Promise.all(some);
  }
}
