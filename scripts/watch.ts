import { existsSync, watch as watchFolder, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";
import type { Pipeline } from "./made.ts";
import type { Options } from "./options.ts";
import { runOnce, type Io } from "./run.ts";

/** Editors write a file in several steps. */
const SETTLE_MS = 50;

/** Runs the pipeline now and after each save of a file of the description, until `signal` aborts. */
export async function watch(
  options: Options,
  root: string,
  io: Io,
  signal: AbortSignal,
  startPipeline?: () => Pipeline,
): Promise<void> {
  const pipeline = startPipeline?.();
  let inputs: readonly string[] = [options.spec];
  while (!signal.aborted) {
    const round = new AbortController();
    const either = AbortSignal.any([signal, round.signal]);
    // From before the run: a save while it runs is a change, too.
    const change = nextChange(inputs, either);
    const outcome = await runOnce(options, root, io, pipeline && (() => pipeline));
    const added = outcome.inputs.filter((path) => !inputs.includes(path));
    // A run that failed early has read only a part of the files.
    inputs = [...inputs, ...added];
    io.stdout.write(`  watching ${inputs.length} files\n`);
    await Promise.race([change, nextChange(added, either)]);
    round.abort();
  }
}

/** The folders are watched, not the files: a save often replaces the file. */
async function nextChange(paths: readonly string[], signal: AbortSignal): Promise<void> {
  const watchers: FSWatcher[] = [];
  await new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
    for (const folder of new Set(paths.map(dirname))) {
      const names = new Set(
        paths.filter((path) => dirname(path) === folder).map((path) => basename(path)),
      );
      // A folder that is not there may be what is wrong with a reference.
      if (!existsSync(folder)) continue;
      const watcher = watchFolder(folder, (_, name) => {
        if (name === null || names.has(name)) setTimeout(resolve, SETTLE_MS);
      });
      watcher.on("error", () => resolve());
      watchers.push(watcher);
    }
  });
  for (const watcher of watchers) watcher.close();
}
