import { Queue, type ConnectionOptions } from "bullmq";

import {
  createOptOutWorker,
  enqueueOptOut,
  InvalidAddressError,
  type OptOutRequest,
  type OptOutResult,
  type OptOutWorkerOptions,
} from "../../src/bullmq/index.js";

const name = "opt-outs";

/** Takes `POST {"account": "1234567", "address": "ana@example.com"}`, and answers once Redis has it. */
export function createIntake(connection: ConnectionOptions) {
  const queue = new Queue<OptOutRequest, OptOutResult>(name, { connection });
  return {
    async fetch(request: Request): Promise<Response> {
      if (request.method !== "POST") return new Response(null, { status: 405 });
      try {
        const { id } = await enqueueOptOut(queue, (await request.json()) as OptOutRequest);
        return Response.json({ id }, { status: 202 });
      } catch (error) {
        const wrong = error instanceof TypeError || error instanceof SyntaxError;
        const status = wrong || error instanceof InvalidAddressError ? 400 : 503;
        return new Response(null, { status });
      }
    },
    close: () => queue.close(),
  };
}

/** Works them off: on one machine, or the same on several. */
export async function startWorker(
  connection: ConnectionOptions,
  client: OptOutWorkerOptions["client"],
) {
  const worker = await createOptOutWorker(name, { connection, client });
  worker.on("error", (error) => console.error(error)); // with its cause
  worker.on("failed", (job, { message }) => console.error(`job ${job?.id}: ${message}`));
  process.once("SIGTERM", () => void worker.close());
  return worker;
}
