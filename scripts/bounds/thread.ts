import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Silent, type Progress } from "../output/progress.ts";
import { describeProblem } from "../output/report.ts";
import { startOf, type Refused } from "../problem.ts";
import { STACK } from "./stack.ts";
import type { Stop } from "./whereabouts.ts";

/**
 * Processes untrusted descriptions, and reports what is wrong with them.
 *
 * @param signal ends it; what it then comes to means nothing
 */
export type Bounded<Request, Result> = (
  request: Request,
  progress: Progress,
  signal?: AbortSignal,
) => Promise<Result | Refused>;

/** The default time limit of one step, in milliseconds. */
export const MOST_MS = 120_000;

/** What the thread is started with. */
export interface ThreadData {
  readonly counts: Int32Array;
  readonly keep: boolean;
}

export interface Task {
  readonly request: unknown;
  readonly stop: Stop | undefined;
}

/** What the thread says. */
export type Answer =
  | { readonly loaded: true }
  | { readonly begun: string }
  /** How many milliseconds the step took; undefined where it failed. */
  | { readonly ended: number | undefined }
  | { readonly made: object }
  | { readonly error: unknown };

/**
 * Starts the worker thread of a command. Whatever a description contains, a step that takes too long, or more memory than
 * Node gives a thread, ends the thread, and the part of the description that it was processing is reported.
 *
 * @param fileOf the file that a step has in hand, where no part of it is known
 * @param mostMs what one step may take, in milliseconds
 * @param keep whether there will be another request
 * @param name of the file that the thread runs
 */
export function startThread<Request, Result extends object>(
  fileOf: (request: Request, step: string) => string,
  mostMs: number,
  keep: boolean,
  name = "worker",
): Bounded<Request, Result> {
  const start = () => new Thread(name, mostMs, keep);
  let thread: Thread | undefined = start();
  return async (request, progress, signal) => {
    const current = (thread ??= start());
    const made = await current.run({ request, stop: undefined }, progress, signal);
    if (signal?.aborted === true) thread = undefined;
    if (!(made instanceof Overrun)) {
      if (!keep) await current.end();
      return made as Result; // what the worker makes of a request
    }
    thread = undefined;
    return (
      (made.stop && (await locate(new Thread(name, 2 * mostMs, false), made.stop, request))) ??
      refusalOf(made, fileOf(request, made.step))
    );
  };
}

/**
 * Makes the run again, as far as the part of the description that it did not get past; undefined if it got past it now.
 *
 * @param thread that may take twice as long: on a busy machine it comes later to the same part
 */
async function locate(thread: Thread, stop: Stop, request: unknown): Promise<Refused | undefined> {
  const again = await thread.run({ request, stop }, new Silent());
  await thread.end();
  return "refused" in again ? (again as Refused) : undefined;
}

function refusalOf({ reason }: Overrun, path: string): Refused {
  const refused = describeProblem([{ message: reason, place: startOf(path) }]);
  return { refused: `${refused}\n`, inputs: [path] };
}

/** A step that was ended. */
class Overrun {
  readonly step: string;
  readonly reason: string;
  /** Undefined where the step had no part of the description in hand yet. */
  readonly stop: Stop | undefined;

  constructor(step: string, reason: string, stop: Stop | undefined) {
    this.step = step;
    this.reason = reason;
    this.stop = stop;
  }
}

const MORE = "; if the description is so large on purpose, give it more: --step-limit SECONDS";

class Thread {
  readonly #counts = new Int32Array(new SharedArrayBuffer(12));
  readonly #worker: Worker;
  readonly #mostMs: number;

  constructor(name: string, mostMs: number, keep: boolean) {
    const workerData: ThreadData = { counts: this.#counts, keep };
    // Compiled, this file stands beside the worker.
    const file = join(import.meta.dirname, `${name}.mjs`);
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

  async run(task: Task, progress: Progress, signal?: AbortSignal): Promise<object> {
    const worker = this.#worker;
    const steps = new Steps(progress);
    const start = performance.now();
    steps.begin("load");
    let timer: NodeJS.Timeout | undefined;
    let abort = (): void => {};
    worker.ref();
    try {
      const made = await new Promise<object>((resolve, reject) => {
        const late = () =>
          resolve(this.#overrun(steps.current, `took longer than ${this.#mostMs / 1000} s`, MORE));
        timer = setTimeout(late, this.#mostMs);
        abort = () => {
          steps.abandon();
          void this.end();
          resolve({});
        };
        signal?.addEventListener("abort", abort);
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
      signal?.removeEventListener("abort", abort);
      worker.removeAllListeners("message").removeAllListeners("error");
      // A thread that is being ended may still run out of memory; ignore that.
      worker.on("error", () => {});
      worker.unref();
      await steps.close();
    }
  }

  #overrun(name: string, what: string, cure = ""): Overrun {
    const reason = `the step "${name}" ${what}, and was ended here${cure}`;
    const [step = 0, count = 0] = this.#counts;
    return new Overrun(name, reason, count === 0 ? undefined : { step, count, reason });
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

  /** Leaves what was begun as it is. */
  abandon(): void {
    this.#finish = undefined;
    this.#shown = Promise.resolve();
  }

  /** Resolves once all of it is shown. */
  async close(): Promise<void> {
    this.end(undefined);
    await this.#shown;
  }
}
