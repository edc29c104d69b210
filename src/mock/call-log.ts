import type { DecidingFault } from "./faults.js";

/** One call of an operation, as the mock saw it. */
export interface MockCall {
  readonly operationId: string;
  /** The account of its token; null where no account has it. */
  readonly portalId: number | null;
  /** Its token; null if it is not one of the mock's, since it might be a real one. */
  readonly token: string | null;
  /** The number of the brand that it names; null if it names none. */
  readonly businessUnitId: number | null;
  /** When it had been received completely, in milliseconds since 1970. */
  readonly at: number;
  /** How many addresses it held. */
  readonly inputs: number;
  /** The addresses as they were sent; only with the option `keepInputs`. */
  readonly addresses?: readonly string[];
  /** The status of the server's own judgement; null if a fault came first. A 2xx means that the work was done. */
  readonly judged: number | null;
  /** The status the client was sent; null if it got none. */
  readonly status: number | null;
  /** The fault that decided, if one did. */
  readonly fault: DecidingFault["kind"] | null;
}

const maxCalls = 100_000;
const maxAddresses = 1_000_000;

/** The last calls of a mock, as many as fit into a bounded memory. */
export class CallLog {
  readonly #keepInputs: boolean;
  readonly #onCall: ((call: MockCall) => void) | undefined;
  #calls: MockCall[] = [];
  #addresses = 0;

  /** @param options as in `MockOptions` */
  constructor(options: {
    readonly keepInputs: boolean;
    readonly onCall: ((call: MockCall) => void) | undefined;
  }) {
    this.#keepInputs = options.keepInputs;
    this.#onCall = options.onCall;
  }

  add(addresses: readonly string[], facts: Omit<MockCall, "inputs" | "addresses">): void {
    const call = { ...facts, inputs: addresses.length };
    this.#calls.push(this.#keepInputs ? { ...call, addresses } : call);
    this.#addresses += this.#keepInputs ? addresses.length : 0;
    while (this.#calls.length > maxCalls || this.#addresses > maxAddresses) {
      // By tenths, since each time the rest of the list moves up.
      const dropped = this.#calls.splice(0, Math.ceil(this.#calls.length / 10));
      for (const { addresses: kept = [] } of dropped) this.#addresses -= kept.length;
    }
    this.#onCall?.(call);
  }

  clear(): void {
    this.#calls = [];
    this.#addresses = 0;
  }

  snapshot(): readonly MockCall[] {
    return [...this.#calls];
  }
}
