import type { EntryOutcome } from "../job/job-outcome.js";
import { unusualIn } from "../list/unusual.js";
import { isoTime } from "./iso-time.js";

/**
 * An entry's outcome as one line of JSON, without the line's end; the texts are as they are, without
 * the guard of the CSV report. `unusual` is what is odd about an address that is legal.
 */
export function toJsonLine(outcome: EntryOutcome): string {
  const { row, address } = outcome;
  switch (outcome.outcome) {
    case "invalid":
      return JSON.stringify({
        row,
        address,
        outcome: outcome.outcome,
        reason: outcome.reason,
        code_point: outcome.codePoint,
      });
    case "duplicate":
      return JSON.stringify({
        row,
        address,
        sent: outcome.sent,
        outcome: outcome.outcome,
        duplicate_of: outcome.duplicateOf,
      });
    default:
      return JSON.stringify({
        row,
        address,
        sent: outcome.sent,
        outcome: outcome.outcome,
        reason: outcome.reason,
        message: "message" in outcome ? outcome.message : undefined,
        time: isoTime(outcome.time) || undefined,
        correlation_id: outcome.correlationId,
        unusual: unusualIn(outcome.sent)?.kind,
      });
  }
}
