import { cpus } from "node:os";
import { parseArgs } from "node:util";

import { benchClient } from "./client-bench.js";
import { benchGrowth } from "./growth-bench.js";
import { benchImport } from "./import-bench.js";
import { benchCeiling, benchJob } from "./job-bench.js";
import { benchPace } from "./pace-bench.js";
import { benchQueue } from "./queue-bench.js";
import { benchPipeline } from "./pipeline-bench.js";
import { isAskedForHelp } from "../../scripts/script.ts";
import { benchWorkers } from "./workers-bench.js";
import { asText, type Table } from "./table.js";

const USAGE = `Usage: npm run bench [-- NAME … options]

Measures beside the rivals, in the same run: pipeline, growth, client, import, job, single, ceiling, pace, queue, workers (all).

  --rows N     of the list of the job (1000000)
  --rounds N   of which the median counts (5)
  --json       as data`;
if (isAskedForHelp(USAGE)) process.exit(0);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);

const benches: Readonly<Record<string, () => Promise<Table>>> = {
  pipeline: () => benchPipeline(rounds),
  growth: benchGrowth,
  client: () => benchClient(rounds),
  import: () => benchImport(rounds),
  job: () => benchJob(Number(values.rows), rounds),
  single: () => benchJob(20_000, rounds, "single"),
  ceiling: () => benchCeiling(60_000),
  pace: benchPace,
  queue: benchQueue,
  workers: benchWorkers,
};

const chosen = positionals.length === 0 ? Object.keys(benches) : positionals;
const machine = `${cpus().length} x ${cpus()[0]?.model ?? "?"}, Node ${process.version}`;
const date = new Date().toISOString().slice(0, 10);
if (!values.json) process.stdout.write(`${date}, ${machine}, ${process.platform}\n`);
const tables: Table[] = [];
for (const name of chosen) {
  const bench = benches[name];
  if (bench === undefined) {
    throw new Error(`There is no benchmark ${name}, only ${Object.keys(benches).join(", ")}`);
  }
  const table = await bench();
  tables.push(table);
  if (!values.json) process.stdout.write(`\n${asText(table)}\n`);
}
if (values.json) process.stdout.write(`${JSON.stringify({ date, machine, tables })}\n`);
