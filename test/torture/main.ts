import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isAskedForHelp } from "../../scripts/script.ts";
import { hasRedis } from "../helpers/redis.js";
import { torture } from "./torture.js";
import { tortureWorkers } from "./workers.js";

const USAGE = `Usage: npm run torture [-- options]

Runs so many jobs, each with a list, faults and kills of its own, and holds what each leaves behind against the server.

  --seed N      of the first job (1)
  --runs M      how many (100)
  --at-once K   how many side by side (8 for each core)
  --workers     in place of them: so many runs of workers on Redis, each with 5,000 opt-outs (1)`;
if (isAskedForHelp(USAGE)) process.exit(0);

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    runs: { type: "string" },
    workers: { type: "boolean", default: false },
    // Most of the time a run waits for a lock to grow old.
    "at-once": { type: "string", default: String(availableParallelism() * 8) },
  },
});
const { seed, workers, runs: asked = workers ? "1" : "100" } = values;
const [first = 1, runs = 1, atOnce = 1] = [seed, asked, values["at-once"]].map(Number);
if (![first, runs, atOnce].every((each) => Number.isSafeInteger(each) && each >= 1)) {
  throw new TypeError("--seed, --runs and --at-once take whole numbers from 1 on");
}

if (workers) await runWorkers();
else await runJobs();

/** Workers, each run with a Redis of its own. */
async function runWorkers(): Promise<void> {
  if (!hasRedis) throw new Error("There is no redis-server on the PATH.");
  let failed = 0;
  for (let seed = first; seed < first + runs; seed += 1) {
    const { counts, problems } = await tortureWorkers({ seed, optOuts: 5_000, kills: 20 });
    const told = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
    console.log([`seed ${seed}: ${told.join(", ")}`, ...problems].join("\n  "));
    if (problems.length > 0) failed += 1;
  }
  end(failed);
}

async function runJobs(): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "torture-"));
  const start = performance.now();
  const onDone = (done: number): void => {
    if (done % 50 === 0) console.log(`${done} of ${runs}`);
  };
  const { failures, totals } = await torture({ first, runs, atOnce, scratch, onDone });
  await rm(scratch, { recursive: true, force: true });
  for (const { seed, problems } of failures) {
    console.log(`seed ${seed}:\n  ${problems.join("\n  ")}`);
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(
    `${runs} runs in ${seconds} s: ${totals.entries} entries, ${totals.processes} processes, ${totals.calls} calls`,
  );
  end(failures.length);
}

function end(failed: number): void {
  console.log(`${runs - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
