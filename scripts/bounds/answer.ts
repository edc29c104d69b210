import { parentPort, workerData } from "node:worker_threads";
import { Progress } from "../output/progress.ts";
import { describeError } from "../output/report.ts";
import { startCounting } from "./whereabouts.ts";
import type { Answer, Task, ThreadData } from "./thread.ts";

const { counts, keep } = workerData as ThreadData; // what thread.ts passes

/** Whether there will be another request. */
export { keep };

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

/** Answers what `startThread` asks, on its thread. */
export function answer<Request>(
  work: (request: Request, progress: Progress) => Promise<object>,
): void {
  parentPort?.on("message", async ({ request, stop }: Task) => {
    post({ loaded: true });
    startCounting(counts, stop);
    try {
      post({ made: await work(request as Request, new PostedProgress(process.stdout)) });
    } catch (error) {
      const refused = describeError(error);
      // An error arrives as the kind that it is only where that is one of the language's own.
      post(refused === undefined ? { error } : { made: { refused, inputs: [] } });
    }
  });
}
