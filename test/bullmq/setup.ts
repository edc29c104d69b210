import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Queue, type Job, type JobsOptions, type Worker } from "bullmq";

import { createOptOutWorker, enqueueOptOut } from "../../src/bullmq/index.js";
import type { OptOutRequest, OptOutResult, OptOutWorkerOptions } from "../../src/bullmq/index.js";
import { createClient } from "../../src/index.js";
import { createMock, type MockOptions } from "../../src/mock/index.js";
import type { Redis } from "../helpers/redis.js";

type OptOutJob = Job<OptOutRequest, OptOutResult>;

/** Of the reasons in Redis: whole addresses and their halves. */
export const PERSON = /@|example|reader/;

/** The account of the mock that needs no further words. */
export const account = "mock-token";

/** A queue with its workers and the HubSpot behind them, all of one test. */
export class Setup implements AsyncDisposable {
  readonly mock;
  readonly queue: Queue<OptOutRequest, OptOutResult>;
  readonly errors: Error[] = [];
  readonly #workers: Worker<OptOutRequest, OptOutResult>[] = [];
  readonly #redis: Redis;

  constructor(redis: Redis, options: MockOptions = {}, defaultJobOptions?: JobsOptions) {
    this.#redis = redis;
    this.mock = createMock({ keepInputs: true, ...options });
    const { connection } = redis;
    const own = defaultJobOptions && { defaultJobOptions };
    this.queue = new Queue(`opt-outs-${randomUUID()}`, { connection, ...own });
  }

  /** The key of an account is its token. */
  client = (key: string) => createClient({ accessToken: key, fetch: this.mock.fetch });

  async work(options: Partial<OptOutWorkerOptions> = {}) {
    const { connection } = this.#redis;
    const { client } = this;
    const worker = await createOptOutWorker(this.queue.name, { connection, client, ...options });
    worker.on("error", (error) => void this.errors.push(error));
    this.#workers.push(worker);
    return worker;
  }

  async enqueue(addresses: readonly string[], key = account): Promise<(string | undefined)[]> {
    const jobs = addresses.map((address) => enqueueOptOut(this.queue, { account: key, address }));
    return (await Promise.all(jobs)).map(({ id }) => id);
  }

  async job(id: string | undefined): Promise<OptOutJob> {
    const job = await this.queue.getJob(id ?? "");
    if (job === undefined) throw new Error(`there is no job ${id}`);
    return job;
  }

  /** The job once it is in one of these states. */
  async until(id: string | undefined, ...states: readonly string[]): Promise<OptOutJob> {
    for (;;) {
      if (states.includes(await this.queue.getJobState(id ?? ""))) return this.job(id);
      await delay(20);
    }
  }

  async finished(ids: readonly (string | undefined)[]): Promise<OptOutJob[]> {
    const jobs: OptOutJob[] = [];
    for (const id of ids) jobs.push(await this.until(id, "completed", "failed"));
    return jobs;
  }

  /** Everything that Redis has down of these jobs, but for what was asked. */
  async kept(ids: readonly (string | undefined)[]): Promise<string> {
    const texts: string[] = [];
    for (const id of ids) {
      const { data: _, ...kept } = (await this.job(id)).asJSON();
      texts.push(JSON.stringify(kept));
    }
    return texts.join("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
    await this.queue.close();
    this.mock.close();
  }
}
