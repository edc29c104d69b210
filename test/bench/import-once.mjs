// Imports one module, or none. Arguments: [URL]. Prints the time and the memory that it took as JSON.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");
const [module = ""] = process.argv.slice(2);
gc();
const before = process.memoryUsage().heapUsed;
const started = performance.now();
if (module !== "") await import(module);
const importMs = performance.now() - started;
gc();
const heapMb = (process.memoryUsage().heapUsed - before) / 2 ** 20;
process.stdout.write(
  JSON.stringify({ importMs, heapMb, rssMb: process.memoryUsage().rss / 2 ** 20 }),
);
