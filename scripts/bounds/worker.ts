import { parentPort, workerData } from "node:worker_threads";
import { startTypesThread } from "../emit/types-thread.ts";
import { make } from "../made.ts";
import { Progress } from "../output/progress.ts";
import { startCounting } from "./whereabouts.ts";
import type { Answer, Task, ThreadData } from "./thread.ts";

const { counts, keep } = workerData as ThreadData; // what thread.ts passes

function post(answer: Answer): void {
  parentPort?.postMessage(answer);
}

/** Tells the other thread, which has the terminal. */
class PostedProgress extends Progress {
  override async step<T>(
    name: string,
    work: () => T | Promise<T>,
    took?: () => number,
  ): Promise<T> {
    const start = performance.now();
    post({ begun: name });
    try {
      const result = await work();
      post({ ended: took?.() ?? performance.now() - start });
      return result;
    } catch (error) {
      post({ ended: undefined });
      throw error;
    }
  }
}

const types = startTypesThread(keep);

parentPort?.on("message", async ({ request, stop }: Task) => {
  post({ loaded: true });
  startCounting(counts, stop);
  try {
    post({ made: await make(request, new PostedProgress(process.stdout), types) });
  } catch (error) {
    post({ error });
  }
});
