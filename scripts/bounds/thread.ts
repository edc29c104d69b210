import { join, relative } from "node:path";
import { Worker } from "node:worker_threads";
import type { Made, Refused } from "../made.ts";
import { Progress } from "../output/progress.ts";
import { describeProblem } from "../output/report.ts";
import type { Request } from "../pipeline.ts";
import { STACK } from "./stack.ts";
import type { Stop } from "./whereabouts.ts";

/** Makes code of a description, or says what is wrong with it. */
export type Pipeline = (request: Request, progress: Progress) => Promise<Made>;

/** What the thread is started with. */
export interface ThreadData {
  readonly counts: Int32Array;
  readonly keep: boolean;
}

export interface Task {
  readonly request: Request;
  readonly stop: Stop | undefined;
}

/** What the thread says. */
export type Answer =
  | { readonly loaded: true }
  | { readonly begun: string }
  /** How many milliseconds the step took; undefined where it failed. */
  | { readonly ended: number | undefined }
  | { readonly made: Made }
  | { readonly error: unknown };

/**
 * Starts a thread on which the pipeline runs. Whatever a description holds, none of its steps takes longer than it may, or
 * more memory than Node gives a thread: then the thread is ended, and the part of the description that it had in hand is
 * told.
 *
 * @param mostMs what one step may take, in milliseconds
 * @param keep whether there will be another run
 */
export function startPipelineThread(mostMs: number, keep: boolean): Pipeline {
  let thread: Thread | undefined = new Thread(mostMs, keep);
  return async (request, progress) => {
    const current = (thread ??= new Thread(mostMs, keep));
    const made = await current.run({ request, stop: undefined }, progress);
    if (!(made instanceof Overrun)) {
      if (!keep) await current.end();
      return made;
    }
    thread = undefined;
    return made.stop === undefined
      ? made.refusal(request)
      : locate(made, made.stop, request, mostMs);
  };
}

/** Makes the run again, as far as the part of the description that it did not get past. */
async function locate(
  overrun: Overrun,
  stop: Stop,
  request: Request,
  mostMs: number,
): Promise<Made> {
  const thread = new Thread(mostMs, false);
  const again = await thread.run({ request, stop }, new Silent(process.stdout));
  await thread.end();
  return "refused" in again ? again : overrun.refusal(request);
}

class Silent extends Progress {
  override async step<T>(_: string, work: () => T | Promise<T>): Promise<T> {
    return await work();
  }
}

/** A step that was ended. */
class Overrun {
  readonly #reason: string;
  /** Undefined where the step had no part of the description in hand yet. */
  readonly stop: Stop | undefined;

  constructor(reason: string, stop: Stop | undefined) {
    this.#reason = reason;
    this.stop = stop;
  }

  refusal({ spec }: Request): Refused {
    const place = { file: relative(process.cwd(), spec), line: 1, column: 1, frame: "" };
    return { refused: `${describeProblem([{ message: this.#reason, place }])}\n`, inputs: [spec] };
  }
}

const MORE = "; if the description is so large on purpose, give it more: --step-limit SECONDS";

class Thread {
  readonly #counts = new Int32Array(new SharedArrayBuffer(12));
  readonly #worker: Worker;
  readonly #mostMs: number;

  constructor(mostMs: number, keep: boolean) {
    const workerData: ThreadData = { counts: this.#counts, keep };
    // Compiled, this file stands beside the worker.
    const file = join(import.meta.dirname, "worker.mjs");
    this.#worker = new Worker(file, { workerData, resourceLimits: STACK });
    this.#worker.unref();
    this.#mostMs = mostMs;
  }

  end(): Promise<unknown> {
    const pid = this.#counts[2] ?? 0;
    try {
      if (pid > 0) process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
    return this.#worker.terminate();
  }

  async run(task: Task, progress: Progress): Promise<Made | Overrun> {
    const worker = this.#worker;
    const steps = new Steps(progress);
    const start = performance.now();
    steps.begin("load");
    let timer: NodeJS.Timeout | undefined;
    worker.ref();
    try {
      const made = await new Promise<Made | Overrun>((resolve, reject) => {
        const late = () =>
          resolve(this.#overrun(steps.current, `took longer than ${this.#mostMs / 1000} s`, MORE));
        timer = setTimeout(late, this.#mostMs);
        worker.on("message", (answer: Answer) => {
          timer?.refresh();
          if ("loaded" in answer) steps.end(performance.now() - start);
          else if ("begun" in answer) steps.begin(answer.begun);
          else if ("ended" in answer) steps.end(answer.ended);
          else if ("made" in answer) resolve(answer.made);
          else reject(answer.error as Error); // reaches this thread as the kind of error that it is
        });
        worker.on("error", (error: NodeJS.ErrnoException) => {
          if (error.code !== "ERR_WORKER_OUT_OF_MEMORY") reject(error);
          else resolve(this.#overrun(steps.current, "took more memory than Node has"));
        });
        worker.postMessage(task);
      });
      if (made instanceof Overrun) await this.end();
      return made;
    } finally {
      clearTimeout(timer);
      worker.removeAllListeners("message").removeAllListeners("error");
      worker.unref();
      await steps.close();
    }
  }

  #overrun(name: string, what: string, cure = ""): Overrun {
    const reason = `the step "${name}" ${what}, and was ended here${cure}`;
    const [step = 0, count = 0] = this.#counts;
    return new Overrun(reason, count === 0 ? undefined : { step, count, reason });
  }
}

/** Shows the steps of the other thread as if they were taken here, one after the other. */
class Steps {
  /** The name of the one that was begun last. */
  current = "";
  readonly #progress: Progress;
  #shown: Promise<unknown> = Promise.resolve();
  #finish: ((ms: number | undefined) => void) | undefined;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  begin(name: string): void {
    this.current = name;
    let took = 0;
    const finished = new Promise<void>((resolve, reject) => {
      this.#finish = (ms) => {
        took = ms ?? 0;
        if (ms === undefined) reject(new Error(`${name} failed`));
        else resolve();
      };
    });
    this.#shown = this.#shown
      .then(() =>
        this.#progress.step(
          name,
          () => finished,
          () => took,
        ),
      )
      .catch(() => {}); // Why, the answer says.
  }

  /** @param ms how long it took; undefined where it failed */
  end(ms: number | undefined): void {
    this.#finish?.(ms);
    this.#finish = undefined;
  }

  /** Resolves once all of it is shown. */
  async close(): Promise<void> {
    this.end(undefined);
    await this.#shown;
  }
}
