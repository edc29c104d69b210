import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** A smaller heap is not worth the time that a collection takes. */
const LARGE = 250e6;

/** Returns unused memory to the system at once, if there is much of it. */
export function giveBackMemory(): void {
  if (process.memoryUsage().heapTotal < LARGE) return;
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
