// Loaded into every Node process that is measured: tells at its end what it has used, as a line of BENCH_USAGE.
import { appendFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const file = process.env["BENCH_USAGE"];
if (isMainThread && file !== undefined) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const cpuMs = (userCPUTime + systemCPUTime) / 1000;
    appendFileSync(file, `${JSON.stringify({ cpuMs, peakKb: maxRSS })}\n`);
  });
}
