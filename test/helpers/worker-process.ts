/** A worker as a process of its own, to be killed: `node … '{"name": …, "port": …, "baseUrl": …, "options": …}'`. */
import { createOptOutWorker, type OptOutWorkerOptions } from "../../src/bullmq/index.js";
import { createClient } from "../../src/index.js";

export interface WorkerPlan {
  /** Of the queue. */
  readonly name: string;
  /** Of Redis, on this machine. */
  readonly port: number;
  /** Of HubSpot. */
  readonly baseUrl: string;
  readonly options: Omit<OptOutWorkerOptions, "connection" | "client">;
}

const plan = JSON.parse(process.argv[2] ?? "") as WorkerPlan;
const worker = await createOptOutWorker(plan.name, {
  ...plan.options,
  connection: { host: "127.0.0.1", port: plan.port },
  // The key of an account is its token.
  client: (account) => createClient({ accessToken: account, baseUrl: plan.baseUrl }),
});
worker.on("error", (error) => process.stderr.write(`${error.message}\n`));
process.once("SIGTERM", () => void worker.close());
