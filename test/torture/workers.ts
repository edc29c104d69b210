import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Queue, type Job } from "bullmq";

import { enqueueOptOut, type OptOutRequest, type OptOutResult } from "../../src/bullmq/index.js";
import { startMock, type Fault, type Mock } from "../../src/mock/index.js";
import { Redis } from "../helpers/redis.js";
import { WorkerProcesses } from "../helpers/worker-processes.js";
import { Random } from "./random.js";

export interface WorkersPlan {
  readonly seed: number;
  readonly optOuts: number;
  readonly kills: number;
}

/** What was seen, for whoever wants numbers; and what was wrong. */
export interface WorkersPlayed {
  readonly counts: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

interface Asked extends OptOutRequest {
  readonly businessUnitId: number;
  /** Before Redis had it, in milliseconds since 1970. */
  readonly at: number;
}

const WORKERS = 3;
/** How long a call is open. */
const LATENCY = 250;
const brands = [0, 7] as const;
const tokens = ["account-a", "account-b", "account-c", "account-d", "account-e"] as const;

/**
 * Several workers, accounts and brands, with opt-outs that are asked for again and again while workers are killed and Redis is
 * restarted once; what they leave behind is held against the server.
 */
export async function tortureWorkers({
  seed,
  optOuts,
  kills,
}: WorkersPlan): Promise<WorkersPlayed> {
  const random = new Random(seed);
  const started = performance.now();
  await using redis = await Redis.start();
  const bad = tokens.map((_, index) => addressOf(index, 0, 3));
  const [token, ...others] = tokens;
  const rate = { calls: 100, seconds: 10 };
  await using mock = await startMock({
    token,
    rate,
    accounts: others.map((other) => ({ token: other, rate })),
    keepInputs: true,
    latencyMs: LATENCY,
    faults: faultsOf(bad),
  });
  const name = `opt-outs-${randomUUID()}`;
  const options = { lockDuration: 3_000, stalledInterval: 500, concurrency: 300 };
  const plan = { name, port: redis.port, baseUrl: mock.url, options };
  await using workers = await WorkerProcesses.prepare(plan);
  const queue = new Queue<OptOutRequest, OptOutResult>(name, {
    connection: redis.connection,
    defaultJobOptions: { backoff: { type: "fixed", delay: 500 }, attempts: 50 },
  });
  queue.on("error", () => {}); // Redis is restarted
  const running = Array.from({ length: WORKERS }, () => workers.start());
  const killed: number[] = [];
  const disturb = async (): Promise<void> => {
    for (let kill = 0; kill < kills; kill += 1) {
      const place = random.below(WORKERS);
      const seen = mock.state().calls.length;
      while (mock.state().calls.length < seen + 1 + random.below(4)) await delay(5);
      const worker = running[place];
      killed.push(Date.now());
      if (worker !== undefined) await workers.end(worker, "SIGKILL");
      running[place] = workers.start();
      if (kill === Math.floor(kills / 2)) await redis.restart();
    }
  };
  const asked: Asked[] = [];
  const ask = async (some: readonly Asked[]): Promise<void> => {
    await Promise.all(some.map(({ at: _, ...request }) => enqueueOptOut(queue, request)));
    asked.push(...some);
  };
  const askForAll = async (): Promise<void> => {
    // A few thousand, so that some are asked for again while they wait, are under way or are settled.
    const persons = Math.ceil(optOuts * 0.6) / (tokens.length * brands.length);
    for (let next = 0; next < optOuts; next += 50) {
      const some = Array.from({ length: Math.min(50, optOuts - next) }, () => {
        const index = random.below(tokens.length);
        const businessUnitId = random.pick(brands);
        const address = addressOf(index, businessUnitId, random.below(persons));
        return { account: tokens[index] ?? token, address, businessUnitId, at: Date.now() };
      });
      await ask(some);
      await delay(random.below(2 * (20_000 / (optOuts / 50))));
    }
  };
  const disturbed = disturb();
  await askForAll();
  await disturbed;
  for (let look = 1; ; look += 1) {
    const { waiting = 0, active = 0, delayed = 0 } = await queue.getJobCounts();
    if (waiting + active + delayed === 0) break;
    await delay(100);
    // A bad address that is left alone at the end would use up an attempt every five seconds: only a call that succeeds after
    // its refusal shows that it is to blame. Where opt-outs come in, the next one is that call.
    if (look % 20 !== 0) continue;
    const at = Date.now();
    const next = (account: string, index: number): Asked => {
      return { account, address: addressOf(index, 0, 1_000_000 + look), businessUnitId: 0, at };
    };
    await ask(tokens.map(next));
  }
  const jobs = await queue.getJobs(["completed", "failed"], 0, -1);
  await queue.close();
  const calls = mock
    .state()
    .calls.filter(({ operationId }) => operationId === "batchUnsubscribeAll");
  const takenUp = jobs.filter(({ stalledCounter }) => stalledCounter > 0);
  const left = new Set(takenUp.map(({ data }) => data.address));
  const counts = {
    "opt-outs": optOuts,
    jobs: jobs.length,
    "taken up again": takenUp.length,
    kills,
    calls: calls.length,
    // Open when a worker was killed, and of jobs that were left by it.
    "calls cut off by a kill": calls.filter(
      ({ at, addresses = [] }) =>
        killed.some((each) => at <= each && each < at + LATENCY) &&
        addresses.some((address) => left.has(address)),
    ).length,
    "429s": calls.filter(({ status }) => status === 429).length,
    rejected: jobs.filter(({ failedReason }) => failedReason !== undefined).length,
    seconds: Math.round((performance.now() - started) / 1000),
  };
  return { counts, problems: check(asked, jobs, mock, new Set(bad)) };
}

/** The brand stands in the address, since the record of calls does not have it. */
function addressOf(account: number, brand: number, person: number): string {
  return `reader${person}.of${account}.brand${brand}@example.com`;
}

function faultsOf(bad: readonly string[]): Fault[] {
  return [
    ...bad.map((address): Fault => ({ kind: "bad-address", address, answer: "207" })),
    { kind: "status", status: 502, body: "html", when: "after", skip: 9 },
    { kind: "reset", when: "after", skip: 14 },
    { kind: "rate-limit", policy: "SECONDLY", retryAfter: 1, skip: 20 },
    { kind: "truncate", skip: 25 },
  ];
}

function check(
  asked: readonly Asked[],
  jobs: readonly Job<OptOutRequest, OptOutResult>[],
  mock: Mock,
  bad: ReadonlySet<string>,
): string[] {
  const problems: string[] = [];
  const { accounts, calls } = mock.state();
  const byAddress = new Map<string, Job<OptOutRequest, OptOutResult>[]>();
  for (const job of jobs) {
    byAddress.set(job.data.address, [...(byAddress.get(job.data.address) ?? []), job]);
  }
  const sent = new Map<string, number[]>();
  for (const { addresses = [], at, judged } of calls) {
    if (addresses.length > 100) problems.push(`a batch of ${addresses.length}`);
    if (judged === 200 || judged === 207) {
      for (const address of addresses) sent.set(address, [...(sent.get(address) ?? []), at]);
    }
  }
  for (const { address, at } of asked) {
    const settled = byAddress.get(address) ?? [];
    const last = settled.filter(({ finishedOn = 0 }) => finishedOn >= at);
    if (last.length === 0) problems.push(`${address}: no outcome`);
    if (bad.has(address)) continue;
    if (!(sent.get(address) ?? []).some((each) => each >= at)) {
      problems.push(`${address}: not sent after it was asked for`);
    }
  }
  for (const [address, all] of byAddress) {
    for (const { failedReason, returnvalue } of all) {
      const outcome = failedReason ?? returnvalue?.outcome;
      const right = bad.has(address) ? /^rejected: VALIDATION_ERROR$/ : /^(already-)?unsubscribed$/;
      if (!right.test(outcome)) problems.push(`${address}: ${outcome}`);
    }
    const [first] = [...all].sort((one, other) => Number(one.id) - Number(other.id));
    if (first?.returnvalue?.outcome === "already-unsubscribed") {
      problems.push(`${address}: was not out before`);
    }
  }
  for (const [index, { out }] of accounts.entries()) {
    for (const brand of brands) {
      const mine = asked.filter(
        (each) => each.account === tokens[index] && each.businessUnitId === brand,
      );
      const wanted = new Set(mine.map(({ address }) => address).filter((each) => !bad.has(each)));
      const found = new Set(out[brand]);
      for (const each of wanted) if (!found.has(each)) problems.push(`${each}: is not out`);
      for (const each of found) if (!wanted.has(each)) problems.push(`${each}: nobody asked`);
    }
    for (const brand of Object.keys(out)) {
      if (!brands.some((each) => String(each) === brand)) problems.push(`brand ${brand}: is out`);
    }
  }
  return problems;
}
