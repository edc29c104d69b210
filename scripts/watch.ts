import { watch as watchFolder, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";
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
): Promise<void> {
  let inputs: readonly string[] = [options.spec];
  while (!signal.aborted) {
    const outcome = await runOnce(options, root, io);
    // A run that failed early has read only a part of the files.
    inputs = [...new Set([...inputs, ...outcome.inputs])];
    io.stdout.write(`  watching ${inputs.length} files\n`);
    await nextChange(inputs, signal);
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
      watchers.push(
        watchFolder(folder, (_, name) => {
          if (name === null || names.has(name)) setTimeout(resolve, SETTLE_MS);
        }),
      );
    }
  });
  for (const watcher of watchers) watcher.close();
}
