import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** A heap below this size is no burden, and to look through it takes longer than it is worth. */
const LARGE = 250e6;

/** Gives the memory of what is no longer used back to the system at once, where that is much. */
export function giveBackMemory(): void {
  if (process.memoryUsage().heapTotal < LARGE) return;
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
