import type { OperationId } from "./description.js";
import { foldCase } from "./fold-case.js";
import type { BadAddressFault, DecidingFault, Fault } from "./faults.js";

/** How far a fault has got. */
export interface FaultProgress {
  readonly kind: Fault["kind"];
  /** How many calls it has met. */
  readonly fired: number;
  /** How many it will still meet. */
  readonly left: number | "always";
}

/** What one call meets. */
export interface DueFaults {
  readonly latencyMs: number;
  readonly badAddresses: readonly BadAddressFault[];
  readonly deciding: DecidingFault | undefined;
}

interface Loaded {
  readonly fault: Fault;
  readonly times: number;
  seen: number;
  fired: number;
}

/**
 * Deals faults out to calls, in the order in which they were given. `latency` and `bad-address` go
 * with any other; of the rest, the first that is due takes the call, and those behind it do not
 * count that call. So two faults of one time each meet the first call and the second.
 */
export class FaultQueue {
  #loaded: Loaded[] = [];

  add(faults: readonly Fault[]): void {
    for (const fault of faults) {
      const usual = fault.kind === "bad-address" ? "always" : 1;
      const times = fault.times ?? usual;
      this.#loaded.push({
        fault,
        times: times === "always" ? Infinity : times,
        seen: 0,
        fired: 0,
      });
    }
  }

  clear(): void {
    this.#loaded = [];
  }

  /** @param addresses the addresses of the call, their case folded */
  take(operationId: OperationId, addresses: ReadonlySet<string>): DueFaults {
    let latencyMs = 0;
    let deciding: DecidingFault | undefined;
    const badAddresses: BadAddressFault[] = [];
    for (const loaded of this.#loaded) {
      const { fault } = loaded;
      const accompanies = fault.kind === "latency" || fault.kind === "bad-address";
      if (deciding !== undefined && !accompanies) continue;
      if (fault.operation !== undefined && fault.operation !== operationId) continue;
      if (fault.address !== undefined && !addresses.has(foldCase(fault.address))) continue;
      loaded.seen += 1;
      if (loaded.seen <= (fault.skip ?? 0) || loaded.fired >= loaded.times) continue;
      loaded.fired += 1;
      if (fault.kind === "latency") latencyMs += fault.ms;
      else if (fault.kind === "bad-address") badAddresses.push(fault);
      else deciding = fault;
    }
    return { latencyMs, badAddresses, deciding };
  }

  progress(): readonly FaultProgress[] {
    return this.#loaded.map(({ fault, times, fired }) => ({
      kind: fault.kind,
      fired,
      left: times === Infinity ? "always" : times - fired,
    }));
  }
}
