import type { FaultQueue } from "./fault-queue.js";
import type { MockCall } from "./mock.js";
import type { OptOuts } from "./opt-outs.js";
import type { NonVerboseAnswer } from "./options.js";
import type { RateLimiter } from "./rate-limiter.js";

/** What the calls of one running mock share: its state, and how it is to behave. */
export interface MockContext {
  readonly token: string;
  readonly optOuts: OptOuts;
  readonly limiter: RateLimiter;
  readonly faults: FaultQueue;
  readonly nonVerbose: NonVerboseAnswer;
  readonly cap: number | undefined;
  readonly capAnswer: 400 | 413;
  /** Of the token; all that there are where undefined. */
  readonly scopes: readonly string[] | undefined;
  readonly readLagMs: number;
  readonly keepInputs: boolean;
  readonly latencyMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  log(call: MockCall): void;
}
