import type { ResourceLimits } from "node:worker_threads";

/** Each level of what refers deep down takes a part of it; Node's own megabyte is enough for some dozens of levels. */
export const STACK: ResourceLimits = { stackSizeMb: 64 };
