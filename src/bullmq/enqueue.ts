import type { Job, JobsOptions, Queue } from "bullmq";

import { readRequest, type OptOutRequest } from "./request.js";
import type { OptOutResult } from "./result.js";

const JOB_NAME = "opt-out";

const DAY = 86_400;

/** What the queue's own `defaultJobOptions` do not say. */
const DEFAULTS: JobsOptions = {
  attempts: 5,
  backoff: { type: "exponential", delay: 5_000, jitter: 0.5 },
  removeOnComplete: { age: DAY },
  removeOnFail: { age: 14 * DAY },
};

/**
 * Puts an opt-out into a queue of BullMQ, for a worker that `createOptOutWorker` has made. Resolves once Redis has it.
 *
 * While the same address of the same account and brand waits, it is not put there a second time; asked for while a worker
 * is about it, it is sent again afterwards, since the person may have opted in meanwhile. Finished jobs are removed by the
 * next that finishes after a day, failed ones after fourteen days; an `unknown` outcome is tried five times. The queue's
 * `defaultJobOptions` may say otherwise.
 *
 * @returns the job that stands for the opt-out, which may have been there before
 * @throws {InvalidAddressError} where the address cannot be sent
 * @throws {TypeError} for a wrong argument
 * @throws what BullMQ throws where Redis does not take it
 *
 * @example
 * ```ts
 * const queue = new Queue("opt-outs", { connection: { host: "127.0.0.1", port: 6379 } }); // of bullmq
 * await enqueueOptOut(queue, { account: "1234567", address: "ana@example.com" });
 * ```
 */
export async function enqueueOptOut(
  queue: Queue<OptOutRequest, OptOutResult>,
  request: OptOutRequest,
): Promise<Job<OptOutRequest, OptOutResult>> {
  const data = readRequest(request);
  return queue.add(JOB_NAME, data, {
    ...DEFAULTS,
    ...queue.defaultJobOptions,
    stackTraceLimit: 0,
    // Simple deduplication would also drop what is asked for while the job is active.
    deduplication: { id: await keyOf(data), keepLastIfActive: true },
  });
}

/** A key for an address, brand and account, from which these cannot be read. */
async function keyOf({ account, address, businessUnitId }: OptOutRequest): Promise<string> {
  const text = JSON.stringify([account, businessUnitId ?? null, address]);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
