export { enqueueOptOut } from "./enqueue.js";
export { InvalidAddressError } from "./request.js";
export type { OptOutRequest } from "./request.js";
export type { OptOutResult } from "./result.js";
export { createOptOutWorker } from "./worker.js";
export type { OptOutWorkerOptions } from "./worker.js";
