import type { BadAddressFault } from "./faults.js";
import type { MockContext } from "./mock-context.js";
import type { QueryValue } from "./query.js";
import type { Reply } from "./reply.js";

/** A call that has passed every check. */
export interface JudgedCall {
  readonly correlationId: string;
  readonly query: ReadonlyMap<string, QueryValue>;
  /** The addresses as they were sent. */
  readonly inputs: readonly string[];
  readonly badAddresses: readonly BadAddressFault[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Does the work of one operation and answers. */
export type Handler = (call: JudgedCall, context: MockContext) => Reply;
