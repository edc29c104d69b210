import { MOST_MS } from "./bounds/thread.ts";
import { parseOptions, USAGE, withSwallowed } from "./options.ts";
import { describeProblem } from "./output/report.ts";
import { requirePinnedTools } from "./pins.ts";
import { InputProblem } from "./problem.ts";
import { ROOT } from "./root.ts";
import { typedIn } from "./script.ts";
import { UsageProblem } from "./swallowed.ts";
import { runOnce } from "./run.ts";
import { startThreads } from "./threads.ts";
import { watch } from "./watch.ts";

async function main(): Promise<number> {
  const args = withSwallowed(process.argv.slice(2), process.env);
  const options = parseOptions(args, ROOT, typedIn("generate"));
  if (options.mode === "help") {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  await requirePinnedTools(ROOT);
  const isWatching = options.mode === "watch";
  const start = () => startThreads(options.mostMs ?? MOST_MS, isWatching);
  if (!isWatching) return (await runOnce(options, ROOT, process, start)).code;
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  await watch(options, ROOT, process, stop.signal, start);
  return 0;
}

/** 0 done or clean, 1 input refused or drift, 2 the command line or the tool itself is at fault. */
try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = 2;
  if (error instanceof UsageProblem) process.stderr.write(`${error.message}\n\n${USAGE}\n`);
  else if (error instanceof InputProblem)
    process.stderr.write(`${describeProblem(error.details)}\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}
