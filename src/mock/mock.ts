import type { DecidingFault, Fault } from "./faults.js";
import type { FaultProgress } from "./fault-queue.js";

/** One call of an operation, as the mock saw it. */
export interface MockCall {
  readonly operationId: string;
  /** When it had come in whole, in milliseconds since 1970. */
  readonly at: number;
  /** How many addresses it held. */
  readonly inputs: number;
  /** The addresses as they were sent; only with the option `keepInputs`. */
  readonly addresses?: readonly string[];
  /** How the server judged it; null where a fault came before that. A 2xx: the work was done. */
  readonly judged: number | null;
  /** The status the client was sent; null if it got none. */
  readonly status: number | null;
  /** The fault that decided, if one did. */
  readonly fault: DecidingFault["kind"] | null;
}

/** What the mock holds; `GET /__mock/state` gives the same as JSON. */
export interface MockState {
  /** Addresses that are out, in lower case, by brand id, or under `portal` where no brand was named. */
  readonly out: Readonly<Record<string, readonly string[]>>;
  /** Every call of an operation since the start or the last reset, also refused ones. */
  readonly calls: readonly MockCall[];
  readonly faults: readonly FaultProgress[];
}

/** A running mock. */
export interface Mock {
  /** Where it listens, such as `http://127.0.0.1:49152`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** A snapshot; later calls do not change it. */
  state(): MockState;
  /**
   * Adds faults behind those that are there.
   *
   * @throws {TypeError} naming the index and field that are not right; then none is added
   */
  inject(...faults: readonly Fault[]): void;
  /** Back to how it was started: who is out, limits, faults, and an empty log. */
  reset(): void;
  /** Stops at once, ends stalled and waiting connections too, and can be called twice. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
