import { HubSpotError } from "../errors/errors.js";
import { foreignStop } from "./stop.js";
import type { Parcel } from "./parcel.js";

/** The parcel after a call that has thrown; what was open about it before stays so. */
export function withDoubt(parcel: Parcel, error: unknown): Parcel {
  if (parcel.doubt !== undefined || !mayHaveBeenApplied(error)) return parcel;
  const correlationId = error instanceof HubSpotError ? error.correlationId : undefined;
  return { ...parcel, doubt: { reason: "no-answer", correlationId } };
}

function mayHaveBeenApplied(error: unknown): boolean {
  if (error instanceof HubSpotError) return error.mayHaveBeenApplied;
  // Of a foreign error only an abort can have come after the sending.
  return foreignStop(error).reason === "stopped";
}
