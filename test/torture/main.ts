import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isAskedForHelp } from "../../scripts/script.ts";
import { torture } from "./torture.js";

const USAGE = `Usage: npm run torture [-- options]

Runs so many jobs, each with a list, faults and kills of its own, and holds what each leaves behind against the server.

  --seed N      of the first job (1)
  --runs M      how many (100)
  --at-once K   how many side by side (8 for each core)`;
if (isAskedForHelp(USAGE)) process.exit(0);

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "100" },
    // Most of the time a run waits for a lock to grow old.
    "at-once": { type: "string", default: String(availableParallelism() * 8) },
  },
});
const [first, runs, atOnce] = [values.seed, values.runs, values["at-once"]].map(Number);
if (![first, runs, atOnce].every((each) => Number.isSafeInteger(each) && (each ?? 0) >= 1)) {
  throw new TypeError("--seed, --runs and --at-once take whole numbers from 1 on");
}

const scratch = await mkdtemp(join(tmpdir(), "torture-"));
const start = performance.now();
const { failures, totals } = await torture({
  first: first ?? 1,
  runs: runs ?? 1,
  atOnce: atOnce ?? 1,
  scratch,
  onDone: (done) => {
    if (done % 50 === 0) console.log(`${done} of ${runs}`);
  },
});
await rm(scratch, { recursive: true, force: true });
for (const { seed, problems } of failures) console.log(`seed ${seed}:\n  ${problems.join("\n  ")}`);
const seconds = Math.round((performance.now() - start) / 1000);
console.log(
  `${runs} runs in ${seconds} s: ${totals.entries} entries, ${totals.processes} processes, ${totals.calls} calls`,
);
console.log(`${(runs ?? 0) - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
