import type { OperationId } from "./description.js";
import type { Handler } from "./handler.js";
import { readUnsubscribeAll } from "./read-unsubscribe-all.js";
import { unsubscribeAll } from "./unsubscribe-all.js";

/** An operation of the description without an entry is answered with a 501. */
export const handlers: Readonly<Partial<Record<OperationId, Handler>>> = {
  batchUnsubscribeAll: unsubscribeAll,
  batchReadUnsubscribeAll: readUnsubscribeAll,
};
