import { build } from "esbuild";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { WorkerPlan } from "./worker-process.js";

const source = fileURLToPath(new URL("worker-process.ts", import.meta.url));

/** Workers as processes, made of the sources. */
export class WorkerProcesses implements AsyncDisposable {
  readonly #folder: string;
  readonly #plan: WorkerPlan;
  readonly #running = new Set<ChildProcess>();

  private constructor(folder: string, plan: WorkerPlan) {
    this.#folder = folder;
    this.#plan = plan;
  }

  static async prepare(plan: WorkerPlan): Promise<WorkerProcesses> {
    // Where Node finds BullMQ.
    const cache = join(process.cwd(), "node_modules", ".cache");
    await mkdir(cache, { recursive: true });
    const folder = await mkdtemp(join(cache, "workers-"));
    const outfile = join(folder, "worker.mjs");
    const common = { platform: "node", format: "esm", logLevel: "error", bundle: true } as const;
    await build({ ...common, entryPoints: [source], outfile, external: ["bullmq", "ioredis"] });
    return new WorkerProcesses(folder, plan);
  }

  start(): ChildProcess {
    const args = [join(this.#folder, "worker.mjs"), JSON.stringify(this.#plan)];
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    this.#running.add(child);
    child.once("exit", () => this.#running.delete(child));
    return child;
  }

  async end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    if (!this.#running.has(child)) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((child) => this.end(child, "SIGKILL")));
    await rm(this.#folder, { recursive: true, force: true });
  }
}
