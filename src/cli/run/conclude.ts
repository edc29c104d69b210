import type { JobStop } from "../../index.js";
import { count } from "../../text/words.js";

/** How far a job has come when its sending ends. */
export interface Reached {
  /** Why the sending ended early. */
  readonly stop: JobStop | undefined;
  /** Distinct valid addresses of the list. */
  readonly addresses: number;
  readonly limit: number | undefined;
  readonly notSent: number;
  readonly unknown: number;
  /** The name of the signal that has come. */
  readonly signal: string | undefined;
  /** The journal or stdout could not be written. */
  readonly failure: Error | undefined;
}

/** Why the job is not at its end, or nothing if it is. */
export function conclude(reached: Reached): JobStop | undefined {
  const { stop, limit, failure, signal } = reached;
  const beyond = beyondLimit(reached);
  const allSent = reached.notSent <= beyond;
  // A stop after the last address had no effect.
  if (allSent && (reached.unknown === 0 || stop === undefined)) {
    if (limit === undefined || beyond === 0) return undefined;
    return {
      reason: "limit",
      message: `The limit of ${count(limit, "address", "addresses")} was reached.`,
    };
  }
  if (failure !== undefined) return { reason: "stopped", message: failure.message };
  if (stop?.reason === "stopped" && signal !== undefined) {
    return { reason: "stopped", message: `The job was stopped by ${signal}.` };
  }
  return stop ?? { reason: "stopped", message: "The job ended before every address was sent." };
}

/** Addresses that were not to be sent. */
export function beyondLimit({ addresses, limit }: Pick<Reached, "addresses" | "limit">): number {
  return Math.max(0, addresses - (limit ?? addresses));
}
