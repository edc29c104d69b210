import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isAskedForHelp } from "../../scripts/script.ts";
import { installTools } from "../helpers/install-tools.js";

const USAGE = `Usage: npm run test:mutants [-- FILE …]

Changes the rules on which an outcome stands, one place at a time, and tells which changes no test notices. Ends with 1 if
fewer than nine in ten are noticed.`;
if (isAskedForHelp(USAGE)) process.exit(0);

const stryker = "9.6.1"; // 10 asks for Node 22

/** Outcomes, retries, pace, splitting, addresses, and both stores: on these rules it stands what becomes of an address. */
const mutate = [
  "src/outcome/*.ts",
  "src/client/{reply,retry,pace,window}.ts",
  "src/address/*.ts",
  "src/job/{attribution,circuit-breaker,deduplicator,daily-reserve,failure,list-reader,memory-store,pending-call,read-ahead,rejection,retry-queue,scheduler,size-limit,sort-answer}.ts",
  "src/job/{engine,opt-out-policy,opt-out-results,read-back-policy,reader}.ts",
  "src/queue/*.ts",
  "src/journal/{appender,contents,course,entry-states,journal,journal-state,line-rules,live-entries,load,loss}.ts",
  "src/journal/{parse-line,ranges,read-blocks,section,walk}.ts",
];

const folder = await installTools("mutants", {
  versions: { "@stryker-mutator/core": stryker, "@stryker-mutator/vitest-runner": stryker },
  flags: ["--legacy-peer-deps"], // vitest is that of the project
});
const config = {
  mutate: process.argv.length > 2 ? process.argv.slice(2) : mutate,
  testRunner: "vitest",
  vitest: { configFile: "test/mutants/vitest.config.ts" },
  plugins: [join(folder, "node_modules/@stryker-mutator/vitest-runner/dist/src/index.js")],
  reporters: ["clear-text", "progress"],
  clearTextReporter: { logTests: false, allowColor: false },
  ignoreStatic: true, // what is done once, as a module loads, cannot be changed from test to test
  // With time-outs of their own the tests end what hangs; this is for a loop without an end.
  timeoutMS: 10_000,
  timeoutFactor: 1,
  thresholds: { high: 95, low: 90, break: 90 },
};
const file = join(folder, "stryker.config.json");
await writeFile(file, JSON.stringify(config));
const bin = join(folder, "node_modules/@stryker-mutator/core/bin/stryker.js");
const child = spawn(process.execPath, [bin, "run", file], { stdio: "inherit" });
child.on("close", (code) => (process.exitCode = code ?? 1));
