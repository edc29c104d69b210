import type { Job, Worker, WorkerOptions } from "bullmq";

import {
  createClient,
  createOptOutQueue,
  type HubSpotClient,
  type OptOutQueueOptions,
} from "../index.js";
import { checkWait } from "../client/options.js";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { Accounts } from "./accounts.js";
import { loadBullMQ } from "./load.js";
import { InvalidAddressError, readRequest, type OptOutRequest } from "./request.js";
import { Failure, judge, type OptOutResult } from "./result.js";

/** Options of `createOptOutWorker`: those of BullMQ's `Worker`, and some for opt-outs. */
export interface OptOutWorkerOptions
  extends
    Omit<
      WorkerOptions,
      | "limiter"
      | "maximumRateLimitDelay"
      | "maxStalledCount"
      | "maxStartedAttempts"
      | "skipLockRenewal"
      | "skipStalledCheck"
      // For processors that are files; this one is a function.
      | "useWorkerThreads"
      | "workerForkOptions"
      | "workerThreadsOptions"
    >,
    Pick<OptOutQueueOptions, "route" | "maxDelay" | "maxWait" | "dailyReserve" | "share"> {
  /**
   * Creates the client of an account. Called once, and again after the account has had no job for `idleTimeout`. An error
   * that it throws becomes an `error` event of the worker, and the jobs of that account return later.
   */
  client: (account: string) => HubSpotClient | Promise<HubSpotClient>;
  /**
   * How many jobs the worker processes at a time. The active jobs of an account are sent together, so it needs some
   * hundreds.
   * @default 1_000
   */
  concurrency?: number;
  /**
   * The most of these jobs that may belong to one account, so that others have room while it waits.
   * @default half of `concurrency`
   */
  accountSlots?: number | undefined;
  /**
   * How long the client of an account without a job is kept, in milliseconds.
   * @default 300_000
   */
  idleTimeout?: number | undefined;
}

/** BullMQ's options are those of the version that this package was built with; an option that is newer is refused. */
const OPTIONS: NamesOf<OptOutWorkerOptions> = {
  client: true,
  accountSlots: true,
  idleTimeout: true,
  route: true,
  maxDelay: true,
  maxWait: true,
  dailyReserve: true,
  share: true,
  concurrency: true,
  connection: true,
  blockingConnection: true,
  skipVersionCheck: true,
  telemetry: true,
  skipWaitingForReady: true,
  prefix: true,
  name: true,
  autorun: true,
  metrics: true,
  stalledInterval: true,
  removeOnComplete: true,
  removeOnFail: true,
  drainDelay: true,
  lockDuration: true,
  lockRenewTime: true,
  runRetryDelay: true,
  settings: true,
};

/**
 * A worker of BullMQ for what `enqueueOptOut` has put into the queue of that name. The active jobs of one account are sent
 * together, at that account's pace; the return value of a job is its outcome. `close` finishes the open calls and returns
 * waiting jobs to the queue.
 *
 * A job is done at least once, however often a worker dies under it. One that is not sent comes back later and uses no
 * attempt. One that is `rejected`, or `unknown` after its last attempt, fails: `failedReason` says outcome and category.
 *
 * @throws {Error} with the command that installs BullMQ or ioredis where one of them is missing
 * @throws {TypeError} for a wrong option
 *
 * @example
 * ```ts
 * const worker = await createOptOutWorker("opt-outs", {
 *   connection: { host: "127.0.0.1", port: 6379 },
 *   client: async (account) => createClient({ accessToken: await tokenOf(account) }),
 * });
 * worker.on("error", (error) => console.error(error));
 * ```
 */
export async function createOptOutWorker(
  name: string,
  options: OptOutWorkerOptions,
): Promise<Worker<OptOutRequest, OptOutResult>> {
  const given = readMembers("createOptOutWorker", options, OPTIONS);
  const { client, route, maxDelay, maxWait, dailyReserve, share, ...rest } = given;
  const { accountSlots: givenSlots, idleTimeout = 300_000, ...bull } = rest;
  const { concurrency = 1_000 } = bull;
  const accountSlots = givenSlots ?? Math.ceil(concurrency / 2);
  if (typeof client !== "function") throw new TypeError("client must be a function");
  const isPart = accountSlots >= 1 && accountSlots <= concurrency;
  if (!isPart || ![concurrency, accountSlots].every(Number.isSafeInteger)) {
    throw new TypeError(
      "accountSlots must be an integer from 1 to concurrency, which is an integer too",
    );
  }
  checkWait("idleTimeout", idleTimeout);
  const queue = { route, maxDelay, maxWait, dailyReserve, share, maxWaiting: concurrency };
  // Check the options now, not with the first job.
  createOptOutQueue(createClient({ accessToken: "none" }), queue);
  const { Worker: BullWorker } = await loadBullMQ(bull.connection);
  const accounts = new Accounts({
    client,
    queue,
    slots: concurrency,
    accountSlots,
    idleTimeout,
    onError: (error) => worker.emit("error", error),
  });
  const worker = new BullWorker<OptOutRequest, OptOutResult>(
    name,
    (job, token) => work(accounts, job, token),
    // A job whose worker has died is taken up again. BullMQ counts that, and by default fails it at the second time.
    { ...bull, concurrency, maxStalledCount: Number.MAX_SAFE_INTEGER },
  );
  worker.on("closing", () => void accounts.close());
  return worker;
}

async function work(
  accounts: Accounts,
  job: Job<OptOutRequest, OptOutResult>,
  token: string | undefined,
): Promise<OptOutResult> {
  const request = read(job.data);
  const account = accounts.of(request.account);
  if (accounts.hasRoom(account)) {
    // A job that was moved back was not sent. One that failed, or whose worker died, may have been.
    const sentBefore = job.attemptsMade > 0 || job.stalledCounter > 0;
    const verdict = judge(await account.optOut(request), sentBefore);
    if (verdict.kind === "completed") return verdict.result;
    if (verdict.kind === "failed") throw verdict.failure;
  }
  await job.moveToDelayed(account.comeBack(), token);
  const back = new Error("The opt-out comes back later.");
  // By this name BullMQ knows that the job has been moved and has not failed.
  back.name = "DelayedError";
  throw back;
}

function read(data: unknown): OptOutRequest {
  try {
    return readRequest(data);
  } catch (error) {
    const reason = error instanceof InvalidAddressError ? error.reason : "no-opt-out";
    throw new Failure("invalid", reason, true);
  }
}
