import type { HubSpotApiError } from "../errors/errors.js";
import type { Item } from "./entry.js";
import type { SettledItem } from "./journal.js";
import type { Step } from "./procedure.js";
import type { Rejection } from "./rejection.js";
import type { JobStop } from "./stop.js";

/** So many refused calls in a row lead from a whole batch down to a single address. */
const IN_A_ROW = 8;

interface Suspect {
  readonly item: Item;
  readonly rejection: Rejection;
  /** When it failed, in milliseconds since 1970. */
  readonly time: number;
}

/**
 * Who is to blame for a refusal. An address is rejected only if it fails alone while others succeed
 * with the same request: as long as none has succeeded, it may be the request, a wrong brand for
 * instance, and nobody is blamed.
 */
export class Suspects {
  #succeeded: boolean;
  #held: Suspect[] = [];
  #deciding = false;
  #credentialsInARow = 0;
  #lastError: HubSpotApiError | undefined;

  constructor(succeededBefore: boolean) {
    this.#succeeded = succeededBefore;
  }

  /** A call was refused and none has succeeded yet: what is out decides, and no more is sent. */
  get deciding(): boolean {
    return this.#deciding && !this.#succeeded;
  }

  /**
   * A call was refused.
   *
   * @param credentials by its category it is about the token
   * @returns the stop, where it is the token: every call is refused for it, in another status
   */
  refused(error: HubSpotApiError, credentials: boolean): JobStop | undefined {
    this.#lastError = error;
    this.#deciding = true;
    this.#credentialsInARow = credentials ? this.#credentialsInARow + 1 : 0;
    return this.#credentialsInARow < IN_A_ROW
      ? undefined
      : { reason: "credentials", message: error.message, cause: error };
  }

  /** An address has gone out: those that were held back have failed by themselves. */
  succeeded(): readonly SettledItem[] {
    this.#credentialsInARow = 0;
    this.#succeeded = true;
    const held = this.#held;
    this.#held = [];
    return held.map(rejected);
  }

  failedAlone(item: Item, rejection: Rejection): readonly SettledItem[] {
    const suspect = { item, rejection, time: Date.now() };
    if (this.#succeeded) return [rejected(suspect)];
    this.#held.push(suspect);
    this.#deciding = true;
    return [];
  }

  /**
   * Nothing is under way. Where every address has failed alike, and where no more will come, it is
   * the request; else another batch may tell.
   */
  conclude(sourceEnded: boolean): Step<SettledItem> | undefined {
    if (!this.deciding) return undefined;
    this.#deciding = false;
    const reasons = new Set(this.#held.map(({ rejection }) => rejection.reason));
    if (reasons.size === 0 || (reasons.size > 1 && !sourceEnded))
      return { results: [], parcels: [] };
    return { results: [], parcels: [], stop: this.#requestFault([...reasons]) };
  }

  #requestFault(reasons: readonly string[]): JobStop {
    const count = this.#held.length;
    const said = this.#lastError?.message ?? `HubSpot says ${reasons.join(", ")}.`;
    const whom = count === 1 ? "the only address that was" : `each of ${count} addresses`;
    const message =
      `HubSpot refuses ${whom} sent alone, and none has been taken: the request itself may be at ` +
      `fault, for instance the brand, so nobody is counted as rejected. ${said}`;
    const cause = this.#lastError;
    return { reason: "request-fault", message, ...(cause === undefined ? undefined : { cause }) };
  }
}

function rejected({ item, rejection, time }: Suspect): SettledItem {
  const { reason, message, correlationId } = rejection;
  return {
    item,
    settled: {
      outcome: "rejected",
      reason,
      ...(message === undefined ? undefined : { message }),
      time,
      ...(correlationId === undefined ? undefined : { correlationId }),
    },
  };
}
