import { statSync } from "node:fs";
import { startThread, type Bounded } from "./bounds/thread.ts";
import type { Linted } from "./linted.ts";
import type { Made, Pipeline } from "./made.ts";
import { Silent } from "./output/progress.ts";
import type { Request } from "./pipeline.ts";

/** In bytes. A smaller description is linted before the linter would be loaded a second time. */
const LARGE = 1_000_000;

/**
 * The pipeline on a thread of its own; beside it another that lints the description, where that is large.
 *
 * @param mostMs what one step may take, in milliseconds
 * @param keep whether there will be another request
 */
export function startThreads(mostMs: number, keep: boolean): Pipeline {
  const fileOf = ({ spec }: Request) => spec;
  const make = startThread<Request, Made>(fileOf, mostMs, keep);
  let lint: Bounded<Request, Linted> | undefined;
  return async (request, progress) => {
    if (request.lint === "off" || !isLarge(request.spec)) return make(request, progress);
    lint ??= startThread<Request, Linted>(fileOf, mostMs, keep, "lint-worker");
    const stop = new AbortController();
    const making = make({ ...request, isLinted: true }, progress, stop.signal);
    making.catch(() => {}); // It is awaited below.
    try {
      const times = new Times();
      const linted = await lint(request, times);
      if ("refused" in linted) return linted;
      const made = await making;
      await progress.step(
        "lint",
        () => {},
        () => times.of("lint"),
      );
      return "refused" in made ? made : { ...made, told: linted.told + made.told };
    } finally {
      stop.abort();
      await making.catch(() => {});
    }
  };
}

function isLarge(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGE;
}

/** Keeps how long each step took, in milliseconds. */
class Times extends Silent {
  readonly #times = new Map<string, number>();

  of(name: string): number {
    return this.#times.get(name) ?? 0;
  }

  override async step<T>(
    name: string,
    work: () => T | Promise<T>,
    took?: () => number,
  ): Promise<T> {
    const result = await work();
    this.#times.set(name, took?.() ?? 0);
    return result;
  }
}
